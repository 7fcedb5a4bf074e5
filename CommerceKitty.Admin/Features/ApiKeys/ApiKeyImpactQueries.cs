using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What would stop without a key, before it is stopped, and what was refused since, afterwards.</summary>
public sealed class ApiKeyImpactQueries(Operations operations, ApiKeyQueries keys, IKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>What would stop without the key. For who is about to disable or revoke it, from the list or its page.</summary>
    public async Task<Result<KeyImpact>> GetImpactAsync(int id, CancellationToken ct = default)
    {
        await uses.CatchUpAsync(ct);
        var requirement = Requirement.Either(Permissions.ApiKeys.View, Permissions.ApiKeys.ViewAll);
        return await operations.ReadAsync<KeyImpact>(requirement, async (db, _) =>
        {
            var key = await keys.FindAsync(db, id, ct);
            if (!key.IsDone)
                return key.Error;
            var now = time.GetUtcNow().UtcDateTime;
            // The hour that has just begun counts, also where another node's clock is a little ahead.
            var accepted = (await ApiKeyUsageQueries.ReadAsync(db.ApiKeyUsages, id, now.AddDays(-30), now.AddHours(1), ct))
                .FindAll(u => u.Result == KeyUseResult.Accepted);
            return new KeyImpact(
                key.Value,
                accepted.Where(u => u.Hour >= now.AddDays(-1)).Sum(u => u.Count),
                accepted.Sum(u => u.Count),
                accepted.GroupBy(u => u.Hour).Select(h => h.Sum(u => u.Count)).DefaultIfEmpty().Max(),
                await KeyAddressQueries.ReadAsync(db, id, now.AddDays(-30), now.AddHours(1), ct),
                await ListRoutesAsync(db, id, ct),
                [
                    .. accepted.Where(u => u.Permission.Length > 0).GroupBy(u => u.Permission)
                        .OrderByDescending(g => g.Sum(u => u.Count))
                        .Select(g => PermissionCatalogue.Find(g.Key)?.Label ?? g.Key),
                ],
                KeyRhythm.Find(accepted.Select(u => u.Hour).ToHashSet(), now));
        }, ct);
    }

    /// <summary>What happened since the key was revoked, from the ledger of refusals.</summary>
    public Task<Result<KeyReceipt>> GetReceiptAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<KeyReceipt>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var key = await keys.FindAsync(db, id, ct);
            if (!key.IsDone)
                return key.Error;
            var addresses = await db.Refusals
                .Where(r => r.ApiKeyId == id && r.Reason == RefusalReason.Revoked)
                .GroupBy(r => r.Address)
                .Select(g => new RefusedAddress(g.Key, g.Sum(r => r.Count), g.Max(r => r.LastAt)))
                .ToListAsync(ct);
            return new KeyReceipt(
                key.Value,
                addresses.Sum(a => a.Count),
                addresses.Count == 0 ? null : addresses.Max(a => a.LastAt),
                [
                    .. addresses.OrderByDescending(a => a.Count).ThenBy(a => a.Address, StringComparer.Ordinal)
                        .Take(KeyReceipt.MostAddresses),
                ]);
        }, ct);

    /// <summary>Of the recent calls, which are at most some hundred.</summary>
    private static async Task<IReadOnlyList<string>> ListRoutesAsync(CommerceKittyDbContext db, int id, CancellationToken ct) =>
        await db.ApiKeyCalls
            .Where(c => c.ApiKeyId == id && c.Status < ApiKeyCall.FirstFailure && c.Route != string.Empty)
            .GroupBy(c => new { c.Method, c.Route })
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Route)
            .Take(KeyImpact.MostRoutes)
            .Select(g => g.Key.Method + " " + g.Key.Route)
            .ToListAsync(ct);
}
