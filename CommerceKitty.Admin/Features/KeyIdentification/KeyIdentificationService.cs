using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.KeyIdentification;

/// <summary>Says whose keys values are, by their hashes: the values themselves never come here (R5). The first question of every leak:
/// whose is it, and does it still work?</summary>
public sealed class KeyIdentificationService(Operations operations, ApiKeyQueries queries)
{
    /// <summary>How many values are identified at once.</summary>
    public const int MaximumValues = 5_000;

    /// <summary>Bytes of text that the browser reads at once.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>Values in one query: no provider takes any number of parameters.</summary>
    private const int ValuesInQuery = 500;

    /// <summary>Finds the keys. Each that is found is audited by an entry of its own, and all that no key has by one together: who holds a
    /// hash holds, or held, the value.</summary>
    /// <param name="hashes">SHA-256 of each value, 64 hexadecimal digits; 1 to <see cref="MaximumValues"/> of them.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The keys by hash, as it was given; a hash that no key has is missing.</returns>
    public Task<Result<IReadOnlyDictionary<string, IdentifiedKey>>> IdentifyAsync(
        IReadOnlyCollection<string> hashes, CancellationToken ct = default) =>
        operations.ChangeAsync<IReadOnlyList<Sent>, IReadOnlyDictionary<string, IdentifiedKey>>(
            Permissions.ApiKeys.View,
            _ => Read(hashes),
            async (work, sent) =>
            {
                var found = new Dictionary<string, IdentifiedKey>(StringComparer.OrdinalIgnoreCase);
                foreach (var some in sent.Chunk(ValuesInQuery))
                    await FindAsync(work, some, found, ct);
                foreach (var key in found.Values.Select(i => i.Key).DistinctBy(k => k.Id))
                    work.Audit(AuditActions.ApiKeyLookedUp, new AuditTarget("api-keys", key.Id, key.Name));
                if (sent.Count > found.Count)
                {
                    work.Audit(AuditActions.ApiKeyLookedUp, new AuditTarget("api-keys", 0, "No API key of this account"),
                        after: new { Values = sent.Count - found.Count });
                }

                return found;
            }, ct);

    private async Task FindAsync(Work work, Sent[] sent, Dictionary<string, IdentifiedKey> found, CancellationToken ct)
    {
        var hashes = Array.ConvertAll(sent, s => s.Hash);
        var stored = await work.Db.ApiKeys.AsNoTracking()
            .Where(k => hashes.Contains(k.Hash) || (k.PreviousHash != null && hashes.Contains(k.PreviousHash)))
            .Select(k => new { k.Id, k.Hash, k.PreviousHash })
            .ToListAsync(ct);
        var ended = await work.Db.ApiKeyEndedValues.AsNoTracking().Where(v => hashes.Contains(v.Hash)).ToListAsync(ct);
        if (stored.Count == 0 && ended.Count == 0)
            return;
        var ids = stored.Select(k => k.Id).Concat(ended.Select(v => v.ApiKeyId)).Distinct().ToList();
        var rows = (await queries.ListWithinAsync(work.Db, ids, ct)).ToDictionary(r => r.Id);
        var endings = await FindEndingsAsync(work.Db, [.. rows.Values], ct);
        var byHash = new Dictionary<string, (int Id, bool IsReplaced, bool IsEnded)>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in ended)
            byHash[Convert.ToHexString(value.Hash)] = (value.ApiKeyId, true, true);
        foreach (var key in stored)
        {
            byHash[Convert.ToHexString(key.Hash)] = (key.Id, false, false);
            if (key.PreviousHash is not null)
                byHash[Convert.ToHexString(key.PreviousHash)] = (key.Id, true, false);
        }

        foreach (var (hex, _) in sent)
        {
            if (byHash.TryGetValue(hex, out var key))
                found[hex] = new(rows[key.Id], key.IsReplaced, endings.GetValueOrDefault(key.Id)) { IsEnded = key.IsEnded };
        }
    }

    /// <summary>Who disabled or revoked each key, or disabled its user, last.</summary>
    private static async Task<Dictionary<int, KeyEnding>> FindEndingsAsync(
        CommerceKittyDbContext db, List<ApiKeyRow> keys, CancellationToken ct)
    {
        var ended = keys.FindAll(k => k.Status is ApiKeyStatus.Revoked or ApiKeyStatus.Disabled).ConvertAll(k => k.Id);
        var users = keys.FindAll(k => k.Status == ApiKeyStatus.UserDisabled).ConvertAll(k => k.UserId);
        var keyEntries = await LatestAsync("api-keys", ended, [AuditActions.ApiKeyDisabled, AuditActions.ApiKeyRevoked]);
        var userEntries = await LatestAsync("users", users, [AuditActions.UserDisabled]);
        var endings = new Dictionary<int, KeyEnding>();
        foreach (var key in keys)
        {
            if ((key.Status == ApiKeyStatus.UserDisabled ? userEntries.GetValueOrDefault(key.UserId) : keyEntries.GetValueOrDefault(key.Id))
                is { } ending)
            {
                endings[key.Id] = ending;
            }
        }

        return endings;

        async Task<Dictionary<int, KeyEnding>> LatestAsync(string type, List<int> ids, string[] actions)
        {
            if (ids.Count == 0)
                return [];
            var latest = db.AuditEntries
                .Where(e => e.TargetType == type && ids.Contains(e.TargetId) && actions.Contains(e.Action))
                .GroupBy(e => e.TargetId)
                .Select(g => g.Max(e => e.Id));
            return await db.AuditEntries.AsNoTracking().Where(e => latest.Contains(e.Id))
                .ToDictionaryAsync(e => e.TargetId, e => new KeyEnding(e.At, e.Actor, e.Id), ct);
        }
    }

    private static Result<IReadOnlyList<Sent>> Read(IReadOnlyCollection<string> hashes)
    {
        if (hashes.Count is < 1 or > MaximumValues)
            return Error.Invalid("hashes", $"Send 1 to {MaximumValues} hashes.");
        var sent = new List<Sent>();
        foreach (var hex in hashes.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var hash = ApiKeyService.ReadHash(hex);
            if (!hash.IsDone)
                return hash.Error;
            sent.Add(new(hex, hash.Value));
        }

        return sent;
    }

    private sealed record Sent(string Hex, byte[] Hash);
}
