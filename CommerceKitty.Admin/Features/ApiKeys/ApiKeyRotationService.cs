using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Gives a key a new value, and ends old ones. The one thing that a key may do to power: its own goes on, under another value
/// (R7).</summary>
public sealed class ApiKeyRotationService(Operations operations, ApiKeyQueries queries)
{
    private const int DefaultOverlap = 24;

    private static readonly Error Replaced = new(ErrorKind.Conflict, "value-replaced",
        "This value was already replaced by a rotation and works only for a while. Only the newest value of a key can rotate it.");

    private static readonly Error NoPrevious = new(ErrorKind.Conflict, "no-old-value", "This key has only one value that works.");

    /// <summary>Rotates the key that the actor came by. A value that a rotation replaced cannot do it again: a thief could
    /// otherwise keep the key and lock its owner out.</summary>
    public Task<Result<RotatedApiKey>> RotateOwnAsync(RotateApiKeyRequest request, CancellationToken ct = default)
    {
        var value = ApiKeyToken.Create();
        return operations.ChangeAsync<TimeSpan?, RotatedApiKey>(Requirement.OwnKey, _ => ReadOverlap(request), async (work, overlap) =>
        {
            var key = await work.Db.ApiKeys.SingleAsync(k => k.Id == work.Actor.ApiKeyId, ct);
            // Within the transaction: another rotation may have come first since the value was accepted.
            if (KeyHash.Of(key.Hash) != work.Actor.ApiKeyValue)
                return Replaced;
            return await RotateAsync(work, key, value, overlap, request.UntilFirstUse == true, ct);
        }, ct);
    }

    /// <summary>Rotates a key for a signed-in person, who sees the new value: so it requires the permissions of the key's user, and is
    /// never done by key (R6, R7). An older value that still works ends.</summary>
    /// <param name="id">The key.</param>
    /// <param name="overlap">How long the old value works.</param>
    /// <param name="expectedVersion">The version that was looked at: of two people at once, one rotates. Null: any.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<RotatedApiKey>> RotateAsync(
        int id, RotationOverlap overlap, ExpectedVersion? expectedVersion = null, CancellationToken ct = default)
    {
        var value = ApiKeyToken.Create();
        var rotated = await operations.ChangeAsync<TimeSpan?, RotatedApiKey>(
            Permissions.ApiKeys.Edit,
            _ => Enum.IsDefined(overlap)
                ? RotationOverlaps.LengthOf(overlap)
                : Error.Invalid("overlap", "Choose how long the old value works."),
            async (work, length) =>
            {
                var found = await FindAsync(work, id, expectedVersion, ct);
                if (!found.IsDone)
                    return found.Error;
                var key = found.Value;
                if (key.RefuseRevoked() is { } revoked)
                    return revoked;
                if (key.EndedAt is not null || key.ExpiresAt <= work.Now)
                    return new Error(ErrorKind.Conflict, "key-expired", $"{key.Name} has expired. A new value would not work either.");
                if (await ApiKeyService.RefuseDelegationAsync(work, key, ct) is { } refusal)
                    return refusal;
                return await RotateAsync(work, key, value, length, overlap == RotationOverlap.FirstUse, ct);
            }, ct);
        return rotated.OrStale(expectedVersion, "API key");
    }

    /// <summary>Ends the old value of a key that was rotated; the next request with it fails. It only takes power away.</summary>
    /// <param name="id">The key.</param>
    /// <param name="expectedVersion">The version that was looked at. Null: any.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<ApiKeyRow>> EndPreviousAsync(int id, ExpectedVersion? expectedVersion = null, CancellationToken ct = default)
    {
        var changed = await operations.ChangeAsync<ApiKeyRow>(Permissions.ApiKeys.Edit, async work =>
        {
            var found = await FindAsync(work, id, expectedVersion, ct);
            if (!found.IsDone)
                return found.Error;
            if (!await EndPreviousWithinAsync(work, found.Value, ct))
                return NoPrevious;
            found.Value.Version++;
            await work.SaveAsync(ct);
            return await queries.FindAsync(work.Db, id, ct);
        }, ct);
        return changed.OrStale(expectedVersion, "API key");
    }

    /// <summary>Ends the old value within the caller's transaction.</summary>
    /// <returns>False when there is none that works.</returns>
    internal static async Task<bool> EndPreviousWithinAsync(Work work, ApiKey key, CancellationToken ct)
    {
        var (hint, until) = (key.PreviousHint, key.PreviousUntil);
        if (!(until > work.Now) || key.EndPrevious(work.Now) is not { } ended)
            return false;
        await RememberAsync(work, key.Id, [ended], ct);
        work.Audit(
            AuditActions.ApiKeyPreviousEnded, ApiKeyService.Target(key), new { Hint = hint, Until = until },
            new { Hint = hint, Until = ended.EndedAt });
        return true;
    }

    private async Task<Result<RotatedApiKey>> RotateAsync(
        Work work, ApiKey key, string value, TimeSpan? overlap, bool endsOnUse, CancellationToken ct)
    {
        var before = key.Hint;
        var ended = key.Rotate(
            value, work.Now + overlap, work.Now, endsOnUse, work.Actor.ApiKeyId is null ? work.Actor.User?.UserId : null);
        key.Version++;
        await RememberAsync(work, key.Id, ended, ct);
        work.Audit(AuditActions.ApiKeyRotated, ApiKeyService.Target(key), new { Hint = before },
            endsOnUse ? new { key.Hint, key.PreviousUntil, Until = "first use of the new value" } : new { key.Hint, key.PreviousUntil });
        await work.SaveAsync(ct);
        return (await queries.FindAsync(work.Db, key.Id, ct))
            .Map(row => new RotatedApiKey(row, new ApiKeySecret(value), key.PreviousUntil) { EndsOnUse = endsOnUse });
    }

    /// <summary>Keeps what tells the use of ended values from that of unknown ones, of each key the newest few.</summary>
    private static async Task RememberAsync(Work work, int id, IReadOnlyList<ApiKeyEndedValue> ended, CancellationToken ct)
    {
        work.Db.ApiKeyEndedValues.AddRange(ended);
        var older = await work.Db.ApiKeyEndedValues.Where(v => v.ApiKeyId == id)
            .OrderByDescending(v => v.EndedAt)
            .Skip(ApiKeyEndedValue.MostOfKey - ended.Count)
            .ToListAsync(ct);
        work.Db.ApiKeyEndedValues.RemoveRange(older);
    }

    private static async Task<Result<ApiKey>> FindAsync(Work work, int id, ExpectedVersion? expectedVersion, CancellationToken ct)
    {
        var key = await work.Db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, ct);
        if (key is null)
            return Error.NotFound("API key");
        return ExpectedVersion.RefuseOther(expectedVersion, key.Version, "API key") is { } stale ? stale : key;
    }

    /// <summary>How long the old value works at most; null when it ends at once.</summary>
    private static Result<TimeSpan?> ReadOverlap(RotateApiKeyRequest request)
    {
        if (request.OverlapHours is < 0 or > RotateApiKeyRequest.MaximumOverlap)
            return Error.Invalid("overlapHours", $"Choose 0 to {RotateApiKeyRequest.MaximumOverlap} hours.");
        if (request is { UntilFirstUse: true, OverlapHours: not null })
            return Error.Invalid("untilFirstUse", "Send overlapHours or untilFirstUse, not both.");
        if (request.UntilFirstUse == true)
            return (TimeSpan?)RotationOverlaps.LongestWait;
        return request.OverlapHours == 0 ? null : (TimeSpan?)TimeSpan.FromHours(request.OverlapHours ?? DefaultOverlap);
    }
}
