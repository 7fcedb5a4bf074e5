using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Adds up what runs of nodes counted in hours that are over, so that rows do not grow with each start of the server, and deletes
/// usage after <see cref="Memory"/>.</summary>
internal sealed class ApiKeyUsageUpkeep : IUpkeepTask
{
    /// <summary>How long usage is kept.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(400);

    /// <summary>An hour is over for every node then, but for what waits while a database is away: that is added up the next time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(2);

    /// <summary>How far back it looks for what is not added up yet.</summary>
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(14);

    /// <inheritdoc/>
    public async Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default)
    {
        var before = work.Now - Memory;
        var usages = await work.Db.ApiKeyUsages.Where(u => u.Hour < before).OrderBy(u => u.Hour).ThenBy(u => u.ApiKeyId)
            .Take(atMost)
            .ToListAsync(ct);
        work.Db.ApiKeyUsages.RemoveRange(usages);
        var addresses = await work.Db.ApiKeyAddresses.Where(a => a.Hour < before).OrderBy(a => a.Hour).ThenBy(a => a.ApiKeyId)
            .Take(atMost)
            .ToListAsync(ct);
        work.Db.ApiKeyAddresses.RemoveRange(addresses);
        var values = await work.Db.ApiKeyValueUses.Where(u => u.LastAt < before).OrderBy(u => u.LastAt).ThenBy(u => u.ApiKeyId)
            .Take(atMost)
            .ToListAsync(ct);
        work.Db.ApiKeyValueUses.RemoveRange(values);
        return Math.Max(Math.Max(usages.Count, Math.Max(addresses.Count, values.Count)), await AddUpAsync(work, atMost, ct));
    }

    private static async Task<int> AddUpAsync(Work work, int atMost, CancellationToken ct)
    {
        var (from, to) = (work.Now - LooksBack, work.Now - Settled);
        var counted = await work.Db.ApiKeyUsages
            .Where(u => u.Hour >= from && u.Hour < to && u.Node != ApiKeyUsage.AllNodes)
            .OrderBy(u => u.Hour).ThenBy(u => u.ApiKeyId).ThenBy(u => u.Permission).ThenBy(u => u.Result)
            .Take(atMost)
            .ToListAsync(ct);
        if (counted.Count == 0)
            return 0;
        var (ids, hours) = (counted.Select(u => u.ApiKeyId).Distinct().ToList(), counted.Select(u => u.Hour).Distinct().ToList());
        var sums = await work.Db.ApiKeyUsages
            .Where(u => ids.Contains(u.ApiKeyId) && hours.Contains(u.Hour) && u.Node == ApiKeyUsage.AllNodes)
            .ToDictionaryAsync(u => (u.ApiKeyId, u.Hour, u.Permission, u.Result), ct);
        foreach (var row in counted)
        {
            var of = (row.ApiKeyId, row.Hour, row.Permission, row.Result);
            if (!sums.TryGetValue(of, out var sum))
            {
                sums[of] = sum = new ApiKeyUsage
                {
                    ApiKeyId = row.ApiKeyId,
                    Hour = row.Hour,
                    Permission = row.Permission,
                    Result = row.Result,
                    Node = ApiKeyUsage.AllNodes,
                    Count = 0,
                };
                work.Db.ApiKeyUsages.Add(sum);
            }

            sum.Count += row.Count;
        }

        work.Db.ApiKeyUsages.RemoveRange(counted);
        return counted.Count;
    }
}
