using System.Collections.Concurrent;
using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Counts each key's uses and remembers the latest, and writes both behind (R10). A request adds to a number in memory and
/// allocates nothing. Nodes never write the same counter's row.</summary>
public sealed partial class ApiKeyUseRecorder(
    IDbContextFactory<CommerceKittyDbContext> databases,
    TimeProvider time,
    ILogger<ApiKeyUseRecorder> logger) : WriteBehind(time, logger), IKeyUseRecorder
{
    /// <summary>How many keys are counted at the same time, some 200 bytes each. Beyond it uses are accepted but not counted, and the log
    /// says so.</summary>
    internal const int MostKeys = 250_000;

    /// <summary>How many addresses of all keys are told apart at the same time, some 120 bytes each.</summary>
    internal const int MostAddresses = 250_000;

    /// <summary>Keys written in one transaction: on SQLite nobody else can write during it.</summary>
    private const int KeysInBatch = 500;

    // Ours alone among all runs of all nodes.
#pragma warning disable RS0030 // Not an id of a thing: it only keeps the rows of two nodes apart.
    private readonly Guid _node = Guid.NewGuid();
#pragma warning restore RS0030
    private readonly ConcurrentDictionary<int, KeyUseCounters> _counters = new();
    // Counters that a request counted on just after they were let go of.
    private readonly ConcurrentQueue<KeyValuePair<int, KeyUseCounters>> _handedBack = new();
    private readonly ILogger _logger = logger;
    private readonly TimeProvider _time = time;
    private readonly KeyAddressBudget _addresses = new(MostAddresses);
    private long _uncounted;

    /// <inheritdoc/>
    protected override string What => "Uses of API keys";

    /// <summary>Notes what became of a request with this key, which was accepted. No I/O.</summary>
    public void Used(int apiKeyId, Permission? permission, KeyUseResult result, HttpContext http) =>
        Accepted(apiKeyId, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString(), permission, result);

    /// <summary>Notes that this key was accepted, and what then became of the request.</summary>
    public void Accepted(
        int apiKeyId, IPAddress? address, string userAgent, Permission? permission = null, KeyUseResult result = KeyUseResult.Accepted)
    {
        if (CountersOf(apiKeyId) is not { } counters)
            return;
        var now = _time.GetUtcNow().UtcDateTime;
        counters.Count(now, permission, result);
        counters.Use(now, address, userAgent);
        HandBackIfRetired(apiKeyId, counters);
    }

    /// <summary>Notes that this key was turned away.</summary>
    public void Refused(int apiKeyId, KeyRefusal refusal)
    {
        if (CountersOf(apiKeyId) is not { } counters)
            return;
        counters.Count(_time.GetUtcNow().UtcDateTime, permission: null, refusal switch
        {
            KeyRefusal.Disabled => KeyUseResult.Disabled,
            KeyRefusal.Revoked => KeyUseResult.Revoked,
            KeyRefusal.Expired or KeyRefusal.Replaced => KeyUseResult.Expired,
            KeyRefusal.UserDisabled => KeyUseResult.UserDisabled,
            KeyRefusal.Network => KeyUseResult.Network,
            _ => throw new InvalidOperationException($"{refusal} is not said of a key that exists."),
        });
        HandBackIfRetired(apiKeyId, counters);
    }

    /// <summary>The key's latest use that is not in the database yet, on this node; null when there is none.</summary>
    public KeyUse? Unsaved(int apiKeyId) => _counters.TryGetValue(apiKeyId, out var counters) ? counters.UnsavedUse : null;

    /// <inheritdoc/>
    protected override async Task WriteAsync(CancellationToken ct)
    {
        await WriteEachAsync(
            _counters.Where(m => m.Value.IsUnsaved).Chunk(KeysInBatch).Concat(TakeHandedBack()), batch => SaveAsync(batch, ct));
        // Nothing for a whole interval: the next use starts again.
        var now = _time.GetUtcNow().UtcDateTime;
        foreach (var (id, counters) in _counters.Where(m => m.Value.IsIdle(now) && m.Value.Retire()).ToList())
            _counters.TryRemove(KeyValuePair.Create(id, counters));
        if (Interlocked.Exchange(ref _uncounted, 0) is > 0 and var uncounted)
            LogUncounted(uncounted, MostKeys);
    }

    private void HandBackIfRetired(int apiKeyId, KeyUseCounters counters)
    {
        if (counters.IsRetired)
            _handedBack.Enqueue(new(apiKeyId, counters));
    }

    /// <summary>One by one: their key may have another counters by now, and a batch names each key once.</summary>
    private IEnumerable<KeyValuePair<int, KeyUseCounters>[]> TakeHandedBack()
    {
        for (var left = _handedBack.Count; left > 0 && _handedBack.TryDequeue(out var counters); left--)
        {
            yield return [counters];
            // It could not be saved: again with the next flush.
            if (!counters.Value.Retire())
                _handedBack.Enqueue(counters);
        }
    }

    private KeyUseCounters? CountersOf(int apiKeyId)
    {
        if (_counters.TryGetValue(apiKeyId, out var counters))
            return counters;
        if (_counters.Count < MostKeys)
            return _counters.GetOrAdd(apiKeyId, static (_, budget) => new KeyUseCounters(budget), _addresses);
        Interlocked.Increment(ref _uncounted);
        return null;
    }

    private async Task SaveAsync(KeyValuePair<int, KeyUseCounters>[] counters, CancellationToken ct)
    {
        var taken = Array.ConvertAll(counters, m => (Id: m.Key, Unsaved: m.Value.Take()));
        await SaveAsync(() => SaveAsync(taken, ct));
        foreach (var (_, unsaved) in taken)
            unsaved.Saved();
    }

    private async Task SaveAsync((int Id, KeyUseCounters.Unsaved Unsaved)[] taken, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await SaveUsesAsync(db, taken, ct);
        await SaveCountsAsync(db, taken, ct);
        await SaveAddressesAsync(db, taken, ct);
        await db.SaveChangesAsync(ct);
    }

    private static async Task SaveUsesAsync(
        CommerceKittyDbContext db, (int Id, KeyUseCounters.Unsaved Unsaved)[] taken, CancellationToken ct)
    {
        var uses = taken.Where(t => t.Unsaved.Use is not null).ToDictionary(t => t.Id, t => t.Unsaved.Use!);
        var rows = await db.ApiKeyLastUses.Where(u => uses.Keys.Contains(u.ApiKeyId)).ToDictionaryAsync(u => u.ApiKeyId, ct);
        foreach (var (id, use) in uses)
        {
            if (!rows.TryGetValue(id, out var row))
                db.ApiKeyLastUses.Add(new ApiKeyLastUse { ApiKeyId = id, At = use.At, Address = use.Address, UserAgent = use.UserAgent });
            else if (row.At < use.At)
                (row.At, row.Address, row.UserAgent) = (use.At, use.Address, use.UserAgent);
        }
    }

    private async Task SaveCountsAsync(CommerceKittyDbContext db, (int Id, KeyUseCounters.Unsaved Unsaved)[] taken, CancellationToken ct)
    {
        var counts = taken
            .SelectMany(t => t.Unsaved.Counts.Select(c => (Key: (t.Id, c.Counter.Hour, c.Counter.Permission, c.Counter.Result), c.Count)))
            .ToList();
        if (counts.Count == 0)
            return;
        var ids = counts.Select(c => c.Key.Id).Distinct().ToList();
        var first = counts.Min(c => c.Key.Hour);
        var rows = await db.ApiKeyUsages.Where(u => ids.Contains(u.ApiKeyId) && u.Hour >= first && u.Node == _node)
            .ToDictionaryAsync(u => (u.ApiKeyId, u.Hour, u.Permission, u.Result), ct);
        foreach (var (key, count) in counts)
        {
            if (rows.TryGetValue(key, out var row))
            {
                row.Count += count;
                continue;
            }

            rows[key] = row = new ApiKeyUsage
            {
                ApiKeyId = key.Id,
                Hour = key.Hour,
                Permission = key.Permission,
                Result = key.Result,
                Node = _node,
                Count = count,
            };
            db.ApiKeyUsages.Add(row);
        }
    }

    /// <summary>All nodes add to the same rows, and keep the bound together.</summary>
    private static async Task SaveAddressesAsync(
        CommerceKittyDbContext db, (int Id, KeyUseCounters.Unsaved Unsaved)[] taken, CancellationToken ct)
    {
        var counts = taken.SelectMany(t => t.Unsaved.Addresses.Select(a => (t.Id, a.Counter, a.Count))).ToList();
        if (counts.Count == 0)
            return;
        var (ids, first) = (counts.Select(c => c.Id).Distinct().ToList(), counts.Min(c => c.Counter.Hour));
        var rows = await db.ApiKeyAddresses.Where(a => ids.Contains(a.ApiKeyId) && a.Hour >= first)
            .ToDictionaryAsync(a => (a.ApiKeyId, a.Hour, a.Address), ct);
        var addresses = rows.Keys.Where(k => k.Address.Length > 0).CountBy(k => (k.ApiKeyId, k.Hour)).ToDictionary();
        foreach (var (id, counter, count) in counts)
        {
            var (hour, address, at) = (counter.Hour, counter.Address, counter.LastAt);
            var known = addresses.GetValueOrDefault((id, hour));
            if (known >= ApiKeyAddress.MostAddresses && !rows.ContainsKey((id, hour, address)))
                address = string.Empty;
            var userAgent = address.Length == 0 ? string.Empty : counter.UserAgent;
            if (rows.TryGetValue((id, hour, address), out var row))
            {
                row.Count += count;
                if (row.LastAt <= at)
                    (row.LastAt, row.UserAgent) = (at, userAgent);
                continue;
            }

            rows[(id, hour, address)] = row =
                new() { ApiKeyId = id, Hour = hour, Address = address, Count = count, LastAt = at, UserAgent = userAgent };
            db.ApiKeyAddresses.Add(row);
            if (address.Length > 0)
                addresses[(id, hour)] = known + 1;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Uses} uses of API keys were accepted but not counted: more than {MostKeys} keys are in use at once"
    )]
    private partial void LogUncounted(long uses, int mostKeys);
}
