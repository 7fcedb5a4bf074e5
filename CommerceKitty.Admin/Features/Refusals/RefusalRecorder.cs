using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>Keeps the ledger of refusals (R9, design §9), written behind. Nodes add to the same rows; each refusal is counted in exactly
/// one of them.</summary>
public sealed class RefusalRecorder(
    IDbContextFactory<CommerceKittyDbContext> databases,
    TimeProvider time,
    RefusalLog log,
    ILogger<RefusalRecorder> logger) : WriteBehind(time, logger), IRefusalRecorder
{
    /// <summary>Kinds written in one transaction: on SQLite nobody else can write during it.</summary>
    private const int KindsInBatch = 500;

    private readonly TimeProvider _time = time;
    private readonly RefusalTally _tally = new();

    /// <summary>How many kinds wait to be written.</summary>
    internal int Waiting => _tally.Kinds;

    /// <inheritdoc/>
    protected override string What => "Refusals";

    /// <inheritdoc/>
    public void Refused(int? apiKeyId, RefusalReason reason, Permission? permission, HttpContext http)
    {
        log.Count(reason);
        var now = _time.GetUtcNow().UtcDateTime;
        // What a value that nobody has was sent for says nothing about anybody, and would only make rows.
        var kind = new RefusalKind(
            now.Ticks / TimeSpan.TicksPerHour, apiKeyId ?? Refusal.NoKey, reason, apiKeyId is null ? null : permission,
            http.Connection.RemoteIpAddress);
        _tally.Add(kind, new RefusalCount(1, now, now, http.TraceIdentifier));
    }

    /// <inheritdoc/>
    protected override async Task WriteAsync(CancellationToken ct)
    {
        // A key's kinds together: a batch reads the rows of its keys.
        var taken = _tally.Take();
        var left = new HashSet<RefusalKind>(taken.Keys);
        try
        {
            await WriteEachAsync(taken.OrderBy(t => t.Key.Hour).ThenBy(t => t.Key.ApiKeyId).Chunk(KindsInBatch), async batch =>
            {
                await SaveAsync(() => SaveAsync(batch, ct));
                left.ExceptWith(batch.Select(t => t.Key));
            });
        }
        finally
        {
            foreach (var kind in left)
                _tally.Add(kind, taken[kind]);
        }
    }

    private async Task SaveAsync(KeyValuePair<RefusalKind, RefusalCount>[] batch, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await RefusalRows.ReadAsync(db, batch.Select(b => b.Key), ct);
        var causes = new RefusalCauses();
        foreach (var (kind, count) in batch)
        {
            var row = rows.Add(db, kind, count);
            if (row.ApiKeyId != Refusal.NoKey)
                row.CauseId = await causes.FindAsync(db, row, ct) ?? row.CauseId;
        }

        await db.SaveChangesAsync(ct);
    }
}
