using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Gives a key a new value. The one thing that a key may do to power: its own goes on, under another value (R7).</summary>
public sealed class ApiKeyRotationService(Operations operations, ApiKeyQueries queries)
{
    private const int DefaultOverlap = 24;

    private static readonly Error Replaced = new(ErrorKind.Conflict, "value-replaced",
        "This value was already replaced by a rotation and works only for a while. Only the newest value of a key can rotate it.");

    /// <summary>Rotates the key that the actor came by. A value that a rotation replaced cannot do it again: a thief could
    /// otherwise keep the key and lock its owner out.</summary>
    public Task<Result<RotatedApiKey>> RotateOwnAsync(RotateApiKeyRequest request, CancellationToken ct = default)
    {
        var value = ApiKeyToken.Create();
        return operations.ChangeAsync<int, RotatedApiKey>(Requirement.OwnKey, _ => ReadOverlap(request), async (work, overlap) =>
        {
            var key = await work.Db.ApiKeys.SingleAsync(k => k.Id == work.Actor.ApiKeyId, ct);
            // Within the transaction: another rotation may have come first since the value was accepted.
            if (KeyHash.Of(key.Hash) != work.Actor.ApiKeyValue)
                return Replaced;
            var before = key.Hint;
            key.Rotate(value, overlap == 0 ? null : work.Now.AddHours(overlap), work.Now);
            key.Version++;
            work.Audit(AuditActions.ApiKeyRotated, ApiKeyService.Target(key), new { Hint = before }, new { key.Hint, key.PreviousUntil });
            await work.SaveAsync(ct);
            return (await queries.FindAsync(work.Db, key.Id, ct))
                .Map(row => new RotatedApiKey(row, new ApiKeySecret(value), key.PreviousUntil));
        }, ct);
    }

    private static Result<int> ReadOverlap(RotateApiKeyRequest request) =>
        request.OverlapHours is < 0 or > RotateApiKeyRequest.MaximumOverlap
        ? Error.Invalid("overlapHours", $"Choose 0 to {RotateApiKeyRequest.MaximumOverlap} hours.")
        : request.OverlapHours ?? DefaultOverlap;
}
