using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Reads which values of a rotated key are in use: is anything still using the old one?</summary>
public sealed class KeyValueQueries(Operations operations, ApiKeyQueries keys, ApiKeyValueRecorder uses, TimeProvider time)
{
    /// <summary>The values of a key; null when it was never rotated, or before that was noted.</summary>
    public async Task<Result<KeyValues?>> GetAsync(int id, CancellationToken ct = default)
    {
        await uses.CatchUpAsync(ct);
        return await operations.ReadAsync<KeyValues?>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, ct);
            if (key is null)
                return Error.NotFound("API key");
            return key.RotatedAt is { } rotated ? await ReadAsync(db, key, rotated, ct) : (KeyValues?)null;
        }, ct);
    }

    private async Task<KeyValues?> ReadAsync(CommerceKittyDbContext db, ApiKey key, DateTime rotated, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var isOverlapping = key.PreviousHash is not null && key.PreviousUntil > now;
        var current = await ReadValueAsync(db, key.Id, key.Hash, rotated, ct);
        // What came after the overlap can only be of the new value, and is not counted apart.
        var overlapped = key.PreviousUntil
            ?? await db.ApiKeyEndedValues.Where(v => v.ApiKeyId == key.Id).MaxAsync(v => (DateTime?)v.EndedAt, ct)
            ?? rotated;
        var row = (await keys.FindAsync(db, key.Id, ct)).Value;
        var later = row?.LastUsedAt >= overlapped ? row : null;
        var tried = await db.Refusals
            .Where(r => r.ApiKeyId == key.Id && r.Reason == RefusalReason.Replaced)
            .GroupBy(r => r.Address)
            .Select(g => new RefusedAddress(g.Key, g.Sum(r => r.Count), g.Max(r => r.LastAt)))
            .ToListAsync(ct);
        return new KeyValues(
            rotated,
            StateOf(key.Hint, current, later),
            isOverlapping ? StateOf(key.PreviousHint, await ReadValueAsync(db, key.Id, key.PreviousHash!, rotated, ct)) : null,
            [.. tried.OrderByDescending(t => t.LastAt).Take(KeyReceipt.MostAddresses)])
        {
            PreviousUntil = isOverlapping ? key.PreviousUntil : null,
            PreviousEndsOnUse = isOverlapping && key.PreviousEndsOnUse,
            CurrentFirstUsedAt = current.Count > 0 ? current.Min(u => u.FirstAt) : later?.LastUsedAt,
        };
    }

    private static KeyValueState StateOf(string? hint, List<ApiKeyValueUse> uses, ApiKeyRow? later = null)
    {
        var state = new KeyValueState(
            hint ?? string.Empty,
            uses.Count == 0 ? null : uses.Max(u => u.LastAt),
            [.. uses.Select(u => new KeyAddress(u.Address, u.Count, u.LastAt, u.UserAgent))]);
        return later is null || state.LastUsedAt > later.LastUsedAt
            ? state with { LastUsedFrom = state.Addresses.FirstOrDefault()?.Address }
            : state with { LastUsedAt = later.LastUsedAt, LastUsedFrom = later.LastUsedFrom };
    }

    /// <summary>The latest first. A value may have been the newest of an earlier overlap: what was counted before the last rotation is
    /// no answer to what uses it now.</summary>
    private static Task<List<ApiKeyValueUse>> ReadValueAsync(
        CommerceKittyDbContext db, int id, byte[] hash, DateTime since, CancellationToken ct)
    {
        var value = ApiKeyValueUse.IdOf(hash);
        return db.ApiKeyValueUses.AsNoTracking().Where(u => u.ApiKeyId == id && u.Value == value && u.LastAt >= since)
            .OrderByDescending(u => u.LastAt).ThenBy(u => u.Address)
            .ToListAsync(ct);
    }
}
