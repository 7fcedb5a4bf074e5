using System.Linq.Expressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Everything that can be read about API keys; pages, the API and the command line all come through here (R1).</summary>
public sealed class ApiKeyQueries(Operations operations, ApiKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>A page of keys.</summary>
    public Task<Result<Page<ApiKeyRow>>> ListAsync(ApiKeyQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<ApiKeyRow>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var keys = await FilterAsync(db, query, now, ct);
            var page = query.Sort == ApiKeySort.LastUsed
                ? await ReadByLastUseAsync(db, keys, query, ct)
                : await PageReader.ReadAsync(
                    SortBy(query.Sort, now).Order(keys, query.Descending), query.Window, some => Rows(db, some), ct);
            return page with { Items = [.. page.Items.Select(WithUnsavedUse)] };
        }, ct);

    /// <summary>Some keys and where the list goes on, for the API.</summary>
    public Task<Result<Slice<ApiKeyRow>>> ListAsync(ApiKeyListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<ApiKeyRow>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            errors.Add(SearchText.Pattern(request.Q, "q").Error);
            var all = request.Status == ApiKeyListRequest.EveryStatus;
            errors.Add(
                QueryValues.TryReadName<ApiKeyStatus>(
                    all ? null : request.Status,
                    "status",
                    out var status,
                    orElse: ApiKeyListRequest.EveryStatus));
            errors.Add(QueryValues.TryReadId(request.UserId, "userId", out var userId));
            var group = errors.Take(TextRules.OptionalLine(request.Group, "group", "The group"));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;

            var query = new ApiKeyQuery
            {
                Search = request.Q,
                Status = status,
                IncludeRevoked = all,
                UserId = userId,
                GroupCode = string.IsNullOrEmpty(group) ? null : group,
            };
            var slice = await order!.ReadAsync(
                await FilterAsync(db, query, time.GetUtcNow().UtcDateTime, ct), limit, Row(db), ct);
            return slice with { Items = [.. slice.Items.Select(WithUnsavedUse)] };
        }, ct);

    /// <summary>The keys of a page's list, some at a time and in its order, for its file.</summary>
    public Task<Result<Slice<ApiKeyRow>>> ListAllAsync(ApiKeyQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<ApiKeyRow>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (SortBy(query.Sort, now).TryFollow("api-keys", query.Descending, after, out var order) is { } error)
                return error;
            var slice = await order!.ReadAsync(await FilterAsync(db, query, now, ct), SliceLimit.Maximum, Row(db), ct);
            return slice with { Items = [.. slice.Items.Select(WithUnsavedUse)] };
        }, ct);

    /// <summary>The groups of the users that keys act as: what the list can be filtered by.</summary>
    public Task<Result<IReadOnlyList<UserGroupReference>>> ListHolderGroupsAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<UserGroupReference>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            return await db.Roles
                .Where(g => db.UserRoles.Any(m => m.RoleId == g.Id && db.ApiKeys.Any(k => k.UserId == m.UserId)))
                .OrderBy(g => g.Name)
                .Select(g => new UserGroupReference(g.Code, g.Name!))
                .ToListAsync(ct);
        }, ct);

    /// <summary>The keys that act as the user, and those whose value the user saw.</summary>
    public Task<Result<KeysOfUser>> ListOfUserAsync(int userId, CancellationToken ct = default) =>
        operations.ReadAsync<KeysOfUser>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var mine = db.ApiKeys.AsNoTracking().Where(k => k.RevokedAt == null)
                .Where(ApiKey.OfOrSeenBy(userId, time.GetUtcNow().UtcDateTime));
            var rows = await Rows(db, mine.OrderBy(k => k.Name).ThenBy(k => k.Id)).ToListAsync(ct);
            var holders = (
                await AccessReader.ListUsersAsync(db, db.Users.Where(u => mine.Any(k => k.UserId == u.Id)), ct)
            ).ToDictionary(u => u.UserId);
            var held = rows.ConvertAll(r => new HeldKey(WithUnsavedUse(r), holders[r.UserId]));
            return new KeysOfUser(held.FindAll(k => k.Key.UserId == userId), held.FindAll(k => k.Key.UserId != userId));
        }, ct);

    /// <summary>One key.</summary>
    public Task<Result<ApiKeyRow>> GetAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<ApiKeyRow>(Permissions.ApiKeys.View, async (db, _) => await FindAsync(db, id, ct), ct);

    /// <summary>One key, the user it acts as, and which permissions it used.</summary>
    public Task<Result<ApiKeyDetails>> GetDetailsAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<ApiKeyDetails>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var key = await FindAsync(db, id, ct);
            if (!key.IsDone)
                return key.Error;
            if (await AccessReader.FindUserAsync(db, key.Value.UserId, ct) is not { } holder)
                return Error.NotFound("API key");
            var since = time.GetUtcNow().UtcDateTime.AddDays(-ApiKeyDetails.UseDays);
            var used = await db.ApiKeyUsages
                .Where(u => u.ApiKeyId == id && u.Hour >= since && u.Result == KeyUseResult.Accepted && u.Permission != string.Empty)
                .GroupBy(u => u.Permission)
                .Select(g => new PermissionUse(g.Key, g.Sum(u => u.Count), g.Max(u => u.Hour)))
                .ToListAsync(ct);
            var responsible = await People(db.Users.Where(u => u.Id == key.Value.ResponsibleUserId)).SingleOrDefaultAsync(ct);
            var rotated = await db.ApiKeys.Where(k => k.Id == id).Select(k => new { k.RotatedAt, k.RotatedById }).SingleAsync(ct);
            return new ApiKeyDetails(key.Value, holder, used.ToDictionary(u => u.Permission))
            {
                Responsible = responsible,
                RotatedAt = rotated.RotatedAt,
                RotatedBy = await People(db.Users.Where(u => u.Id == rotated.RotatedById)).SingleOrDefaultAsync(ct),
            };
        }, ct);

    /// <summary>The people who can be responsible for a key, by name: everyone who can sign in.</summary>
    public Task<Result<IReadOnlyList<ResponsiblePerson>>> ListPeopleAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<ResponsiblePerson>>(Permissions.ApiKeys.Edit, async (db, _) =>
            (await People(db.Users.Where(u => u.Enabled && u.Kind == UserKind.Person)).ToListAsync(ct))
                .OrderBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(p => p.Id).ToList(), ct);

    /// <summary>What new and extended keys may be like.</summary>
    public Task<Result<AccountSettings>> GetPolicyAsync(CancellationToken ct = default) =>
        operations.ReadAsync<AccountSettings>(
            Requirement.Either(Permissions.ApiKeys.Create, Permissions.ApiKeys.Edit),
            async (db, _) => await SettingsRow.ReadAsync(db, ct),
            ct);

    private static IQueryable<ResponsiblePerson> People(IQueryable<User> users) => users.AsNoTracking()
        .Select(u => new ResponsiblePerson(u.Id, (u.FirstName + " " + u.LastName).Trim(), u.Enabled));

    /// <summary>The key that the actor came by. It needs no permission: a key may know itself.</summary>
    public Task<Result<ApiKeyRow>> GetOwnAsync(CancellationToken ct = default) =>
        operations.ReadAsync<ApiKeyRow>(Requirement.OwnKey, async (db, actor) => await FindAsync(db, actor.ApiKeyId!.Value, ct), ct);

    /// <summary>Exactly the users that the actor may make a key for (R6): enabled, and with no permission beyond the actor's.
    /// Integration users come first.</summary>
    public Task<Result<IReadOnlyList<KeyHolderCandidate>>> ListCandidatesAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<KeyHolderCandidate>>(Permissions.ApiKeys.Create, async (db, actor) =>
        {
            var integrations = await db.Users.Where(u => u.Enabled && u.Kind == UserKind.Integration).Select(u => u.Id).ToHashSetAsync(ct);
            var users = await AccessReader.ListUsersAsync(db, db.Users.Where(u => u.Enabled), ct);
            return users
                .Where(u => Authority.RefuseDelegation(actor, u) is null)
                .Select(u => new KeyHolderCandidate(u, integrations.Contains(u.UserId)))
                .OrderByDescending(c => c.IsIntegration).ThenBy(c => c.Access.Name, StringComparer.CurrentCultureIgnoreCase)
                .ToList();
        }, ct);

    /// <summary>One key as it is in this context's transaction; for the services of keys, which checked the permission.</summary>
    internal async Task<Result<ApiKeyRow>> FindAsync(CommerceKittyDbContext db, int id, CancellationToken ct)
    {
        var row = await Rows(db, db.ApiKeys.AsNoTracking().Where(k => k.Id == id)).SingleOrDefaultAsync(ct);
        return row is null ? Error.NotFound("API key") : WithUnsavedUse(row);
    }

    /// <summary>Some keys as they are in this context's transaction; for services that checked the permission.</summary>
    internal async Task<List<ApiKeyRow>> ListWithinAsync(CommerceKittyDbContext db, IReadOnlyCollection<int> ids, CancellationToken ct) =>
        (await Rows(db, db.ApiKeys.AsNoTracking().Where(k => ids.Contains(k.Id))).ToListAsync(ct)).ConvertAll(WithUnsavedUse);

    private static async Task<IQueryable<ApiKey>> FilterAsync(
        CommerceKittyDbContext db, ApiKeyQuery query, DateTime now, CancellationToken ct)
    {
        var keys = db.ApiKeys.AsNoTracking();
        var soon = now.AddDays(AccountSettings.ExpiringDays);
        keys = query.Status switch
        {
            ApiKeyStatus.Active => ApiKeyFindings.Unexpired(keys, now)
                .Where(k => k.RevokedAt == null && (k.Enabled || k.PausedUntil <= now) && k.User!.Enabled
                    && (k.ExpiresAt == null || k.ExpiresAt > soon)),
            ApiKeyStatus.Expiring => ApiKeyFindings.Unexpired(keys, now)
                .Where(k => k.RevokedAt == null && (k.Enabled || k.PausedUntil <= now) && k.User!.Enabled && k.ExpiresAt <= soon),
            ApiKeyStatus.UserDisabled => ApiKeyFindings.Unexpired(keys, now)
                .Where(k => k.RevokedAt == null && (k.Enabled || k.PausedUntil <= now) && !k.User!.Enabled),
            ApiKeyStatus.Disabled => ApiKeyFindings.Unexpired(keys, now).Where(k =>
                k.RevokedAt == null && !k.Enabled && (k.PausedUntil == null || k.PausedUntil > now)),
            ApiKeyStatus.Expired => keys.Where(k => k.RevokedAt == null && (k.EndedAt != null || k.ExpiresAt <= now)),
            ApiKeyStatus.Revoked => keys.Where(k => k.RevokedAt != null),
            _ => query.IncludeRevoked ? keys : keys.Where(k => k.RevokedAt == null),
        };
        if (query.GroupCode is { } group)
            keys = keys.Where(k => db.UserRoles.Any(m => m.UserId == k.UserId && db.Roles.Any(g => g.Id == m.RoleId && g.Code == group)));
        if (query.UserEmail is { } email)
            keys = keys.Where(k => k.User!.Email == email);
        if (query.Finding is { } finding)
            keys = ApiKeyFindings.Open(finding, db, keys, now, await SettingsRow.ReadAsync(db, ct));
        if (query.UserId is { } userId)
            keys = keys.Where(k => k.UserId == userId);
        if (SearchText.Clean(query.Search) is not { } search)
            return keys;
        if (search.StartsWith(ApiKeyToken.Prefix, StringComparison.Ordinal))
        {
            // A whole hint is found by its index.
            return search.Length == ApiKeyToken.HintLength ? keys.Where(k => k.Hint == search) : keys.Where(k => k.Hint.StartsWith(search));
        }

        var pattern = SearchPattern.Containing(search);
        return keys.Where(k =>
            EF.Functions.Like(k.SearchText, pattern, SearchPattern.Escape)
            || EF.Functions.Like(k.User!.SearchText, pattern, SearchPattern.Escape));
    }

    /// <summary>The order of <see cref="SortBy"/>, in two parts that indexes serve: a key that was never used has no last use.</summary>
    private Task<Page<ApiKeyRow>> ReadByLastUseAsync(
        CommerceKittyDbContext db, IQueryable<ApiKey> keys, ApiKeyQuery query, CancellationToken ct)
    {
        var (used, unused) = (keys.Where(k => k.LastUse != null), keys.Where(k => k.LastUse == null));
        return query.Descending
            ? PageReader.ReadAsync(
                used.OrderByDescending(k => k.LastUse!.At).ThenByDescending(k => k.Id), unused.OrderByDescending(k => k.Id),
                query.Window, some => Rows(db, some), ct)
            : PageReader.ReadAsync(
                unused.OrderBy(k => k.Id), used.OrderBy(k => k.LastUse!.At).ThenBy(k => k.Id), query.Window, some => Rows(db, some), ct);
    }

    /// <summary>What a page's list and its file are sorted by.</summary>
    private static SliceSort<ApiKey> SortBy(ApiKeySort sort, DateTime now) => sort switch
    {
        ApiKeySort.Name => SliceSort<ApiKey>.By("name", k => k.Name.ToLower(), k => k.Id),
        ApiKeySort.Hint => SliceSort<ApiKey>.By("hint", k => k.Hint, k => k.Id),
        ApiKeySort.User => SliceSort<ApiKey>.By("user", k => k.User!.FirstName + " " + k.User.LastName, k => k.Id),
        ApiKeySort.Status => SliceSort<ApiKey>.By(
            "status",
            k =>
                k.RevokedAt != null ? 5
                : k.EndedAt != null || k.ExpiresAt <= now ? 4
                : !k.Enabled && (k.PausedUntil == null || k.PausedUntil > now) ? 3
                : !k.User!.Enabled ? 2
                : k.ExpiresAt <= now.AddDays(AccountSettings.ExpiringDays) ? 1
                : 0,
            k => k.Id),
        ApiKeySort.LastUsed => SliceSort<ApiKey>.By("lastUsed", k => k.LastUse == null ? Never : k.LastUse.At, k => k.Id),
        _ => SliceSort<ApiKey>.By("createdAt", k => k.CreatedAt, k => k.Id),
    };

    /// <summary>Before any use.</summary>
    private static readonly DateTime Never = DateTime.UnixEpoch;

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<ApiKey> Sorts = new("api-keys", "-createdAt",
        SliceSort<ApiKey>.By("createdAt", k => k.CreatedAt, k => k.Id),
        SliceSort<ApiKey>.By("name", k => k.Name.ToLower(), k => k.Id));

    private IQueryable<ApiKeyRow> Rows(CommerceKittyDbContext db, IQueryable<ApiKey> keys) => keys.Select(Row(db));

    private Expression<Func<ApiKey, ApiKeyRow>> Row(CommerceKittyDbContext db)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var soon = now.AddDays(AccountSettings.ExpiringDays);
        return k => new ApiKeyRow
        {
            Id = k.Id,
            Name = k.Name,
            Hint = k.Hint,
            Status = k.RevokedAt != null ? ApiKeyStatus.Revoked
                : k.EndedAt != null || k.ExpiresAt <= now ? ApiKeyStatus.Expired
                : !k.Enabled && (k.PausedUntil == null || k.PausedUntil > now) ? ApiKeyStatus.Disabled
                : !k.User!.Enabled ? ApiKeyStatus.UserDisabled
                : k.ExpiresAt <= soon ? ApiKeyStatus.Expiring : ApiKeyStatus.Active,
            Enabled = k.Enabled || k.PausedUntil <= now,
            PausedUntil = !k.Enabled && k.PausedUntil > now ? k.PausedUntil : null,
            AllowedNetworks = k.AllowedNetworks,
            UserId = k.UserId,
            UserEmail = k.User!.Email!,
            UserName = (k.User.FirstName + " " + k.User.LastName).Trim(),
            UserEnabled = k.User.Enabled,
            GroupName = db.UserRoles.Where(m => m.UserId == k.UserId)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.Name).FirstOrDefault() ?? string.Empty,
            CreatedAt = k.CreatedAt,
            CreatedBy = k.CreatedBy,
            CreatedById = k.CreatedById,
            LastUsedAt = k.LastUse == null ? null : k.LastUse.At,
            LastUsedFrom = k.LastUse == null ? null : k.LastUse.Address,
            LastUsedBy = k.LastUse == null ? null : k.LastUse.UserAgent,
            ExpiresAt = k.ExpiresAt,
            NeverExpiresReason = k.NeverExpiresReason,
            ResponsibleUserId = k.ResponsibleUserId ?? k.CreatedById,
            RotatedAt = k.RotatedAt,
            PreviousUntil = k.PreviousUntil > now ? k.PreviousUntil : null,
            RevokedAt = k.RevokedAt,
            RevokedBy = k.RevokedBy,
            RequestsPerMinute = k.RequestsPerMinute,
            ExposedAt = k.ExposedAt,
            ExposedFrom = k.ExposedFrom,
            ExposedHint = k.ExposedHint,
            Version = k.Version,
        };
    }

    /// <summary>Uses are written behind; on this node the newest is known before it is saved.</summary>
    private ApiKeyRow WithUnsavedUse(ApiKeyRow row) => uses.Unsaved(row.Id) is { } use && !(use.At < row.LastUsedAt)
        ? row with { LastUsedAt = use.At, LastUsedFrom = use.Address, LastUsedBy = use.UserAgent }
        : row;
}
