using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Reads the hourly counters of keys. They are written behind: up to 10 seconds are missing (R10).</summary>
public sealed class ApiKeyUsageQueries(Operations operations, ApiKeyQueries keys, IKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>How many days <see cref="ListWeeksAsync"/> counts.</summary>
    public const int WeekDays = 7;

    /// <summary>A key's usage, for the API.</summary>
    public Task<Result<ApiKeyUsageResource>> GetAsync(int id, ApiKeyUsageRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<ApiKeyUsageResource>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var span = UsageSpan.Read(request, time.GetUtcNow().UtcDateTime);
            if (!span.IsDone)
                return span.Error;
            var key = await keys.FindAsync(db, id, ct);
            return key.IsDone
                ? ApiKeyUsageResource.Of(id, span.Value, await ReadAsync(db.ApiKeyUsages, id, span.Value.From, span.Value.To, ct))
                : key.Error;
        }, ct);

    /// <summary>A key's counters of some hours, the oldest first; those of several nodes are added up.</summary>
    /// <param name="id">The key.</param>
    /// <param name="from">UTC; the first hour.</param>
    /// <param name="to">UTC; the hour after the last.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<IReadOnlyList<KeyUsage>>> ListHoursAsync(int id, DateTime from, DateTime to, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<KeyUsage>>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var key = await keys.FindAsync(db, id, ct);
            return key.IsDone ? await ReadAsync(db.ApiKeyUsages, id, from, to, ct) : key.Error;
        }, ct);

    /// <summary>The requests of the last 7 days of the keys on a page of the list, in one query.</summary>
    public Task<Result<IReadOnlyDictionary<int, KeyWeek>>> ListWeeksAsync(IReadOnlyCollection<int> ids, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyDictionary<int, KeyWeek>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var end = time.GetUtcNow().UtcDateTime;
            var (d0, d1, d2, d3) = (end.AddDays(-7), end.AddDays(-6), end.AddDays(-5), end.AddDays(-4));
            var (d4, d5, d6) = (end.AddDays(-3), end.AddDays(-2), end.AddDays(-1));
            var sums = await db.ApiKeyUsages
                .Where(u => ids.Contains(u.ApiKeyId) && u.Hour >= d0)
                .GroupBy(u => u.ApiKeyId)
                .Select(g => new
                {
                    Id = g.Key,
                    Rejected = g.Sum(u => u.Result != KeyUseResult.Accepted ? u.Count : 0),
                    One = g.Sum(u => u.Hour < d1 ? u.Count : 0),
                    Two = g.Sum(u => u.Hour >= d1 && u.Hour < d2 ? u.Count : 0),
                    Three = g.Sum(u => u.Hour >= d2 && u.Hour < d3 ? u.Count : 0),
                    Four = g.Sum(u => u.Hour >= d3 && u.Hour < d4 ? u.Count : 0),
                    Five = g.Sum(u => u.Hour >= d4 && u.Hour < d5 ? u.Count : 0),
                    Six = g.Sum(u => u.Hour >= d5 && u.Hour < d6 ? u.Count : 0),
                    Seven = g.Sum(u => u.Hour >= d6 ? u.Count : 0),
                })
                .ToListAsync(ct);
            return sums.ToDictionary(
                s => s.Id,
                s => new KeyWeek([s.One, s.Two, s.Three, s.Four, s.Five, s.Six, s.Seven], s.Rejected));
        }, ct);

    /// <summary>The requests of all keys since a time, by hour and result; hours without requests are left out.</summary>
    /// <param name="since">UTC.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<IReadOnlyList<KeyUsage>>> ListAllHoursAsync(DateTime since, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<KeyUsage>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            return await db.ApiKeyUsages
                .Where(u => u.Hour >= since)
                .GroupBy(u => new { u.Hour, u.Result })
                .Select(g => new KeyUsage(g.Key.Hour, string.Empty, g.Key.Result, g.Sum(u => u.Count)))
                .ToListAsync(ct);
        }, ct);

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
            var accepted = (await ReadAsync(db.ApiKeyUsages, id, now.AddDays(-30), now.AddHours(1), ct))
                .FindAll(u => u.Result == KeyUseResult.Accepted);
            return new KeyImpact(
                key.Value,
                accepted.Where(u => u.Hour >= now.AddDays(-1)).Sum(u => u.Count),
                accepted.Sum(u => u.Count),
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

    private static async Task<List<KeyUsage>> ReadAsync(
        IQueryable<ApiKeyUsage> usages, int id, DateTime from, DateTime to, CancellationToken ct) =>
        await usages
            .Where(u => u.ApiKeyId == id && u.Hour >= from && u.Hour < to)
            .GroupBy(u => new { u.Hour, u.Permission, u.Result })
            .OrderBy(g => g.Key.Hour).ThenBy(g => g.Key.Permission).ThenBy(g => g.Key.Result)
            .Select(g => new KeyUsage(g.Key.Hour, g.Key.Permission, g.Key.Result, g.Sum(u => u.Count)))
            .ToListAsync(ct);
}
