using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Reads the hourly counters of keys. They are written behind: up to 10 seconds are missing (R10).</summary>
public sealed class ApiKeyUsageQueries(Operations operations, ApiKeyQueries keys, TimeProvider time)
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
            if (!key.IsDone)
                return key.Error;
            var usage = await ReadAsync(db.ApiKeyUsages, id, span.Value.From, span.Value.To, ct);
            return ApiKeyUsageResource.Of(
                id, span.Value, usage, await KeyAddressQueries.ReadAsync(db, id, span.Value.From, span.Value.To, ct));
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

    /// <summary>The counters of a key's hours, within the caller's read; those of several nodes are added up.</summary>
    internal static async Task<List<KeyUsage>> ReadAsync(
        IQueryable<ApiKeyUsage> usages, int id, DateTime from, DateTime to, CancellationToken ct) =>
        await usages
            .Where(u => u.ApiKeyId == id && u.Hour >= from && u.Hour < to)
            .GroupBy(u => new { u.Hour, u.Permission, u.Result })
            .OrderBy(g => g.Key.Hour).ThenBy(g => g.Key.Permission).ThenBy(g => g.Key.Result)
            .Select(g => new KeyUsage(g.Key.Hour, g.Key.Permission, g.Key.Result, g.Sum(u => u.Count)))
            .ToListAsync(ct);
}
