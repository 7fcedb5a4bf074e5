using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Changes several keys in one transaction: an audit entry for each (R8), and one wait for all of them until every node knows
/// (R12). What is refused for one key is done for the others.</summary>
public sealed class ApiKeyBulkService(Operations operations)
{
    /// <summary>The most keys at once.</summary>
    public const int MostKeys = 500;

    /// <summary>Does the same to each key, as the method of <see cref="ApiKeyService"/> for one key would.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="ids">The keys; 1 to <see cref="MostKeys"/>, each once.</param>
    /// <param name="pause">How long, where they are paused.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>What became of each key, in the order of <paramref name="ids"/>.</returns>
    public Task<Result<IReadOnlyList<KeyBulkResult>>> ApplyAsync(
        KeyBulkAction action, IReadOnlyCollection<int> ids, PauseApiKeyRequest? pause = null, CancellationToken ct = default) =>
        operations.ChangeAsync<IReadOnlyList<int>, IReadOnlyList<KeyBulkResult>>(
            action == KeyBulkAction.Revoke ? Permissions.ApiKeys.Delete : Permissions.ApiKeys.Edit,
            _ => Read(action, ids, pause),
            async (work, wanted) =>
            {
                var keys = await work.Db.ApiKeys.Where(k => wanted.Contains(k.Id)).ToDictionaryAsync(k => k.Id, ct);
                var results = new List<KeyBulkResult>();
                foreach (var id in wanted)
                {
                    var key = keys.GetValueOrDefault(id);
                    var refusal = key is null ? Error.NotFound("API key") : await ApplyAsync(work, action, key, pause, ct);
                    if (key is not null && work.Db.Entry(key).State == EntityState.Modified)
                        key.Version++;
                    results.Add(new(id, key?.Name ?? string.Empty, refusal));
                }

                return results;
            }, ct);

    private static Task<Error?> ApplyAsync(Work work, KeyBulkAction action, ApiKey key, PauseApiKeyRequest? pause, CancellationToken ct)
    {
        switch (action)
        {
            case KeyBulkAction.Pause:
                return ApiKeyService.PauseAsync(work, key, pause!, ct);
            case KeyBulkAction.Enable:
                return ApiKeyService.EnableAsync(work, key, ct);
            case KeyBulkAction.Disable:
                return Task.FromResult(ApiKeyService.Disable(work, key));
            default:
                ApiKeyService.Revoke(work, key);
                return Task.FromResult<Error?>(null);
        }
    }

    private static Result<IReadOnlyList<int>> Read(KeyBulkAction action, IReadOnlyCollection<int> ids, PauseApiKeyRequest? pause)
    {
        if (!Enum.IsDefined(action))
            return Error.Invalid("action", "Choose what is done to the keys.");
        if (action == KeyBulkAction.Pause && pause is null)
            return Error.Invalid("until", "Choose how long the keys are paused.");
        var wanted = ids.Distinct().ToList();
        return wanted.Count is >= 1 and <= MostKeys
            ? wanted
            : Error.Invalid("ids", string.Create(CultureInfo.InvariantCulture, $"Choose 1 to {MostKeys} keys."));
    }
}
