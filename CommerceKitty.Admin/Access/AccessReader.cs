using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Access;

/// <summary>Reads what users and keys may do, as it is in the database at this moment.</summary>
public sealed class AccessReader(
    IDbContextFactory<CommerceKittyDbContext> databases, SessionTerms terms, TimeProvider time) : IUserAccessSource
{
    /// <summary>The user's access, or null when there is no such user.</summary>
    public async Task<UserAccess?> FindUserAsync(int userId, CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await FindUserAsync(db, userId, ct);
    }

    /// <inheritdoc/>
    public async Task<UserAccess?> FindSignedInAsync(int userId, int? sessionId, CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var (seen, started) = (now - SessionTerms.Idle, now - terms.Absolute);
        if (sessionId is { } id && !await db.UserSessions.AnyAsync(
            s => s.Id == id && s.UserId == userId && s.EndedAt == null && s.LastSeenAt > seen && s.StartedAt > started, ct))
            return null;
        return await FindUserAsync(db, userId, ct);
    }

    /// <summary>A user's access within an operation's own transaction, for decisions that must hold at its commit (R6).</summary>
    public static async Task<UserAccess?> FindUserAsync(CommerceKittyDbContext db, int userId, CancellationToken ct = default) =>
        (await Rows(db, db.Users.Where(u => u.Id == userId)).SingleOrDefaultAsync(ct))?.ToAccess();

    /// <summary>The actor with its access as it is inside this transaction; null when it may no longer act at all: the user or the key
    /// is disabled, the key's value was replaced, or the session has ended (R12).</summary>
    public static Task<Actor?> ConfirmActorAsync(Work work, Actor actor, CancellationToken ct = default) =>
        ConfirmActorAsync(work.Db, work.Now, actor, ct);

    /// <summary>The same at any time.</summary>
    public static async Task<Actor?> ConfirmActorAsync(
        CommerceKittyDbContext db, DateTime now, Actor actor, CancellationToken ct = default)
    {
        if (actor.User is not { } user)
            return actor;
        if (await FindUserAsync(db, user.UserId, ct) is not { Enabled: true } access)
            return null;
        if (actor.Kind == ActorKind.Person && access.SecurityStamp != user.SecurityStamp)
            return null;
        if (actor.SessionId is { } session && !await db.UserSessions.AnyAsync(s => s.Id == session && s.EndedAt == null, ct))
            return null;
        if (actor.ApiKeyId is not { } key)
            return actor with { User = access };
        return await FindAcceptedAsync(db, now, key, actor, ct) is { } name
            ? actor with { User = access, ApiKeyName = name }
            : null;
    }

    /// <summary>A key is accepted no longer than it is enabled, its value no longer than it lasts, and a caller no longer than its address
    /// is allowed, also for a request that had to wait.</summary>
    /// <returns>The key's name; null when it is not accepted.</returns>
    private static async Task<string?> FindAcceptedAsync(
        CommerceKittyDbContext db, DateTime now, int keyId, Actor actor, CancellationToken ct)
    {
        var value = actor.ApiKeyValue;
        var key = await db.ApiKeys.AsNoTracking()
            .Where(k => k.Id == keyId && (k.Enabled || k.PausedUntil <= now) && k.RevokedAt == null
                && k.EndedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now))
            .Select(k => new { k.Name, k.Hash, k.PreviousHash, k.PreviousUntil, k.AllowedNetworks })
            .SingleOrDefaultAsync(ct);
        return key is not null && NetworkList.Of(key.AllowedNetworks)?.Holds(actor.Address) != false
            && (value is null || KeyHash.Of(key.Hash) == value
            || (key.PreviousHash is not null && KeyHash.Of(key.PreviousHash) == value && key.PreviousUntil > now))
            ? key.Name
            : null;
    }

    /// <summary>The access of all these users, in no order.</summary>
    public static async Task<List<UserAccess>> ListUsersAsync(
        CommerceKittyDbContext db, IQueryable<User> users, CancellationToken ct = default) =>
        (await Rows(db, users).ToListAsync(ct)).ConvertAll(r => r.ToAccess());

    /// <summary>The number of the newest change of access that is committed. Fails within seconds when the database is silent.</summary>
    public async Task<long> ReadVersionAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        return await AccessVersioning.ReadAsync(db);
    }

    /// <summary>What changed after this version; null when the log does not go back so far.</summary>
    public async Task<IReadOnlyList<AccessChange>?> ReadChangesAsync(long since)
    {
        await using var db = await databases.CreateDbContextAsync();
        var changes = await db.Set<AccessChange>().AsNoTracking().Where(c => c.Version > since).ToListAsync();
        // Asked last: what was deleted from the log since is noticed.
        var logStart = await db.Set<AccessVersion>().Where(v => v.Id == AccessVersion.RowId).Select(v => v.LogStart).SingleAsync();
        return logStart <= since ? changes : null;
    }

    /// <summary>The hashes of all values of all keys.</summary>
    public async IAsyncEnumerable<byte[]> StreamKeyHashesAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        await foreach (var hash in db.ApiKeys.AsNoTracking().Select(k => k.Hash).AsAsyncEnumerable())
            yield return hash;
        await foreach (
            var hash in db.ApiKeys.AsNoTracking().Where(k => k.PreviousHash != null).Select(k => k.PreviousHash!).AsAsyncEnumerable())
            yield return hash;
        await foreach (var hash in db.ApiKeyEndedValues.AsNoTracking().Select(v => v.Hash).AsAsyncEnumerable())
            yield return hash;
    }

    /// <summary>The hashes of the values of these keys.</summary>
    public async Task<IReadOnlyList<byte[]>> ListKeyHashesAsync(IReadOnlyList<int> keyIds)
    {
        if (keyIds.Count == 0)
            return [];
        await using var db = await databases.CreateDbContextAsync();
        var keys = await db.ApiKeys.AsNoTracking()
            .Where(k => keyIds.Contains(k.Id))
            .Select(k => new { k.Hash, k.PreviousHash })
            .ToListAsync();
        var ended = await db.ApiKeyEndedValues.AsNoTracking().Where(v => keyIds.Contains(v.ApiKeyId)).Select(v => v.Hash).ToListAsync();
        return [.. keys.Select(k => k.Hash), .. keys.Select(k => k.PreviousHash).OfType<byte[]>(), .. ended];
    }

    /// <summary>The key of which this is the hash of the value, or of a value that a rotation replaced; null when there is
    /// none.</summary>
    public async Task<KeyState?> FindKeyAsync(byte[] hash)
    {
        await using var db = await databases.CreateDbContextAsync();
        var key = await db.ApiKeys.AsNoTracking()
            .Where(k => k.Hash == hash || k.PreviousHash == hash)
            .Select(k => new
            {
                k.Id,
                k.UserId,
                k.Enabled,
                k.RevokedAt,
                k.ExpiresAt,
                k.PausedUntil,
                k.AllowedNetworks,
                k.EndedAt,
                k.PreviousUntil,
                k.RequestsPerMinute,
                IsReplaced = k.Hash != hash,
            })
            .SingleOrDefaultAsync();
        if (key is null)
            return await FindEndedAsync(db, hash);
        // A key that is known to have ended stays so, whatever the clock says now.
        var end = key.EndedAt is null ? key.ExpiresAt : DateTime.UnixEpoch;
        var endsByRotation = key.IsReplaced && !(end < key.PreviousUntil);
        return new KeyState(key.Id, key.UserId, key.Enabled, key.RevokedAt is not null,
            endsByRotation ? key.PreviousUntil : end, key.RequestsPerMinute, endsByRotation, end)
        {
            IsReplaced = key.IsReplaced,
            OverlapUntil = key.PreviousUntil,
            PausedUntil = key.PausedUntil,
            Networks = NetworkList.Of(key.AllowedNetworks),
        };
    }

    private static async Task<KeyState?> FindEndedAsync(CommerceKittyDbContext db, byte[] hash) =>
        await db.ApiKeyEndedValues.AsNoTracking().Where(v => v.Hash == hash)
            .Join(db.ApiKeys, v => v.ApiKeyId, k => k.Id, (v, k) => new { k.Id, k.UserId, k.Enabled, k.RevokedAt })
            .SingleOrDefaultAsync() is { } key
            ? new KeyState(key.Id, key.UserId, key.Enabled, key.RevokedAt is not null, null, null) { IsReplaced = true, IsEnded = true }
            : null;

    /// <summary>The user without its group's permissions, or null when there is no such user.</summary>
    public async Task<UserState?> FindUserStateAsync(int userId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Users.AsNoTracking().Where(u => u.Id == userId)
            .Select(u => new UserState(u.Id, u.Email!, u.FirstName, u.LastName, u.IsOwner, u.Enabled,
                db.UserRoles.Where(m => m.UserId == u.Id).Select(m => (int?)m.RoleId).FirstOrDefault()))
            .SingleOrDefaultAsync();
    }

    /// <summary>The group and what it grants, or null when there is no such group.</summary>
    public async Task<GroupState?> FindGroupAsync(int groupId)
    {
        await using var db = await databases.CreateDbContextAsync();
        var group = await db.Roles.AsNoTracking().Where(g => g.Id == groupId)
            .Select(g => new
            {
                g.Code,
                g.Name,
                Permissions = db.RoleClaims.Where(c => c.RoleId == g.Id && c.ClaimType == ClaimNames.Permission)
                    .Select(c => c.ClaimValue!)
                    .ToList(),
            })
            .SingleOrDefaultAsync();
        return group is null ? null : new GroupState(group.Code, group.Name!, PermissionSet.Of(group.Permissions));
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
            Id,
            Email,
            User.FullName(FirstName, LastName),
            IsOwner,
            Enabled,
            SecurityStamp,
            GroupCode,
            GroupName,
            PermissionSet.Of(Permissions));
    }
}
