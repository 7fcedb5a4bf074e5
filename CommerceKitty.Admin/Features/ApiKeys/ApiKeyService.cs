using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Everything that can be done to API keys; pages, the API and the command line all come through here (R1).</summary>
public sealed class ApiKeyService(
    CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork, ApiKeyUseRecorder uses,
    TimeProvider time, RateLimitSettings limits)
{
    /// <summary>A page of keys.</summary>
    public async Task<Result<Page<ApiKeyRow>>> ListAsync(ApiKeyQuery query, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var keys = Filter(db, query, now);
        var total = await keys.CountAsync(ct);
        var rows = await Rows(db, Order(keys, query, now).Skip(query.Window.SafeSkip).Take(query.Window.SafeTake)).ToListAsync(ct);
        return new Page<ApiKeyRow>(rows.ConvertAll(WithUnsavedUse), total);
    }

    /// <summary>Some keys and where the list goes on, for the API.</summary>
    public async Task<Result<Slice<ApiKeyRow>>> ListAsync(ApiKeyListRequest request, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
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

        await using var db = await databases.CreateDbContextAsync(ct);
        var query = new ApiKeyQuery
        {
            Search = request.Q,
            Status = status,
            IncludeRevoked = all,
            UserId = userId,
            GroupCode = string.IsNullOrEmpty(group) ? null : group,
        };
        var slice = await order!.ReadAsync(Filter(db, query, time.GetUtcNow().UtcDateTime), limit, Row(db), ct);
        return slice with { Items = [.. slice.Items.Select(WithUnsavedUse)] };
    }

    /// <summary>The groups of the users that keys act as: what the list can be filtered by.</summary>
    public async Task<Result<IReadOnlyList<UserGroupReference>>> ListHolderGroupsAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Roles
            .Where(g => db.UserRoles.Any(m => m.RoleId == g.Id && db.ApiKeys.Any(k => k.UserId == m.UserId)))
            .OrderBy(g => g.Name)
            .Select(g => new UserGroupReference(g.Code, g.Name!))
            .ToListAsync(ct);
    }

    /// <summary>The keys that act as the user, and those whose value the user saw.</summary>
    public async Task<Result<KeysOfUser>> ListOfUserAsync(int userId, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var mine = db.ApiKeys.AsNoTracking().Where(k => k.RevokedAt == null && (k.UserId == userId || k.CreatedById == userId));
        var rows = await Rows(db, mine.OrderBy(k => k.Name).ThenBy(k => k.Id)).ToListAsync(ct);
        var holders = (await AccessReader.ListUsersAsync(db, db.Users.Where(u => mine.Any(k => k.UserId == u.Id)), ct)).ToDictionary(u =>
            u.UserId);
        var held = rows.ConvertAll(r => new HeldKey(WithUnsavedUse(r), holders[r.UserId]));
        return new KeysOfUser(held.FindAll(k => k.Key.UserId == userId), held.FindAll(k => k.Key.UserId != userId));
    }

    /// <summary>One key.</summary>
    public async Task<Result<ApiKeyRow>> GetAsync(int id, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.View, ct);
        return actor.IsDone ? await FindAsync(id, ct) : actor.Error;
    }

    /// <summary>Which key has the value of this hash, whatever its state. The value itself is never sent; that somebody asked is
    /// audited, also when no key has it: who holds a hash holds, or held, the value.</summary>
    /// <param name="hexHash">SHA-256 of the value, 64 hexadecimal digits.</param>
    /// <param name="hint">The value's first characters, for the audit trail when no key has it; anything else is left out.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Result<ApiKeyRow>> LookUpAsync(string? hexHash, string? hint = null, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.View, ct);
        if (!actor.IsDone)
            return actor.Error;
        if (hexHash is not { Length: 2 * ApiKeyToken.HashLength } || !hexHash.All(char.IsAsciiHexDigit))
            return Error.Invalid("hash", $"The hash is not {2 * ApiKeyToken.HashLength} hexadecimal digits.");
        var hash = Convert.FromHexString(hexHash);
        var found = await unitOfWork.RunAsync<LookedUp>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.ApiKeys.View, ct);
            if (!now.IsDone)
                return now.Error;
            var key = await work.Db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash || k.PreviousHash == hash, ct);
            work.Audit(now.Value, AuditActions.ApiKeyLookedUp, key is null ? new("api-keys", 0, "No API key of this account") : Target(key),
                after: key is null && ApiKeyToken.IsHint(hint) ? new { Hint = hint } : null);
            return new LookedUp(key?.Id);
        }, ct);
        if (!found.IsDone)
            return found.Error;
        return found.Value.Id is { } id ? await FindAsync(id, ct) : Error.NotFound("API key");
    }

    /// <summary>A look-up that was made and audited, whatever it found.</summary>
    private sealed record LookedUp(int? Id);

    /// <summary>The key that the actor came by. It needs no permission: a key may know itself.</summary>
    public async Task<Result<ApiKeyRow>> GetOwnAsync(CancellationToken ct = default) =>
        await current.GetAsync(ct) is { ApiKeyId: { } id } ? await FindAsync(id, ct) : Error.NotFound("API key");

    /// <summary>Exactly the users that the actor may make a key for (R6): enabled, and with no permission beyond the actor's.
    /// Integration users come first.</summary>
    public async Task<Result<IReadOnlyList<KeyHolderCandidate>>> ListCandidatesAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.ApiKeys.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var integrations = await db.Users.Where(u => u.Enabled && u.Kind == UserKind.Integration).Select(u => u.Id).ToHashSetAsync(ct);
        var users = await AccessReader.ListUsersAsync(db, db.Users.Where(u => u.Enabled), ct);
        return users
            .Where(u => Authority.RefuseHandingOut(actor.Value, u) is null)
            .Select(u => new KeyHolderCandidate(u, integrations.Contains(u.UserId)))
            .OrderByDescending(c => c.IsIntegration).ThenBy(c => c.Access.Name, StringComparer.CurrentCultureIgnoreCase)
            .ToList();
    }

    /// <summary>Makes a key and hands out its value, this once (R5).</summary>
    public async Task<Result<CreatedApiKey>> CreateAsync(CreateApiKeyRequest request, CancellationToken ct = default)
    {
        var demanded = await current.DemandAsync(Permissions.ApiKeys.Create, ct);
        if (!demanded.IsDone)
            return demanded.Error;
        var actor = demanded.Value;
        var name = TextRules.Line(request.Name, "name", "Name");
        var days = request.ExpiresInDays is null or (> 0 and <= CreateApiKeyRequest.MaximumDays)
            ? null
            : Error.Invalid("expiresInDays", $"Choose an end between 1 and {CreateApiKeyRequest.MaximumDays} days from now, or none.");
        if (Error.Together(name.Error, days) is { } invalid)
            return invalid;

        var value = ApiKeyToken.Create();
        var created = await unitOfWork.RunAsync<ApiKey>(async work =>
        {
            var holder = await AccessReader.FindUserAsync(work.Db, request.UserId, ct);
            if (holder is null)
                return Error.Invalid("userId", "This user does not exist any more. Choose another one.");
            if (!holder.Enabled)
                return Error.Invalid("userId", $"{holder.Name} is disabled. Choose another user, or enable this one first.");
            var now = await work.DemandAsync(actor, Permissions.ApiKeys.Create, ct);
            if (!now.IsDone)
                return now.Error;
            if (Authority.RefuseHandingOut(now.Value, holder) is { } refusal)
                return refusal;

            var key = new ApiKey
            {
                Name = name.Value!,
                UserId = holder.UserId,
                Hash = ApiKeyToken.Hash(value),
                Hint = ApiKeyToken.Hint(value),
                ExpiresAt = request.ExpiresInDays is { } end ? work.Now.AddDays(end) : null,
                CreatedAt = work.Now,
                CreatedById = actor.User?.UserId,
                CreatedBy = actor.Label,
            };
            work.Db.ApiKeys.Add(key);
            await work.Db.SaveChangesAsync(ct);
            work.Audit(actor, AuditActions.ApiKeyCreated, Target(key),
                after: new { key.Name, key.Hint, ActsAs = holder.Email, key.ExpiresAt });
            return key;
        }, ct);
        if (!created.IsDone)
            return created.Error;
        var row = await FindAsync(created.Value.Id, ct);
        return row.Map(key => new CreatedApiKey(key, new ApiKeySecret(value)));
    }

    /// <summary>Gives the key another name.</summary>
    public Task<Result<ApiKeyRow>> RenameAsync(int id, string? newName, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key, actor) => RenameAsync(work, key, actor, newName, ct), ct);

    /// <summary>Switches the key on. It hands out the user's power again, so R6 and R7 apply.</summary>
    public Task<Result<ApiKeyRow>> EnableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key, actor) => EnableAsync(work, key, actor, ct), ct);

    /// <summary>Switches the key off; the next request with it fails. It only takes power away.</summary>
    public Task<Result<ApiKeyRow>> DisableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key, actor) => Task.FromResult(Disable(work, key, actor)), ct);

    /// <summary>Changes name and state together; what is not given stays. Each is audited by itself. Enabling is as in
    /// <see cref="EnableAsync(int, CancellationToken)"/>: never by key (R7). The answer is the whole key, so it needs
    /// <c>api-keys.view</c> as well.</summary>
    /// <param name="id">The key.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<ApiKeyRow>> EditAsync(int id, ApiKeyEdit edit, int? expectedVersion = null, CancellationToken ct = default)
    {
        var demanded = await current.DemandAsync(Permissions.ApiKeys.Edit, ct);
        if (!demanded.IsDone)
            return demanded.Error;
        if (Authority.Refuse(demanded.Value, Permissions.ApiKeys.View) is { } unseen)
            return unseen;
        if (edit.Enabled is { IsGiven: true, Value: null })
            return Error.Invalid("enabled", "Enabled is not one of true and false.");
        return await ChangeAsync(id, Permissions.ApiKeys.Edit, async (work, key, actor) =>
        {
            if (edit.Name.IsGiven && await RenameAsync(work, key, actor, edit.Name.Value, ct) is { } misnamed)
                return misnamed;
            return edit.Enabled.Value switch
            {
                true => await EnableAsync(work, key, actor, ct),
                false => Disable(work, key, actor),
                null => null,
            };
        }, ct, expectedVersion);
    }

    /// <summary>Says how many requests a minute the key may make; it governs the next request. Giving it more than it had hands out power,
    /// so R6 and R7 apply; giving it less takes some away.</summary>
    /// <param name="id">The key.</param>
    /// <param name="requestsPerMinute">1 to 1,000,000; null for as many as the settings say.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> LimitAsync(int id, int? requestsPerMinute, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, async (work, key, actor) =>
        {
            if (requestsPerMinute is < 1 or > RateLimitSettings.Maximum)
                return Error.Invalid(
                    "requestsPerMinute",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The limit is not a whole number from 1 to {RateLimitSettings.Maximum:N0} requests a minute."));
            if (key.RequestsPerMinute == requestsPerMinute)
                return null;
            if (
                limits.Allows(requestsPerMinute) > limits.Allows(key.RequestsPerMinute)
                && await RefuseHandingOutAsync(work, key, actor, ct) is { } refusal)
                return refusal;
            var before = key.RequestsPerMinute;
            key.RequestsPerMinute = requestsPerMinute;
            work.Audit(actor, AuditActions.ApiKeyLimited, Target(key), new { RequestsPerMinute = before }, new { key.RequestsPerMinute });
            return null;
        }, ct);

    /// <summary>Lets the key end by itself, for example once the one that replaces it is in use. Never later than it would end anyway:
    /// it only takes power away.</summary>
    /// <param name="id">The key.</param>
    /// <param name="hours">From now on, 1 to <see cref="RotateApiKeyRequest.MaximumOverlap"/>.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> EndInAsync(int id, int hours, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key, actor) =>
        {
            if (hours is < 1 or > RotateApiKeyRequest.MaximumOverlap)
                return Task.FromResult<Error?>(
                    Error.Invalid("hours", $"Choose an end between 1 and {RotateApiKeyRequest.MaximumOverlap} hours from now."));
            if (key.RevokedAt is not null)
                return Task.FromResult<Error?>(Revoked(key));
            var (before, end) = (key.ExpiresAt, work.Now.AddHours(hours));
            if (before <= end)
                return Unchanged;
            key.ExpiresAt = end;
            work.Audit(actor, AuditActions.ApiKeyEndSet, Target(key), new { ExpiresAt = before }, new { key.ExpiresAt });
            return Unchanged;
        }, ct);

    /// <summary>Ends the key for good; the next request with it fails. Revoking a revoked key changes nothing.</summary>
    /// <param name="id">The key.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> RevokeAsync(int id, CancellationToken ct = default, int? expectedVersion = null) =>
        ChangeAsync(id, Permissions.ApiKeys.Delete, (work, key, actor) =>
        {
            if (key.RevokedAt is not null)
                return Unchanged;
            var before = key.Status;
            (key.RevokedAt, key.RevokedBy) = (work.Now, actor.Label);
            work.Audit(
                actor,
                AuditActions.ApiKeyRevoked,
                Target(key),
                new { Status = before.ToString() },
                new { Status = key.Status.ToString() });
            return Unchanged;
        }, ct, expectedVersion);

    private static async Task<Error?> RenameAsync(Work work, ApiKey key, Actor actor, string? newName, CancellationToken ct)
    {
        var name = TextRules.Line(newName, "name", "Name");
        if (!name.IsDone)
            return name.Error;
        if (key.Name == name.Value)
            return null;
        // What it is called decides whether people dare to revoke it.
        if (Authority.RefuseUnlessOwner(actor) is { } onlyOwner && await work.Db.Users.AnyAsync(u => u.Id == key.UserId && u.IsOwner, ct))
            return onlyOwner;
        var before = key.Name;
        key.Name = name.Value;
        work.Audit(actor, AuditActions.ApiKeyRenamed, Target(key), new { Name = before }, new { key.Name });
        return null;
    }

    private static async Task<Error?> EnableAsync(Work work, ApiKey key, Actor actor, CancellationToken ct)
    {
        if (Authority.RefuseMinting(actor) is { } minting)
            return minting;
        if (key.RevokedAt is not null)
            return new Error(
                ErrorKind.Conflict,
                "key-revoked",
                $"{key.Name} was revoked by {key.RevokedBy}. Revoking is for good: make a new key.");
        if (await RefuseHandingOutAsync(work, key, actor, ct) is { } refusal)
            return refusal;
        if (key.Enabled)
            return null;
        key.Enabled = true;
        work.Audit(actor, AuditActions.ApiKeyEnabled, Target(key), new { Enabled = false }, new { Enabled = true });
        return null;
    }

    /// <summary>Null when the actor may, at this moment, give power to whoever has the key (R6, R7).</summary>
    private static async Task<Error?> RefuseHandingOutAsync(Work work, ApiKey key, Actor actor, CancellationToken ct)
    {
        var holder = await AccessReader.FindUserAsync(work.Db, key.UserId, ct);
        if (holder is null)
            return Error.NotFound("user");
        var now = await work.DemandAsync(actor, Permissions.ApiKeys.Edit, ct);
        return now.IsDone ? Authority.RefuseHandingOut(now.Value, holder) : now.Error;
    }

    private static Error? Disable(Work work, ApiKey key, Actor actor)
    {
        if (key.RevokedAt is not null)
            return Revoked(key);
        if (!key.Enabled)
            return null;
        key.Enabled = false;
        work.Audit(actor, AuditActions.ApiKeyDisabled, Target(key), new { Enabled = true }, new { Enabled = false });
        return null;
    }

    /// <summary>Refuses a change of a key that is not as the caller saw it.</summary>
    private static readonly Error ChangedMeanwhile = new(ErrorKind.Stale, "changed-meanwhile",
        "Somebody else changed this API key since you looked at it. Look at it again, then repeat what you still want.");

    private static Error Revoked(ApiKey key) =>
        new(ErrorKind.Conflict, "key-revoked", $"{key.Name} was already revoked by {key.RevokedBy}. It lets nobody in.");

    private static readonly Task<Error?> Unchanged = Task.FromResult<Error?>(null);

    private static AuditTarget Target(ApiKey key) => new("api-keys", key.Id, key.Name);

    private static IQueryable<ApiKey> Filter(CommerceKittyDbContext db, ApiKeyQuery query, DateTime now)
    {
        var keys = db.ApiKeys.AsNoTracking();
        keys = query.Status switch
        {
            ApiKeyStatus.Active => Unexpired(keys, now).Where(k => k.RevokedAt == null && k.Enabled && k.User!.Enabled),
            ApiKeyStatus.UserDisabled => Unexpired(keys, now).Where(k => k.RevokedAt == null && k.Enabled && !k.User!.Enabled),
            ApiKeyStatus.Disabled => Unexpired(keys, now).Where(k => k.RevokedAt == null && !k.Enabled),
            ApiKeyStatus.Expired => keys.Where(k => k.RevokedAt == null && k.ExpiresAt <= now),
            ApiKeyStatus.Revoked => keys.Where(k => k.RevokedAt != null),
            _ => query.IncludeRevoked ? keys : keys.Where(k => k.RevokedAt == null),
        };
        if (query.GroupCode is { } group)
            keys = keys.Where(k => db.UserRoles.Any(m => m.UserId == k.UserId && db.Roles.Any(g => g.Id == m.RoleId && g.Code == group)));
        if (query.UserEmail is { } email)
            keys = keys.Where(k => k.User!.Email == email);
        if (query.UnusedFor90Days)
        {
            var since = now.AddDays(-90);
            keys = keys.Where(k => k.CreatedAt < since && (k.LastUse == null || k.LastUse.At < since));
        }

        if (query.UserId is { } userId)
            keys = keys.Where(k => k.UserId == userId);
        if (ApiKeyQuery.CleanSearch(query.Search) is not { } search)
            return keys;
        if (search.StartsWith(ApiKeyToken.Prefix, StringComparison.Ordinal))
            return keys.Where(k => k.Hint.StartsWith(search));
        var pattern = SearchPattern.Containing(search);
        return keys.Where(k =>
            EF.Functions.Like(k.SearchText, pattern, SearchPattern.Escape)
            || EF.Functions.Like(k.User!.SearchText, pattern, SearchPattern.Escape));
    }

    private static IQueryable<ApiKey> Unexpired(IQueryable<ApiKey> keys, DateTime now) =>
        keys.Where(k => k.ExpiresAt == null || k.ExpiresAt > now);

    private static IOrderedQueryable<ApiKey> Order(IQueryable<ApiKey> keys, ApiKeyQuery query, DateTime now)
    {
        var ordered = query.Sort switch
        {
            ApiKeySort.Name => keys.OrderBy(k => k.Name.ToLower(), query.Descending),
            ApiKeySort.Hint => keys.OrderBy(k => k.Hint, query.Descending),
            ApiKeySort.User => keys.OrderBy(k => k.User!.FirstName + " " + k.User.LastName, query.Descending),
            ApiKeySort.Status => keys.OrderBy(
                k =>
                    k.RevokedAt != null ? 4
                    : k.ExpiresAt <= now ? 3
                    : !k.Enabled ? 2
                    : k.User!.Enabled ? 0
                    : 1,
                query.Descending),
            ApiKeySort.LastUsed => keys.OrderBy(k => k.LastUse == null ? (DateTime?)null : k.LastUse.At, query.Descending),
            _ => keys.OrderBy(k => k.CreatedAt, query.Descending),
        };
        return query.Descending ? ordered.ThenByDescending(k => k.Id) : ordered.ThenBy(k => k.Id);
    }

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<ApiKey> Sorts = new("api-keys", "-createdAt",
        SliceSort<ApiKey>.By("createdAt", k => k.CreatedAt, k => k.Id),
        SliceSort<ApiKey>.By("name", k => k.Name.ToLower(), k => k.Id));

    private IQueryable<ApiKeyRow> Rows(CommerceKittyDbContext db, IQueryable<ApiKey> keys) => keys.Select(Row(db));

    private Expression<Func<ApiKey, ApiKeyRow>> Row(CommerceKittyDbContext db)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return k => new ApiKeyRow
        {
            Id = k.Id,
            Name = k.Name,
            Hint = k.Hint,
            Status = k.RevokedAt != null ? ApiKeyStatus.Revoked
                : k.ExpiresAt <= now ? ApiKeyStatus.Expired
                : !k.Enabled ? ApiKeyStatus.Disabled
                : k.User!.Enabled ? ApiKeyStatus.Active : ApiKeyStatus.UserDisabled,
            Enabled = k.Enabled,
            UserId = k.UserId,
            UserEmail = k.User!.Email!,
            UserName = (k.User.FirstName + " " + k.User.LastName).Trim(),
            UserEnabled = k.User.Enabled,
            GroupName = db.UserRoles.Where(m => m.UserId == k.UserId)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.Name).FirstOrDefault() ?? string.Empty,
            CreatedAt = k.CreatedAt,
            CreatedBy = k.CreatedBy,
            LastUsedAt = k.LastUse == null ? null : k.LastUse.At,
            LastUsedFrom = k.LastUse == null ? null : k.LastUse.Address,
            LastUsedBy = k.LastUse == null ? null : k.LastUse.UserAgent,
            ExpiresAt = k.ExpiresAt,
            PreviousUntil = k.PreviousUntil > now ? k.PreviousUntil : null,
            RevokedAt = k.RevokedAt,
            RevokedBy = k.RevokedBy,
            RequestsPerMinute = k.RequestsPerMinute,
            Version = k.Version,
        };
    }

    private async Task<Result<ApiKeyRow>> ChangeAsync(
        int id, string permission, Func<Work, ApiKey, Actor, Task<Error?>> change, CancellationToken ct, int? expectedVersion = null)
    {
        var actor = await current.DemandAsync(permission, ct);
        if (!actor.IsDone)
            return actor.Error;
        var changed = await unitOfWork.RunAsync<Done>(async work =>
        {
            var key = await work.Db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, ct);
            if (key is null)
                return Error.NotFound("API key");
            if (expectedVersion is not null && expectedVersion != key.Version)
                return ChangedMeanwhile;
            if (await change(work, key, actor.Value) is { } refusal)
                return refusal;
            if (work.Db.Entry(key).State == EntityState.Modified)
                key.Version++;
            return Done.Value;
        }, ct);
        if (changed.IsDone)
            return await FindAsync(id, ct);
        // Who named a version and lost the race at the commit gets the same answer as who lost it before.
        return changed.Error.Code == ChangedMeanwhile.Code && expectedVersion is not null ? ChangedMeanwhile : changed.Error;
    }

    private async Task<Result<ApiKeyRow>> FindAsync(int id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await Rows(db, db.ApiKeys.AsNoTracking().Where(k => k.Id == id)).SingleOrDefaultAsync(ct);
        return row is null ? Error.NotFound("API key") : WithUnsavedUse(row);
    }

    /// <summary>Uses are written behind; on this node the newest is known before it is saved.</summary>
    private ApiKeyRow WithUnsavedUse(ApiKeyRow row) => uses.Unsaved(row.Id) is { } use && !(use.At < row.LastUsedAt)
        ? row with { LastUsedAt = use.At, LastUsedFrom = use.Address, LastUsedBy = use.UserAgent }
        : row;
}
