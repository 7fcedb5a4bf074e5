using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>Adds calls to the database and deletes those that are not kept any more: not at each time, but once a key has some more than
/// are kept.</summary>
internal sealed class CallRows
{
    /// <summary>Calls written in one transaction: on SQLite nobody else can write during it.</summary>
    public const int Batch = 500;

    /// <summary>How many calls of a key are added before its old ones are deleted.</summary>
    private const int Slack = 50;

    /// <summary>By key, how many were added since its old ones were deleted. A key that is new to this node may have many
    /// already.</summary>
    private readonly Dictionary<int, int> _added = [];

    /// <summary>Adds calls.</summary>
    public async Task AddAsync(CommerceKittyDbContext db, ReadOnlyMemory<NotedCall> calls, CancellationToken ct)
    {
        db.AddRange(calls.ToArray().Select(c => c.ToRow()));
        await db.SaveChangesAsync(ct);
        foreach (var call in calls.ToArray())
            _added[call.ApiKeyId] = _added.GetValueOrDefault(call.ApiKeyId, Slack / 2) + 1;
    }

    /// <summary>Deletes what is not kept any more of the keys that were added to.</summary>
    public async Task DeleteOldAsync(CommerceKittyDbContext db, DateTime now, CancellationToken ct)
    {
        foreach (var key in _added.Where(a => a.Value >= Slack).Select(a => a.Key).ToList())
        {
            await DeleteOldAsync(db, key, now, ct);
            _added[key] = 0;
        }

        // What is forgotten of keys is only when to look at them again.
        if (_added.Count > 100_000)
            _added.Clear();
    }

    private static async Task DeleteOldAsync(CommerceKittyDbContext db, int apiKeyId, DateTime now, CancellationToken ct)
    {
        var calls = db.ApiKeyCalls.Where(c => c.ApiKeyId == apiKeyId);
        if (await OldestOfAsync(calls, ApiKeyCall.MostKept, ct) is not { } firstKept)
            return;
        var week = now - ApiKeyCall.FailedMemory;
        var failed = calls.Where(c => c.Status >= ApiKeyCall.FirstFailure && c.At >= week);
        var firstFailedKept = await OldestOfAsync(failed, ApiKeyCall.MostFailedKept, ct) ?? week;
        db.RemoveRange(
            await calls.Where(c => c.At < firstKept && (c.Status < ApiKeyCall.FirstFailure || c.At < firstFailedKept)).ToListAsync(ct));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node deleted some of them a moment ago; what is left goes the next time.
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>When the oldest of the newest so many came; null when there are no more than those.</summary>
    private static Task<DateTime?> OldestOfAsync(IQueryable<ApiKeyCall> calls, int newest, CancellationToken ct) => calls
        .OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
        .Skip(newest - 1)
        .Select(c => (DateTime?)c.At)
        .FirstOrDefaultAsync(ct);
}
