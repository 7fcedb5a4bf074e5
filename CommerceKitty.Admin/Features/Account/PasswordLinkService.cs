using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>What someone who is not signed in can do with a link from a mail: choose a password, once. The token is the
/// permission.</summary>
public sealed class PasswordLinkService(IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork, TimeProvider time)
{
    /// <summary>The same words whatever is wrong with a link: nobody learns by trying which ever existed.</summary>
    public static readonly Error DeadLink = new(ErrorKind.NotFound, "link-over",
        "This link does not work any more: it was used, it has expired, or a newer one was sent. Use the newest mail, or ask for another.");

    /// <summary>Whom the link is for, while it works.</summary>
    public async Task<Result<OpenLink>> OpenAsync(string? token, CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await FindAsync(db, token, time.GetUtcNow().UtcDateTime, ct);
        return found is null ? DeadLink : new OpenLink(found.Value.User.Name, found.Value.User.Email!, found.Value.Link.Purpose);
    }

    /// <summary>Gives the person of the link this password, ends all their sessions, lifts a lockout and uses the link up. A password
    /// that the rules refuse leaves the link as it is.</summary>
    /// <returns>The person's id.</returns>
    public Task<Result<int>> ChoosePasswordAsync(
        string? token,
        string? password,
        string? repeated,
        IPAddress? address,
        CancellationToken ct = default) =>
        unitOfWork.RunAsync<int>(Actor.Anonymous(address), async work =>
        {
            if (await FindAsync(work.Db, token, work.Now, ct) is not { } found)
                return DeadLink;
            var (user, link) = found;
            if (string.IsNullOrEmpty(password))
                return Error.Invalid("password", $"Enter a password of at least {PasswordRules.MinimumLength} characters.");
            if (password != repeated)
                return Error.Invalid("repeated", "The two passwords differ. Type the same one twice.");
            var rules = await CheckAsync(work, user, password);
            if (rules is not null)
                return rules;

            work.Db.UserLinks.Remove(link);
            (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
            user.PasswordHash = work.Users.PasswordHasher.HashPassword(user, password);
            // Saves the link's end with it; a faster transaction makes this a conflict, and the next try finds no link.
            var saved = await work.Users.UpdateSecurityStampAsync(user);
            if (!saved.Succeeded)
                return DeadLink;
            await UserSessions.EndAllAsync(work, user.Id, ct);
            var access = (await AccessReader.FindUserAsync(work.Db, user.Id, ct))!;
            work.AuditAs(Actor.Person(access, address), AuditActions.UserPasswordChosen, new AuditTarget("users", user.Id, user.Name),
                after: new { By = link.Purpose == UserLinkPurpose.Invitation ? "invitation" : "reset link" });
            return user.Id;
        }, ct);

    /// <summary>What the rules say against a password; null when it may be used.</summary>
    internal static async Task<Error?> CheckAsync(Work work, User user, string password)
    {
        var messages = new List<string>();
        foreach (var validator in work.Users.PasswordValidators)
            messages.AddRange((await validator.ValidateAsync(work.Users, user, password)).Errors.Select(e => e.Description));
        return messages.Count == 0 ? null : Error.Invalid(new Dictionary<string, string[]> { ["password"] = [.. messages] });
    }

    private static async Task<(User User, UserLink Link)?> FindAsync(
        CommerceKittyDbContext db,
        string? token,
        DateTime now,
        CancellationToken ct)
    {
        if (UserLink.HashOf(token?.Trim()) is not { } hash)
            return null;
        var link = await db.UserLinks.SingleOrDefaultAsync(l => l.Hash == hash && l.ExpiresAt > now, ct);
        if (link is null)
            return null;
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == link.UserId, ct);
        return user is { Enabled: true, Kind: UserKind.Person } && user.SecurityStamp == link.SecurityStamp ? (user, link) : null;
    }
}
