using System.Collections.Concurrent;
using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Counts the uses of each value of a key while two of them work, by address, and writes them behind (R10). The first use of a
/// new value gives the old one its end, where it waits for that.</summary>
public sealed class ApiKeyValueRecorder(
    IDbContextFactory<CommerceKittyDbContext> databases,
    UnitOfWork unitOfWork,
    TimeProvider time,
    ILogger<ApiKeyValueRecorder> logger) : WriteBehind(time, logger), IKeyValueRecorder
{
    /// <summary>How many values and addresses are told apart at the same time, some 200 bytes each; further ones are not counted.</summary>
    internal const int MostCounters = 50_000;

    /// <summary>Rows written in one transaction: on SQLite nobody else can write during it.</summary>
    private const int RowsInBatch = 500;

    private readonly ConcurrentDictionary<(int ApiKeyId, long Value, IPAddress? Address), Counter> _counters = new();
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override string What => "Uses of rotated API keys";

    /// <inheritdoc/>
    public void Used(int apiKeyId, in KeyHash value, IPAddress? address, string userAgent)
    {
        var of = (apiKeyId, ApiKeyValueUse.IdOf(value), address);
        while (true)
        {
            if (!_counters.TryGetValue(of, out var counter))
            {
                if (_counters.Count >= MostCounters)
                    return;
                counter = _counters.GetOrAdd(of, static _ => new Counter());
            }

            if (counter.TryAdd(_time.GetUtcNow().UtcDateTime, userAgent))
                return;
            // The flush has just let go of it.
            _counters.TryRemove(KeyValuePair.Create(of, counter));
        }
    }

    /// <inheritdoc/>
    protected override async Task WriteAsync(CancellationToken ct)
    {
        var unsaved = _counters.Select(c => (c.Key, Counter: c.Value, Taken: c.Value.Take())).Where(c => c.Taken.Count > 0).ToList();
        await WriteEachAsync(unsaved.Chunk(RowsInBatch), async batch =>
        {
            var first = new HashSet<(int ApiKeyId, long Value)>();
            await SaveAsync(() => SaveAsync([.. batch.Select(c => (c.Key, c.Taken))], first, ct));
            foreach (var (_, counter, taken) in batch)
                counter.Saved(taken.Count);
            await EndPreviousAsync(first, ct);
        });
        foreach (var counter in _counters.Where(c => c.Value.Retire()).ToList())
            _counters.TryRemove(counter);
    }

    /// <summary>All nodes add to the same rows, and keep the bound together.</summary>
    private async Task SaveAsync(
        IReadOnlyList<((int ApiKeyId, long Value, IPAddress? Address) Of, Taken Taken)> counts,
        HashSet<(int ApiKeyId, long Value)> used,
        CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (ids, values) = (counts.Select(c => c.Of.ApiKeyId).Distinct().ToList(), counts.Select(c => c.Of.Value).Distinct().ToList());
        var rows = await db.ApiKeyValueUses.Where(u => ids.Contains(u.ApiKeyId) && values.Contains(u.Value))
            .ToDictionaryAsync(u => (u.ApiKeyId, u.Value, u.Address), ct);
        var addresses = rows.Keys.Where(k => k.Address.Length > 0).CountBy(k => (k.ApiKeyId, k.Value)).ToDictionary();
        foreach (var (of, taken) in counts)
        {
            var address = AddressText.Of(of.Address) is { Length: > 0 } text ? text : "unknown";
            var known = addresses.GetValueOrDefault((of.ApiKeyId, of.Value));
            if (known >= ApiKeyValueUse.MostAddresses && !rows.ContainsKey((of.ApiKeyId, of.Value, address)))
                address = string.Empty;
            var userAgent = address.Length == 0 ? string.Empty : ApiKeyLastUse.SanitizeUserAgent(taken.UserAgent);
            used.Add((of.ApiKeyId, of.Value));
            if (rows.TryGetValue((of.ApiKeyId, of.Value, address), out var row))
            {
                row.Count += taken.Count;
                row.FirstAt = taken.FirstAt < row.FirstAt ? taken.FirstAt : row.FirstAt;
                if (row.LastAt <= taken.LastAt)
                    (row.LastAt, row.UserAgent) = (taken.LastAt, userAgent);
                continue;
            }

            rows[(of.ApiKeyId, of.Value, address)] = row = new()
            {
                ApiKeyId = of.ApiKeyId,
                Value = of.Value,
                Address = address,
                Count = taken.Count,
                FirstAt = taken.FirstAt,
                LastAt = taken.LastAt,
                UserAgent = userAgent,
            };
            db.ApiKeyValueUses.Add(row);
            if (address.Length > 0)
                addresses[(of.ApiKeyId, of.Value)] = known + 1;
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Gives an end to each old value that waits for the first use of the new one, among the values that were just
    /// used.</summary>
    private async Task EndPreviousAsync(HashSet<(int ApiKeyId, long Value)> used, CancellationToken ct)
    {
        var ids = used.Select(u => u.ApiKeyId).Distinct().ToList();
        List<int> waiting;
        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            var keys = await db.ApiKeys.AsNoTracking().Where(k => k.PreviousEndsOnUse && ids.Contains(k.Id))
                .Select(k => new { k.Id, k.Hash }).ToListAsync(ct);
            waiting = [.. keys.Where(k => used.Contains((k.Id, ApiKeyValueUse.IdOf(k.Hash)))).Select(k => k.Id)];
        }

        foreach (var id in waiting)
            await unitOfWork.RunAsync(Actor.System, work => EndPreviousAsync(work, id, ct), ct);
    }

    private static async Task<Result<Done>> EndPreviousAsync(Work work, int id, CancellationToken ct)
    {
        var key = await work.Db.ApiKeys.SingleAsync(k => k.Id == id, ct);
        var value = ApiKeyValueUse.IdOf(key.Hash);
        var first = await work.Db.ApiKeyValueUses.Where(u => u.ApiKeyId == id && u.Value == value).MinAsync(u => (DateTime?)u.FirstAt, ct);
        var before = key.PreviousUntil;
        if (first is not { } at || !key.EndPreviousAfter(at))
            return Done.Value;
        key.Version++;
        work.Audit(AuditActions.ApiKeyPreviousEndSet, ApiKeyService.Target(key), new { PreviousUntil = before }, new { key.PreviousUntil });
        return Done.Value;
    }

    /// <summary>What of a counter is to be saved.</summary>
    private readonly record struct Taken(long Count, DateTime FirstAt, DateTime LastAt, string UserAgent);

    /// <summary>The uses of one value from one address that are not saved yet.</summary>
    private sealed class Counter
    {
        private readonly Lock _changing = new();
        private Taken _unsaved;
        private bool _wasSilent;
        private bool _isRetired;

        /// <returns>False when it is retired; then nothing was added.</returns>
        public bool TryAdd(DateTime now, string userAgent)
        {
            lock (_changing)
            {
                if (_isRetired)
                    return false;
                var said = ReferenceEquals(_unsaved.UserAgent, userAgent) ? userAgent : ApiKeyLastUse.BoundUserAgent(userAgent);
                _unsaved = new(_unsaved.Count + 1, _unsaved.Count == 0 ? now : _unsaved.FirstAt, now, said);
                return true;
            }
        }

        public Taken Take()
        {
            lock (_changing)
                return _unsaved;
        }

        /// <summary>What was added since it was taken stays.</summary>
        public void Saved(long count)
        {
            lock (_changing)
                _unsaved = _unsaved with { Count = _unsaved.Count - count, FirstAt = _unsaved.LastAt };
        }

        /// <summary>Lets go of it, when nothing came since this was last asked.</summary>
        public bool Retire()
        {
            lock (_changing)
            {
                _isRetired = _wasSilent && _unsaved.Count == 0;
                _wasSilent = _unsaved.Count == 0;
                return _isRetired;
            }
        }
    }
}
