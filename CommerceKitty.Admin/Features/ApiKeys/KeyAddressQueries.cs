using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Reads from where and by which clients keys were used. It is written behind: up to 10 seconds are missing (R10).</summary>
public sealed class KeyAddressQueries(Operations operations)
{
    /// <summary>How many addresses are listed.</summary>
    public const int MostListed = 100;

    /// <summary>From where a key was used between two times, by whole hours.</summary>
    /// <param name="apiKeyId">The key.</param>
    /// <param name="from">UTC; the first hour.</param>
    /// <param name="to">UTC; the hour after the last.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<KeyAddresses>> ListAsync(int apiKeyId, DateTime from, DateTime to, CancellationToken ct = default) =>
        operations.ReadAsync<KeyAddresses>(Permissions.ApiKeys.View, async (db, _) =>
        {
            return await db.ApiKeys.AnyAsync(k => k.Id == apiKeyId, ct)
                ? await ReadAsync(db, apiKeyId, from, to, ct)
                : Error.NotFound("API key");
        }, ct);

    /// <summary>The same within the caller's read.</summary>
    internal static async Task<KeyAddresses> ReadAsync(
        CommerceKittyDbContext db, int apiKeyId, DateTime from, DateTime to, CancellationToken ct)
    {
        var rows = db.ApiKeyAddresses.AsNoTracking().Where(a => a.ApiKeyId == apiKeyId && a.Hour >= from && a.Hour < to);
        var named = rows.Where(a => a.Address != string.Empty);
        var all = await rows.SumAsync(a => a.Count, ct);
        var addresses = await named.Select(a => a.Address).Distinct().CountAsync(ct);
        var most = await named
            .GroupBy(a => a.Address)
            .Select(g => new { Address = g.Key, Count = g.Sum(a => a.Count), LastAt = g.Max(a => a.LastAt) })
            .OrderByDescending(a => a.Count).ThenBy(a => a.Address)
            .Take(MostListed)
            .ToListAsync(ct);
        var (texts, lasts) = (most.ConvertAll(a => a.Address), most.ConvertAll(a => a.LastAt));
        var clients = await named
            .Where(a => texts.Contains(a.Address) && lasts.Contains(a.LastAt))
            .Select(a => new { a.Address, a.LastAt, a.UserAgent })
            .ToListAsync(ct);
        var clientOf = clients.ToLookup(c => (c.Address, c.LastAt), c => c.UserAgent);
        return new KeyAddresses(
            most.ConvertAll(a => new KeyAddress(
                a.Address, a.Count, a.LastAt, clientOf[(a.Address, a.LastAt)].FirstOrDefault() ?? string.Empty)),
            addresses,
            all - most.Sum(a => a.Count));
    }
}
