using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>From which networks keys are accepted (R4).</summary>
public sealed class ApiKeyNetworkService(Operations operations, ApiKeyQueries queries, TimeProvider time)
{
    /// <summary>The field that errors name.</summary>
    internal const string Field = "allowedNetworks";

    /// <summary>How many days of use a preview looks at.</summary>
    public const int PreviewDays = 30;

    /// <summary>Sets from where the key is accepted; it applies from the next request. Anything but a narrower list gives out power, so R6
    /// and R7 apply.</summary>
    /// <param name="id">The key.</param>
    /// <param name="networks">The entries, see <see cref="NetworkList"/>; null for anywhere, empty for nowhere.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: any.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<ApiKeyRow>> SetAsync(
        int id, IReadOnlyList<string>? networks, ExpectedVersion? expectedVersion = null, CancellationToken ct = default)
    {
        var changed = await operations.ChangeAsync<NetworkList?, ApiKeyRow>(
            Permissions.ApiKeys.Edit, _ => Read(networks), SetWithinAsync, ct);
        return changed.OrStale(expectedVersion, "API key");

        async Task<Result<ApiKeyRow>> SetWithinAsync(Work work, NetworkList? list)
        {
            var key = await work.Db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, ct);
            if (key is null)
                return Error.NotFound("API key");
            if (ExpectedVersion.RefuseOther(expectedVersion, key.Version, "API key") is { } stale)
                return stale;
            if (key.RefuseRevoked() is { } revoked)
                return revoked;
            var before = NetworkList.Of(key.AllowedNetworks);
            if (before?.ToString() == list?.ToString())
                return await queries.FindAsync(work.Db, id, ct);
            if (!NetworkList.IsNarrower(list, before) && await ApiKeyService.RefuseDelegationAsync(work, key, ct) is { } refusal)
                return refusal;
            key.AllowedNetworks = list?.ToString();
            key.Version++;
            work.Audit(AuditActions.ApiKeyNetworksSet, ApiKeyService.Target(key),
                new { AllowedNetworks = before?.Entries }, new { AllowedNetworks = list?.Entries });
            await work.SaveAsync(ct);
            return await queries.FindAsync(work.Db, id, ct);
        }
    }

    /// <summary>Which of the addresses that used the key in <see cref="PreviewDays"/> days the list would shut out.</summary>
    /// <param name="id">The key.</param>
    /// <param name="networks">As for <see cref="SetAsync"/>.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<NetworkPreview>> PreviewAsync(int id, IReadOnlyList<string>? networks, CancellationToken ct = default) =>
        operations.ReadAsync<NetworkPreview>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var list = Read(networks);
            if (!list.IsDone)
                return list.Error;
            if (!await db.ApiKeys.AnyAsync(k => k.Id == id, ct))
                return Error.NotFound("API key");
            var now = time.GetUtcNow().UtcDateTime;
            var used = await KeyAddressQueries.ReadAsync(db, id, now.AddDays(-PreviewDays), now.AddHours(1), ct);
            return new NetworkPreview(
                [.. used.Most.Where(a => list.Value is { } l && AddressText.Parse(a.Address) is { } address && !l.Holds(address))],
                [.. used.Most.Where(a => AddressText.Parse(a.Address) is not null)],
                used.Others,
                list.Value?.HoldsEverything ?? false);
        }, ct);

    /// <summary>The list from what was entered; null stays null.</summary>
    internal static Result<NetworkList?> Read(IReadOnlyList<string>? networks)
    {
        if (networks is null)
            return (NetworkList?)null;
        var read = NetworkList.Read(networks, Field);
        return read.IsDone ? read.Value : read.Error;
    }
}
