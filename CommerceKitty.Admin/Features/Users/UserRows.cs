using System.Linq.Expressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>How users are read and named by the services that work on them.</summary>
internal static class UserRows
{
    /// <summary>Before any sign-in.</summary>
    private static readonly DateTime Never = DateTime.UnixEpoch;

    public static IQueryable<User> Filter(CommerceKittyDbContext db, IQueryable<User> users, UserQuery query)
    {
        if (query.Enabled is { } enabled)
            users = users.Where(u => u.Enabled == enabled);
        if (query.Kind is { } kind)
            users = users.Where(u => u.Kind == kind);
        if (query.IsInvited)
            users = users.Where(u => u.Enabled && u.Kind == UserKind.Person && u.PasswordHash == null);
        if (query.GroupCode is { } code)
            users = users.Where(u => db.UserRoles.Any(m => m.UserId == u.Id && db.Roles.Any(g => g.Id == m.RoleId && g.Code == code)));
        if (SearchText.Clean(query.Search) is not { } search)
            return users;
        var pattern = SearchPattern.Containing(search);
        return users.Where(u =>
            EF.Functions.Like(u.SearchText, pattern, SearchPattern.Escape));
    }

    /// <summary>What a page's list and its file are sorted by.</summary>
    public static SliceSort<User> SortBy(CommerceKittyDbContext db, UserSort sort) => sort switch
    {
        UserSort.Email => SliceSort<User>.By("email", u => u.NormalizedEmail!, u => u.Id),
        UserSort.Kind => SliceSort<User>.By("kind", u => u.Kind == UserKind.Person ? 0 : 1, u => u.Id),
        UserSort.Group => SliceSort<User>.By(
            "group",
            u => db.UserRoles.Where(m => m.UserId == u.Id)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.NormalizedName)
                .FirstOrDefault() ?? string.Empty,
            u => u.Id),
        UserSort.Status => SliceSort<User>.By("status", u => u.Enabled ? 0 : 1, u => u.Id),
        UserSort.Keys => SliceSort<User>.By("keys", u => db.ApiKeys.Count(k => k.UserId == u.Id && k.RevokedAt == null), u => u.Id),
        UserSort.LastSignIn => SliceSort<User>.By("lastSignIn", u => u.LastSignInAt ?? Never, u => u.Id),
        UserSort.Created => SliceSort<User>.By("createdAt", u => u.CreatedAt, u => u.Id),
        _ => SliceSort<User>.By("name", u => (u.FirstName + " " + u.LastName).ToLower(), u => u.Id),
    };

    internal static readonly SliceSorts<User> Sorts = new("users", "-createdAt",
        SliceSort<User>.By("createdAt", u => u.CreatedAt, u => u.Id),
        SliceSort<User>.By("email", u => u.NormalizedEmail!, u => u.Id),
        SliceSort<User>.By("name", u => (u.FirstName + " " + u.LastName).ToLower(), u => u.Id));

    public static IQueryable<UserRow> Of(CommerceKittyDbContext db, IQueryable<User> users) => users.Select(Row(db));

    public static Expression<Func<User, UserRow>> Row(CommerceKittyDbContext db) =>
        u => new UserRow
        {
            Id = u.Id,
            Email = u.Email!,
            FirstName = u.FirstName,
            LastName = u.LastName,
            Kind = u.Kind,
            GroupCode = db.UserRoles.Where(m => m.UserId == u.Id)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.Code).FirstOrDefault() ?? string.Empty,
            GroupName = db.UserRoles.Where(m => m.UserId == u.Id)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.Name).FirstOrDefault() ?? string.Empty,
            Enabled = u.Enabled,
            IsOwner = u.IsOwner,
            KeyCount = db.ApiKeys.Count(k => k.UserId == u.Id && k.RevokedAt == null),
            CreatedAt = u.CreatedAt,
            LastSignInAt = u.LastSignInAt,
            HasPassword = u.PasswordHash != null,
            LinkExpiresAt = db.UserLinks.Where(l => l.UserId == u.Id && l.SecurityStamp == u.SecurityStamp)
                .Select(l => (DateTime?)l.ExpiresAt)
                .FirstOrDefault(),
            Version = u.ConcurrencyStamp ?? string.Empty,
        };

    /// <summary>One user as it is now.</summary>
    public static async Task<Result<UserRow>> FindAsync(CommerceKittyDbContext db, int id, CancellationToken ct)
    {
        var row = await Of(db, db.Users.AsNoTracking().Where(u => u.Id == id)).SingleOrDefaultAsync(ct);
        return row is null ? UserRefusals.NoSuchUser : row;
    }

    /// <summary>The user as the target of an audit entry.</summary>
    public static AuditTarget Target(User user) => new("users", user.Id, user.Name);
}
