using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.PermissionHistory;

/// <summary>What an API key or user could do at a time, through which group, who had given it that, and what changed since (design §9).
/// It tells who did what, so it needs the audit log's permission too.</summary>
public sealed class PermissionHistoryService(Operations operations, TimeProvider time)
{
    /// <summary>Most changes of an answer.</summary>
    public const int MostChanges = 50;

    /// <summary>How far back the changes of one user or group are followed to find since when it had something.</summary>
    private const int MostVersions = 1_000;

    /// <summary>After every change, also of a node whose clock is ahead.</summary>
    private static readonly DateTime Latest = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What a key could do.</summary>
    /// <param name="id">The key.</param>
    /// <param name="at">UTC; not before anything is known, and not in the future.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<PastPermissions>> OfKeyAsync(int id, DateTime at, CancellationToken ct = default) =>
        operations.ReadAsync<PastPermissions>(
            Requirement.Both(Permissions.ApiKeys.View, Permissions.AuditLog.ViewAll), (db, _) => OfKeyAsync(db, id, at, ct), ct);

    /// <summary>The same for the API, with the time as it came.</summary>
    public Task<Result<PastPermissions>> OfKeyAsync(int id, PermissionsAtRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<PastPermissions>(Requirement.Both(Permissions.ApiKeys.View, Permissions.AuditLog.ViewAll), async (db, _) =>
            QueryValues.TryReadTime(request.At, "at", out var at) is { } wrong
                ? wrong
                : await OfKeyAsync(db, id, at ?? Now, ct), ct);

    /// <summary>What a user could do, signed in or by key.</summary>
    /// <param name="id">The user.</param>
    /// <param name="at">UTC; not before anything is known, and not in the future.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<PastPermissions>> OfUserAsync(int id, DateTime at, CancellationToken ct = default) =>
        operations.ReadAsync<PastPermissions>(
            Requirement.Both(Permissions.Users.View, Permissions.AuditLog.ViewAll), async (db, _) =>
        {
            if (!await db.Users.AnyAsync(u => u.Id == id, ct))
                return Error.NotFound("user");
            return await AnswerAsync(db, at, null, at => FindUserAsync(db, id, at, ct), ct);
        }, ct);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<Result<PastPermissions>> OfKeyAsync(CommerceKittyDbContext db, int id, DateTime at, CancellationToken ct)
    {
        if (!await db.ApiKeys.AnyAsync(k => k.Id == id, ct))
            return Error.NotFound("API key");
        return await AnswerAsync(db, at, id, at => FindKeyAsync(db, id, at, ct), ct);
    }

    private async Task<Result<PastPermissions>> AnswerAsync(
        CommerceKittyDbContext db, DateTime at, int? keyId, Func<DateTime, Task<State>> find, CancellationToken ct)
    {
        var knownSince = await AccessHistory.ReadBeginningAsync(db, ct);
        if (at > Now)
            return Error.Invalid("at", "This time is in the future. Choose one that has passed.");
        if (at < knownSince)
        {
            return Error.Invalid("at", string.Create(CultureInfo.InvariantCulture,
                $"What could be done then is not known: permissions are recorded since {knownSince:yyyy-MM-dd'T'HH:mm:ss'Z'}."));
        }

        var then = await find(at);
        var now = await find(Latest);
        var changes = await ListChangesAsync(db, at, keyId, then.User, now.User, ct);
        return new PastPermissions
        {
            At = at,
            KnownSince = knownSince,
            ApiKeyId = keyId,
            Status = then.Status,
            User = then.User,
            Permissions = await ListGrantsAsync(db, then, ct),
            Gained = now.Permissions.Without(then.Permissions),
            Lost = then.Permissions.Without(now.Permissions),
            Changes = [.. changes.Take(MostChanges)],
            HasMoreChanges = changes.Count > MostChanges,
        };
    }

    private async Task<State> FindKeyAsync(CommerceKittyDbContext db, int id, DateTime at, CancellationToken ct)
    {
        var key = await db.Set<ApiKeyHistory>().AsNoTracking()
            .Where(h => h.ApiKeyId == id && h.At <= at)
            .OrderByDescending(h => h.Version)
            .FirstOrDefaultAsync(ct);
        if (key is null)
            return new State(PastStatus.NotCreated, null, null, null, null);
        var moment = at == Latest ? Now : at;
        var user = await FindUserAsync(db, key.UserId, at, ct);
        var status = key switch
        {
            { Revoked: true } => PastStatus.Revoked,
            { ExpiresAt: { } end } when end <= moment => PastStatus.Expired,
            { Enabled: false } when !(key.PausedUntil <= moment) => PastStatus.Disabled,
            _ when user.User is not { Enabled: true } => PastStatus.UserDisabled,
            _ => PastStatus.Active,
        };
        return user with { Status = status, Key = key };
    }

    private static async Task<State> FindUserAsync(CommerceKittyDbContext db, int id, DateTime at, CancellationToken ct)
    {
        var user = await db.Set<UserHistory>().AsNoTracking()
            .Where(h => h.UserId == id && h.At <= at)
            .OrderByDescending(h => h.Version)
            .FirstOrDefaultAsync(ct);
        if (user is null)
            return new State(PastStatus.NotCreated, null, null, null, null);
        var group = user.UserGroupId is not { } groupId
            ? null
            : await db.Set<UserGroupHistory>().AsNoTracking()
                .Where(h => h.UserGroupId == groupId && h.At <= at)
                .OrderByDescending(h => h.Version)
                .FirstOrDefaultAsync(ct);
        return new State(
            user.Enabled ? PastStatus.Active : PastStatus.Disabled,
            new PastUser(
                user.UserId, user.Email, user.Name, user.IsOwner, user.Enabled, user.UserGroupId,
                group?.Code ?? string.Empty, group?.Name ?? string.Empty),
            null, user, group);
    }

    /// <summary>Each permission with the change that gave it last. Of three it is the newest: that the group got it, that the user came
    /// into the group, and that the key was made.</summary>
    private static async Task<IReadOnlyList<PastGrant>> ListGrantsAsync(CommerceKittyDbContext db, State state, CancellationToken ct)
    {
        if (state is not { Status: PastStatus.Active, User: { } user, UserState: { } userState })
            return [];
        var keyFrom = state.Key is { } key
            ? await db.Set<ApiKeyHistory>().AsNoTracking()
                .Where(h => h.ApiKeyId == key.ApiKeyId)
                .OrderBy(h => h.Version)
                .Select(h => new Origin("api-keys", h.ApiKeyId, h.Version, h.At))
                .FirstAsync(ct)
            : null;
        var states = await db.Set<UserHistory>().AsNoTracking()
            .Where(h => h.UserId == user.Id && h.Version <= userState.Version)
            .OrderByDescending(h => h.Version).Take(MostVersions).ToListAsync(ct);
        var first = states.TakeWhile(h => user.IsOwner ? h.IsOwner : !h.IsOwner && h.UserGroupId == user.GroupId).Last();
        var userFrom = new Origin("users", user.Id, first.Version, first.At);
        Dictionary<Permission, Origin> groupFrom = [];
        if (!user.IsOwner && state.Group is { } group)
        {
            var versions = await db.Set<UserGroupHistory>().AsNoTracking()
                .Where(h => h.UserGroupId == group.UserGroupId && h.Version <= group.Version)
                .OrderByDescending(h => h.Version).Take(MostVersions).ToListAsync(ct);
            var sets = versions.ConvertAll(h => (State: h, Permissions: Parse(h.Permissions)));
            foreach (var permission in state.Permissions.Permissions)
            {
                var since = sets.TakeWhile(s => s.Permissions.Contains(permission.Name)).Last().State;
                groupFrom[permission] = new Origin("user-groups", since.UserGroupId, since.Version, since.At);
            }
        }

        var origins = state.Permissions.Permissions.ToDictionary(
            p => p,
            p => new[] { keyFrom, userFrom, groupFrom.GetValueOrDefault(p) }.OfType<Origin>().MaxBy(o => o.Version)!);
        var authors = await FindAuthorsAsync(db, [.. origins.Values.Distinct()], ct);
        var grantedBy = user.IsOwner ? "owner" : $"group:{user.GroupCode}";
        return [.. origins.Select(o => new PastGrant(
            o.Key, grantedBy, authors.ContainsKey(o.Value) ? o.Value.At : null, authors.GetValueOrDefault(o.Value)))];
    }

    /// <summary>The audit entries that made these versions; what was there before anything was recorded has none.</summary>
    private static async Task<Dictionary<Origin, PastAuthor>> FindAuthorsAsync(
        CommerceKittyDbContext db, IReadOnlyList<Origin> origins, CancellationToken ct)
    {
        var versions = origins.Select(o => (long?)o.Version).Distinct().ToList();
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(e => versions.Contains(e.AccessVersion))
            .OrderBy(e => e.Id)
            .ToListAsync(ct);
        var authors = new Dictionary<Origin, PastAuthor>();
        foreach (var origin in origins)
        {
            // The state that an upgrade found has the version of the last change before it, which need not have made it.
            var made = entries.Where(e => e.AccessVersion == origin.Version && e.At == origin.At).ToList();
            // One change can be about others too: of the ownership, say, the entry is about the new owner.
            if ((made.Find(e => e.TargetType == origin.Type && e.TargetId == origin.Id) ?? made.FirstOrDefault()) is { } entry)
            {
                var name = entry.ActorApiKey is { } key ? $"{entry.Actor} via key {key}" : entry.Actor;
                authors[origin] = new(name, entry.Id, entry.Action);
            }
        }

        return authors;
    }

    /// <summary>One more than are shown tells that there are more.</summary>
    private static async Task<IReadOnlyList<AuditRow>> ListChangesAsync(
        CommerceKittyDbContext db, DateTime at, int? keyId, PastUser? then, PastUser? now, CancellationToken ct)
    {
        List<(string Type, int? Id)> about =
            [("api-keys", keyId), ("users", (then ?? now)?.Id), ("user-groups", then?.GroupId), ("user-groups", now?.GroupId)];
        var rows = new List<AuditRow>();
        foreach (var (type, id) in about.Where(a => a.Id is not null).Distinct())
        {
            rows.AddRange(await AuditLogService.Rows(db, db.AuditEntries.AsNoTracking()
                .Where(e => e.TargetType == type && e.TargetId == id && e.At > at && e.AccessVersion != null)
                .OrderBy(e => e.At).ThenBy(e => e.Id)
                .Take(MostChanges + 1)).ToListAsync(ct));
        }

        return [.. rows.OrderBy(r => r.At).ThenBy(r => r.Id)];
    }

    private static PermissionSet Parse(string permissions) => PermissionSet.Of(permissions.Split(' '));

    /// <summary>What there was at a time.</summary>
    private sealed record State(PastStatus Status, PastUser? User, ApiKeyHistory? Key, UserHistory? UserState, UserGroupHistory? Group)
    {
        /// <summary>What it could do.</summary>
        public PermissionSet Permissions => (Status, User) switch
        {
            (PastStatus.Active, { IsOwner: true }) => PermissionSet.All,
            (PastStatus.Active, not null) => Group is null ? PermissionSet.None : Parse(Group.Permissions),
            _ => PermissionSet.None,
        };
    }

    /// <summary>Where a permission comes from: the change of one thing at one version.</summary>
    private sealed record Origin(string Type, int Id, long Version, DateTime At);
}
