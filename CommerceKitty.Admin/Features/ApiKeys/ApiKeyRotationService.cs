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
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Gives a key a new value. The one thing that a key may do to power: its own goes on, under another value (R7).</summary>
public sealed class ApiKeyRotationService(CurrentActor current, UnitOfWork unitOfWork, ApiKeyService keys)
{
    private const int DefaultOverlap = 24;

    private static readonly Error Replaced = new(ErrorKind.Conflict, "value-replaced",
        "This value was already replaced by a rotation and works only for a while. Only the newest value of a key can rotate it.");

    /// <summary>Rotates the key that the actor came by. A value that a rotation replaced cannot do it again: whoever stole it could
    /// otherwise keep the key and lock its owner out.</summary>
    public async Task<Result<RotatedApiKey>> RotateOwnAsync(RotateApiKeyRequest request, CancellationToken ct = default)
    {
        if (await current.GetAsync(ct) is not { ApiKeyId: { } id } actor)
            return Error.NotFound("API key");
        if (request.OverlapHours is < 0 or > RotateApiKeyRequest.MaximumOverlap)
            return Error.Invalid("overlapHours", $"Choose 0 to {RotateApiKeyRequest.MaximumOverlap} hours.");
        var overlap = request.OverlapHours ?? DefaultOverlap;
        var value = ApiKeyToken.Create();
        var rotated = await unitOfWork.RunAsync<ApiKey>(async work =>
        {
            var now = await work.ReadAgainAsync(actor, ct);
            if (!now.IsDone)
                return now.Error;
            var key = await work.Db.ApiKeys.SingleAsync(k => k.Id == id, ct);
            // Within the transaction: another rotation may have come first since the value was let in.
            if (KeyHash.Of(key.Hash) != actor.ApiKeyValue)
                return Replaced;
            var before = key.Hint;
            key.PreviousHash = overlap == 0 ? null : key.Hash;
            key.PreviousUntil = overlap == 0 ? null : work.Now.AddHours(overlap);
            (key.Hash, key.Hint) = (ApiKeyToken.Hash(value), ApiKeyToken.Hint(value));
            key.Version++;
            work.Audit(now.Value, AuditActions.ApiKeyRotated, new AuditTarget("api-keys", key.Id, key.Name),
                new { Hint = before }, new { key.Hint, key.PreviousUntil });
            return key;
        }, ct);
        if (!rotated.IsDone)
            return rotated.Error;
        var row = await keys.GetOwnAsync(ct);
        return row.Map(key => new RotatedApiKey(key, new ApiKeySecret(value), rotated.Value.PreviousUntil));
    }
}
