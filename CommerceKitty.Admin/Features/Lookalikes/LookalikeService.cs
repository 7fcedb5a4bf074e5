using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Lookalikes;

/// <summary>Finds the name that a new one would be mistaken for.</summary>
public sealed class LookalikeService(Operations operations)
{
    /// <summary>How many names of the same length are compared at most, the newest first.</summary>
    private const int MaximumCompared = 2_000;

    /// <summary>A name that there is and looks like this one without being the same; null when there is none.</summary>
    public Task<Result<LookalikeAnswer>> FindAsync(LookalikeKind kind, string? name, CancellationToken ct = default) =>
        operations.ReadAsync<LookalikeAnswer>(PermissionOf(kind), async (db, _) =>
        {
            // A text that will be refused has no twin.
            if (TextRules.Line(name, "name", "Name", TextRules.EmailLength).Value is not { } text)
                return new LookalikeAnswer(null);
            // Look-alikes have as many letters; databases count in characters or in UTF-16 units.
            var (units, characters) = (text.Length, text.EnumerateRunes().Count());
            var names = kind switch
            {
                LookalikeKind.ApiKeys => db.ApiKeys.Where(k => k.RevokedAt == null).OrderByDescending(k => k.Id).Select(k => k.Name),
                LookalikeKind.UserNames => db.Users.OrderByDescending(u => u.Id).Select(u => (u.FirstName + " " + u.LastName).Trim()),
                LookalikeKind.UserEmails => db.Users.OrderByDescending(u => u.Id).Select(u => u.Email!),
                LookalikeKind.UserGroups => db.Roles.OrderByDescending(g => g.Id).Select(g => g.Name!),
                _ => db.Products.OrderByDescending(p => p.Id).Select(p => p.Name),
            };
            var alike = await names.Where(n => n.Length == units || n.Length == characters).Take(MaximumCompared).ToListAsync(ct);
            return new LookalikeAnswer(alike.Find(n => LookalikeText.AreTwins(n, text)));
        }, ct);

    private static string PermissionOf(LookalikeKind kind) => kind switch
    {
        LookalikeKind.ApiKeys => Permissions.ApiKeys.ViewAll,
        LookalikeKind.UserNames or LookalikeKind.UserEmails => Permissions.Users.ViewAll,
        LookalikeKind.UserGroups => Permissions.UserGroups.ViewAll,
        _ => Permissions.Products.ViewAll,
    };
}
