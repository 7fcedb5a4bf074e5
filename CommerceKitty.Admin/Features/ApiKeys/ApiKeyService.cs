using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Every change of API keys; pages, the API and the command line all come through here (R1).</summary>
public sealed class ApiKeyService(Operations operations, ApiKeyQueries queries, RateLimitSettings limits)
{
    private static readonly Error BeyondPolicy = new(ErrorKind.Conflict, "beyond-policy",
        "The settings no longer allow a key to work this long. Choose an earlier end for it, then enable it.");

    /// <summary>Makes a key and gives out its value, this once (R5).</summary>
    public Task<Result<CreatedApiKey>> CreateAsync(CreateApiKeyRequest request, CancellationToken ct = default)
    {
        // One value for all tries of the transaction: only the one that commits makes it a key.
        var value = ApiKeyToken.Create();
        return operations.ChangeAsync<(string Name, KeyEnd End), CreatedApiKey>(
            Permissions.ApiKeys.Create,
            _ => Validate(request),
            (work, valid) => AddAsync(work, valid.Name, request.UserId, valid.End, value, ct,
                ApiKeyNetworkService.Read(request.AllowedNetworks).Value),
            ct);
    }

    /// <summary>Gives the key another name.</summary>
    public Task<Result<ApiKeyRow>> RenameAsync(int id, string? newName, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key) => RenameAsync(work, key, newName, ct), ct);

    /// <summary>Enables the key. It gives out the user's permissions again, so R6 and R7 apply.</summary>
    public Task<Result<ApiKeyRow>> EnableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key) => EnableAsync(work, key, ct), ct);

    /// <summary>Disables the key; the next request with it fails. It only takes power away.</summary>
    public Task<Result<ApiKeyRow>> DisableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key) => Task.FromResult(Disable(work, key)), ct);

    /// <summary>Disables the key until a time; the clock enables it again, exactly then, and any other change of enabled cancels that. It
    /// takes power away and gives back only what was there, by the permissions that the key's user has then. So it requires what
    /// disabling requires; a disabled key is not paused, and bringing an end forward is enabling (R6, R7).</summary>
    /// <param name="id">The key.</param>
    /// <param name="request">How long.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> PauseAsync(int id, PauseApiKeyRequest request, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key) => PauseAsync(work, key, request, ct), ct);

    /// <summary>Changes name and state together; what is not given stays. Each is audited by itself. Enabling is as in
    /// <see cref="EnableAsync(int, CancellationToken)"/>: never by key (R7). The answer is the whole key, so it requires
    /// <c>api-keys.view</c> as well.</summary>
    /// <param name="id">The key.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: any.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> EditAsync(
        int id, ApiKeyEdit edit, ExpectedVersion? expectedVersion = null, CancellationToken ct = default) =>
        ChangeAsync(id, Requirement.Both(Permissions.ApiKeys.Edit, Permissions.ApiKeys.View), async (work, key) =>
        {
            if (edit.Enabled is { IsGiven: true, Value: null })
                return Error.Invalid("enabled", "Enabled is not one of true and false.");
            if (edit.Name.IsGiven && await RenameAsync(work, key, edit.Name.Value, ct) is { } misnamed)
                return misnamed;
            return edit.Enabled.Value switch
            {
                true => await EnableAsync(work, key, ct),
                false => Disable(work, key),
                null => null,
            };
        }, ct, expectedVersion);

    /// <summary>Sets how many requests a minute the key may make; it applies from the next request. Raising the limit gives out power,
    /// so R6 and R7 apply; lowering it takes some away.</summary>
    /// <param name="id">The key.</param>
    /// <param name="requestsPerMinute">1 to 1,000,000; null for the limit of the settings.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> LimitAsync(int id, int? requestsPerMinute, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, async (work, key) =>
        {
            if (requestsPerMinute is < 1 or > RateLimitSettings.Maximum)
            {
                return Error.Invalid("requestsPerMinute", string.Create(CultureInfo.InvariantCulture,
                    $"The limit is not a whole number from 1 to {RateLimitSettings.Maximum:N0} requests a minute."));
            }

            var before = key.RequestsPerMinute;
            if (before == requestsPerMinute)
                return null;
            if (limits.Allows(requestsPerMinute) > limits.Allows(before) && await RefuseDelegationAsync(work, key, ct) is { } refusal)
                return refusal;
            key.RequestsPerMinute = requestsPerMinute;
            work.Audit(AuditActions.ApiKeyLimited, Target(key), new { RequestsPerMinute = before }, new { key.RequestsPerMinute });
            return null;
        }, ct);

    /// <summary>Sets the key's end, for example once the key that replaces it is in use. Never later than it would end anyway: it only
    /// takes power away.</summary>
    /// <param name="id">The key.</param>
    /// <param name="hours">From now on, 1 to <see cref="RotateApiKeyRequest.MaximumOverlap"/>.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> EndInAsync(int id, int hours, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key) => Task.FromResult(EndIn(work, key, hours)), ct);

    /// <summary>Gives the key another end. An earlier one only takes power away; a later one, or none, gives some out again: R6, R7 and
    /// the settings apply. A key that has expired works again with its new end.</summary>
    /// <param name="id">The key.</param>
    /// <param name="end">When it is to end.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> ExpireAsync(int id, KeyEnd end, CancellationToken ct = default)
    {
        return ChangeAsync(id, Permissions.ApiKeys.Edit, async (work, key) =>
        {
            var valid = end.Clean();
            if (!valid.IsDone)
                return valid.Error;
            if (key.RefuseRevoked() is { } revoked)
                return revoked;
            var settings = await SettingsRow.HoldAsync(work.Db, ct);
            var next = valid.Value.From(work.Now, settings);
            if (next <= work.Now)
                return settings.RefuseEnd(next, work.Now, reason: null);
            // Sooner than now, when it has expired, is later too: it would work again.
            var isLater = key.EndedAt is not null || key.ExpiresAt <= work.Now
                || (key.ExpiresAt is { } present && !(next <= present));
            if (isLater && await RefuseDelegationAsync(work, key, ct) is { } refusal)
                return refusal;
            // Why it never expires is not for everybody to say.
            if (next is null && key.ExpiresAt is null && await RefuseOwnersAsync(work, key, ct) is { } onlyOwner)
                return onlyOwner;
            // Nobody has to defend a sooner end, also where an older policy allowed more.
            if ((isLater || next is null) && settings.RefuseEnd(next, work.Now, valid.Value.Reason) is { } unwanted)
                return unwanted;
            var before = Fields(key);
            if (key.MoveEnd(next, valid.Value.Reason))
                work.Audit(AuditActions.ApiKeyEndSet, Target(key), before, Fields(key));
            return null;
        }, ct);

        static object Fields(ApiKey key) => new { key.ExpiresAt, key.NeverExpiresReason };
    }

    /// <summary>Makes another person responsible for the key: who is told what happens to it. It gives nobody power.</summary>
    /// <param name="id">The key.</param>
    /// <param name="userId">An enabled person.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> SetResponsibleAsync(int id, int userId, CancellationToken ct = default) =>
        ChangeAsync(id, Permissions.ApiKeys.Edit, (work, key) => SetResponsibleAsync(work, key, userId, ct), ct);

    /// <summary>Makes another person responsible within the caller's transaction.</summary>
    internal static async Task<Error?> SetResponsibleAsync(Work work, ApiKey key, int userId, CancellationToken ct)
    {
        if (key.RefuseRevoked() is { } revoked)
            return revoked;
        if (await RefuseOwnersAsync(work, key, ct) is { } onlyOwner)
            return onlyOwner;
        var person = await work.Db.Users.AsNoTracking()
            .Where(u => u.Id == userId && u.Enabled && u.Kind == UserKind.Person)
            .Select(u => u.Email)
            .SingleOrDefaultAsync(ct);
        if (person is null)
            return Error.Invalid("responsibleUserId", "Choose a person who can sign in.");
        var present = key.ResponsibleUserId ?? key.CreatedById;
        if (present == userId)
            return null;
        var before = await work.Db.Users.Where(u => u.Id == present).Select(u => u.Email).SingleOrDefaultAsync(ct);
        key.ResponsibleUserId = userId;
        work.Audit(AuditActions.ApiKeyResponsibleSet, Target(key), new { Responsible = before }, new { Responsible = person });
        return null;
    }

    /// <summary>The refusal of who is not the owner and decides about how a key of the owner is seen.</summary>
    private static async Task<Error?> RefuseOwnersAsync(Work work, ApiKey key, CancellationToken ct) =>
        Authority.RefuseUnlessOwner(work.Actor) is { } onlyOwner
        && await work.Db.Users.AnyAsync(u => u.Id == key.UserId && u.IsOwner, ct)
            ? onlyOwner
            : null;

    /// <summary>Revokes the key for good; the next request with it fails. Revoking a revoked key changes nothing.</summary>
    /// <param name="id">The key.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: any.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ApiKeyRow>> RevokeAsync(int id, CancellationToken ct = default, ExpectedVersion? expectedVersion = null) =>
        ChangeAsync(id, Permissions.ApiKeys.Delete, (work, key) =>
        {
            Revoke(work, key);
            return Task.FromResult<Error?>(null);
        }, ct, expectedVersion);

    /// <summary>Revokes the key that the actor came by, for example when it was found where it should not be. It needs no permission, as it
    /// only takes power away (R7). A value that a rotation replaced ends itself alone: its holder, perhaps a thief, must not
    /// take the new one from those who use it.</summary>
    public Task<Result<Done>> RevokeOwnAsync(CancellationToken ct = default) =>
        operations.ChangeAsync<Done>(Requirement.OwnKey, async work =>
        {
            var key = await work.Db.ApiKeys.SingleAsync(k => k.Id == work.Actor.ApiKeyId, ct);
            if (KeyHash.Of(key.Hash) == work.Actor.ApiKeyValue)
                Revoke(work, key);
            else
                await ApiKeyRotationService.EndPreviousWithinAsync(work, key, ct);
            key.Version++;
            return Done.Value;
        }, ct);

    /// <summary>Which key has the value of this hash, whatever its state. The value itself is never sent; that someone asked is
    /// audited, also when no key has it: who holds a hash holds, or held, the value.</summary>
    /// <param name="hexHash">SHA-256 of the value, 64 hexadecimal digits.</param>
    /// <param name="hint">The value's first characters, for the audit trail when no key has it; anything else is left out.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Result<ApiKeyRow>> LookUpAsync(string? hexHash, string? hint = null, CancellationToken ct = default)
    {
        // Not found is an answer here and no refusal: the look-up is audited in both cases.
        var found = await operations.ChangeAsync<byte[], LookUpAnswer>(
            Permissions.ApiKeys.View,
            _ => ReadHash(hexHash),
            async (work, hash) =>
        {
            var key = await work.Db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(
                k => k.Hash == hash || k.PreviousHash == hash || work.Db.ApiKeyEndedValues.Any(v => v.Hash == hash && v.ApiKeyId == k.Id),
                ct);
            work.Audit(
                AuditActions.ApiKeyLookedUp,
                key is null ? new("api-keys", 0, "No API key of this account") : Target(key),
                after: key is null && ApiKeyToken.IsHint(hint) ? new { Hint = hint } : null);
            return new LookUpAnswer(key is null ? Error.NotFound("API key") : await queries.FindAsync(work.Db, key.Id, ct));
        }, ct);
        return found.IsDone ? found.Value.Key : found.Error;
    }

    /// <summary>Adds a key within the caller's transaction (R6, R7).</summary>
    internal async Task<Result<CreatedApiKey>> AddAsync(
        Work work,
        string name,
        int userId,
        KeyEnd end,
        string value,
        CancellationToken ct,
        NetworkList? networks = null)
    {
        var holder = await FindHolderAsync(work, userId, ct);
        if (!holder.IsDone)
            return holder.Error;
        var settings = await SettingsRow.HoldAsync(work.Db, ct);
        if (end.RefuseDays(settings) is { } tooMany)
            return tooMany;
        var expiresAt = end.From(work.Now, settings);
        if (settings.RefuseEnd(expiresAt, work.Now, end.Reason) is { } refusal)
            return refusal;
        var key = new ApiKey
        {
            Name = name,
            UserId = holder.Value.UserId,
            Hash = ApiKeyToken.Hash(value),
            Hint = ApiKeyToken.Hint(value),
            ExpiresAt = expiresAt,
            AllowedNetworks = networks?.ToString(),
            NeverExpiresReason = expiresAt is null ? end.Reason : null,
            ResponsibleUserId = work.Actor.User?.UserId,
            CreatedAt = work.Now,
            CreatedById = work.Actor.User?.UserId,
            CreatedBy = work.Actor.Label,
        };
        work.Db.ApiKeys.Add(key);
        await work.SaveAsync(ct);
        work.Audit(AuditActions.ApiKeyCreated, Target(key),
            after: networks is null
                ? new { key.Name, key.Hint, ActsAs = holder.Value.Email, key.ExpiresAt, key.NeverExpiresReason }
                : new
                {
                    key.Name,
                    key.Hint,
                    ActsAs = holder.Value.Email,
                    key.ExpiresAt,
                    key.NeverExpiresReason,
                    AllowedNetworks = networks.Entries,
                });
        return (await queries.FindAsync(work.Db, key.Id, ct)).Map(row => new CreatedApiKey(row, new ApiKeySecret(value)));
    }

    /// <summary>The user that a key is to act as, if the actor may give out its permissions (R6).</summary>
    private static async Task<Result<UserAccess>> FindHolderAsync(Work work, int userId, CancellationToken ct)
    {
        var holder = await AccessReader.FindUserAsync(work.Db, userId, ct);
        if (holder is null)
            return Error.Invalid("userId", "This user does not exist any more. Choose another one.");
        if (!holder.Enabled)
            return Error.Invalid("userId", $"{holder.Name} is disabled. Choose another user, or enable this one first.");
        return Authority.RefuseDelegation(work.Actor, holder) is { } refusal ? refusal : holder;
    }

    /// <summary>Disables the key within the caller's transaction.</summary>
    internal static Error? Disable(Work work, ApiKey key)
    {
        if (key.RefuseRevoked() is { } revoked)
            return revoked;
        var (enabled, paused) = (key.IsEnabledAt(work.Now), key.PausedUntil);
        if (!key.Disable())
            return null;
        // A pause that becomes lasting: the time at which the key would have come back is gone.
        if (enabled)
            work.Audit(AuditActions.ApiKeyDisabled, Target(key), new { Enabled = true }, new { Enabled = false });
        else
            work.Audit(AuditActions.ApiKeyDisabled, Target(key), new { PausedUntil = paused }, new { key.PausedUntil });
        return null;
    }

    /// <summary>Pauses the key within the caller's transaction.</summary>
    internal static async Task<Error?> PauseAsync(Work work, ApiKey key, PauseApiKeyRequest request, CancellationToken ct)
    {
        if (request.ReadEnd(work.Now) is not { } until)
            return Error.Invalid("until", $"Choose a time in the next {PauseApiKeyRequest.MaximumDays} days.");
        if (key.RefuseRevoked() is { } revoked)
            return revoked;
        var (enabled, paused) = (key.IsEnabledAt(work.Now), key.PausedUntil);
        if (!enabled && paused is null)
        {
            return new Error(ErrorKind.Conflict, "key-disabled",
                $"{key.Name} is disabled. A pause would enable it when it ends: enable it yourself first.");
        }

        if (!enabled && until < paused && await RefuseDelegationAsync(work, key, ct) is { } refusal)
            return refusal;
        if (!key.Pause(until))
            return null;
        if (enabled)
            work.Audit(AuditActions.ApiKeyPaused, Target(key), new { Enabled = true }, new { Enabled = false, key.PausedUntil });
        else
            work.Audit(AuditActions.ApiKeyPaused, Target(key), new { PausedUntil = paused }, new { key.PausedUntil });
        return null;
    }

    /// <summary>Revokes the key within the caller's transaction.</summary>
    internal static void Revoke(Work work, ApiKey key)
    {
        var before = key.RevokedAt is null && key.IsEnabledAt(work.Now) ? ApiKeyStatus.Active : key.Status;
        if (key.Revoke(work.Actor.Label, work.Now))
            work.Audit(AuditActions.ApiKeyRevoked, Target(key), new { Status = before.ToString() }, new { Status = key.Status.ToString() });
    }

    /// <summary>Sets the key's end within the caller's transaction.</summary>
    internal static Error? EndIn(Work work, ApiKey key, int hours)
    {
        if (hours is < 1 or > RotateApiKeyRequest.MaximumOverlap)
            return Error.Invalid("hours", $"Choose an end between 1 and {RotateApiKeyRequest.MaximumOverlap} hours from now.");
        if (key.RefuseRevoked() is { } revoked)
            return revoked;
        EndAt(work, key, work.Now.AddHours(hours));
        return null;
    }

    /// <summary>Brings the key's end forward within the caller's transaction; a key that ends sooner anyway stays as it is.</summary>
    internal static void EndAt(Work work, ApiKey key, DateTime end)
    {
        var before = key.ExpiresAt;
        if (key.EndAt(end))
            work.Audit(AuditActions.ApiKeyEndSet, Target(key), new { ExpiresAt = before }, new { key.ExpiresAt });
    }

    /// <summary>The key as the target of an audit entry.</summary>
    internal static AuditTarget Target(ApiKey key) => new("api-keys", key.Id, key.Name);

    private static Result<(string Name, KeyEnd End)> Validate(CreateApiKeyRequest request)
    {
        var errors = new FieldErrors();
        var name = errors.Take(TextRules.Line(request.Name, "name", "Name"));
        var end = errors.Take((request.End ?? KeyEnd.Default).Clean());
        errors.Add(ApiKeyNetworkService.Read(request.AllowedNetworks).Error);
        return errors.ToError() is { } error ? error : (name!, end!);
    }

    /// <summary>The hash of a value from its 64 hexadecimal digits.</summary>
    internal static Result<byte[]> ReadHash(string? hex) =>
        hex is { Length: 2 * ApiKeyToken.HashLength } && hex.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hex)
            : Error.Invalid("hash", $"The hash is not {2 * ApiKeyToken.HashLength} hexadecimal digits.");

    private static async Task<Error?> RenameAsync(Work work, ApiKey key, string? newName, CancellationToken ct)
    {
        var name = TextRules.Line(newName, "name", "Name");
        if (!name.IsDone)
            return name.Error;
        if (key.Name == name.Value)
            return null;
        // Its name decides whether people dare to revoke it.
        if (await RefuseOwnersAsync(work, key, ct) is { } onlyOwner)
            return onlyOwner;
        var before = key.Name;
        key.Name = name.Value;
        work.Audit(AuditActions.ApiKeyRenamed, Target(key), new { Name = before }, new { key.Name });
        return null;
    }

    internal static async Task<Error?> EnableAsync(Work work, ApiKey key, CancellationToken ct)
    {
        if (Authority.RefuseGrantingByKey(work.Actor) is { } byKey)
            return byKey;
        if (key.RefuseRevoked() is { } revoked)
            return revoked;
        if (await RefuseDelegationAsync(work, key, ct) is { } refusal)
            return refusal;
        // A policy that blocked keys is not undone by enabling them one by one. Why a key never ends was asked when it was made.
        if (!key.Enabled && !(key.ExpiresAt <= work.Now)
            && (await SettingsRow.HoldAsync(work.Db, ct)).RefuseEnd(key.ExpiresAt, work.Now, reason: "asked before") is not null)
            return BeyondPolicy;
        if (key.Enable(work.Now))
            work.Audit(AuditActions.ApiKeyEnabled, Target(key), new { Enabled = false }, new { Enabled = true });
        return null;
    }

    /// <summary>Null when the actor may give out the permissions of the key's user (R6, R7).</summary>
    internal static async Task<Error?> RefuseDelegationAsync(Work work, ApiKey key, CancellationToken ct) =>
        await AccessReader.FindUserAsync(work.Db, key.UserId, ct) is { } holder
            ? Authority.RefuseDelegation(work.Actor, holder)
            : Error.NotFound("user");

    private async Task<Result<ApiKeyRow>> ChangeAsync(
        int id,
        Requirement requirement,
        Func<Work, ApiKey, Task<Error?>> change,
        CancellationToken ct,
        ExpectedVersion? expectedVersion = null)
    {
        var changed = await operations.ChangeAsync<ApiKeyRow>(requirement, async work =>
        {
            var key = await work.Db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, ct);
            if (key is null)
                return Error.NotFound("API key");
            if (ExpectedVersion.RefuseOther(expectedVersion, key.Version, "API key") is { } stale)
                return stale;
            if (await change(work, key) is { } refusal)
                return refusal;
            if (work.Db.Entry(key).State == EntityState.Modified)
                key.Version++;
            await work.SaveAsync(ct);
            return await queries.FindAsync(work.Db, id, ct);
        }, ct);
        return changed.OrStale(expectedVersion, "API key");
    }

    /// <summary>The answer of a look-up that was made and audited.</summary>
    private sealed record LookUpAnswer(Result<ApiKeyRow> Key);
}
