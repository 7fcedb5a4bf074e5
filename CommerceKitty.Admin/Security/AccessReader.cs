using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Users;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Security;

/// <summary>Reads what users and keys may do, as it is in the database at this moment.</summary>
public sealed class AccessReader(IDbContextFactory<CommerceKittyDbContext> databases)
{
    /// <summary>The user's access, or null when there is no such user.</summary>
    public async Task<UserAccess?> FindUserAsync(int userId, CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await FindUserAsync(db, userId, ct);
    }

    /// <summary>The access of somebody with a cookie; null when there is no such user, or the cookie's session has ended. A cookie that
    /// names no session (of an older version, say) stands and falls with the security stamp alone.</summary>
    public async Task<UserAccess?> FindSignedInAsync(int userId, int? sessionId, CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (sessionId is { } id && !await db.UserSessions.AnyAsync(s => s.Id == id && s.UserId == userId && s.EndedAt == null, ct))
            return null;
        return await FindUserAsync(db, userId, ct);
    }

    /// <summary>A user's access within an operation's own transaction, for decisions that must hold at its commit (R6).</summary>
    public static async Task<UserAccess?> FindUserAsync(CommerceKittyDbContext db, int userId, CancellationToken ct = default) =>
        (await Rows(db, db.Users.Where(u => u.Id == userId)).SingleOrDefaultAsync(ct))?.ToAccess();

    /// <summary>The access of all these users, in no order.</summary>
    public static async Task<List<UserAccess>> ListUsersAsync(
        CommerceKittyDbContext db, IQueryable<User> users, CancellationToken ct = default) =>
        (await Rows(db, users).ToListAsync(ct)).ConvertAll(r => r.ToAccess());

    /// <summary>The key of that hash with its user's access, or null when there is no such key.</summary>
    public async Task<KeyAccess?> FindKeyAsync(byte[] hash, CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var key = await db.ApiKeys.AsNoTracking()
            .Where(k => k.Hash == hash)
            .Select(k => new { k.Id, k.UserId, k.Enabled, Revoked = k.RevokedAt != null, k.RequestsPerMinute })
            .SingleOrDefaultAsync(ct);
        if (key is null)
            return null;
        var user = await FindUserAsync(db, key.UserId, ct);
        return user is null ? null : new KeyAccess(key.Id, key.Enabled, key.Revoked, user, key.RequestsPerMinute);
    }

    private static IQueryable<Row> Rows(CommerceKittyDbContext db, IQueryable<User> users) =>
        from user in users.AsNoTracking()
        join m in db.UserRoles on user.Id equals m.UserId into memberships
        from membership in memberships.DefaultIfEmpty()
        join g in db.Roles on membership.RoleId equals g.Id into groups
        from userGroup in groups.DefaultIfEmpty()
        select new Row
        {
            Id = user.Id,
            Email = user.Email!,
            FirstName = user.FirstName,
            LastName = user.LastName,
            IsOwner = user.IsOwner,
            Enabled = user.Enabled,
            SecurityStamp = user.SecurityStamp ?? string.Empty,
            GroupCode = userGroup == null ? string.Empty : userGroup.Code,
            GroupName = userGroup == null ? string.Empty : userGroup.Name!,
            Permissions = db.RoleClaims
                .Where(c => c.RoleId == userGroup.Id && c.ClaimType == ClaimNames.Permission)
                .Select(c => c.ClaimValue!).ToList(),
        };

    private sealed class Row
    {
        public int Id { get; init; }
        public required string Email { get; init; }
        public required string FirstName { get; init; }
        public required string LastName { get; init; }
        public bool IsOwner { get; init; }
        public bool Enabled { get; init; }
        public required string SecurityStamp { get; init; }
        public required string GroupCode { get; init; }
        public required string GroupName { get; init; }
        public required List<string> Permissions { get; init; }

        public UserAccess ToAccess() => new(
            Id, Email, User.FullName(FirstName, LastName), IsOwner, Enabled, SecurityStamp, GroupCode, GroupName, PermissionSet.Of(Permissions));
    }
}

/// <summary>A key as authentication sees it.</summary>
/// <param name="ApiKeyId">The key's id.</param>
/// <param name="Enabled">Switched on.</param>
/// <param name="Revoked">Revoked for good.</param>
/// <param name="User">Whose permissions it has.</param>
/// <param name="RequestsPerMinute">Its own limit; null for the usual one.</param>
public sealed record KeyAccess(int ApiKeyId, bool Enabled, bool Revoked, UserAccess User, int? RequestsPerMinute = null)
{
    /// <summary>True when the key lets in now (R4).</summary>
    public bool IsValid => Enabled && !Revoked && User.Enabled;
}
