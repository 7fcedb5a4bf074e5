using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data;

/// <summary>Says whether anything was changed, on whichever node: every change writes an entry of the audit log (R8), so its end tells.
/// One look-up at the end of the primary key.</summary>
public sealed class ChangeVersion(IDbContextFactory<CommerceKittyDbContext> databases)
{
    /// <summary>So many entries at the end are counted: of two changes at once the one with the smaller number may commit last.</summary>
    private const int Tail = 200;

    private long _from;

    /// <summary>Another value than before when anything was changed since; now and then also when nothing was.</summary>
    public async Task<(long Newest, int Count)> ReadAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var from = Volatile.Read(ref _from);
        var end = await db.AuditEntries.AsNoTracking().Where(e => e.Id > from).GroupBy(_ => 1)
            .Select(g => new { Newest = g.Max(e => e.Id), Count = g.Count() })
            .FirstOrDefaultAsync(ct);
        if (end is null)
            return (from, 0);
        if (end.Count > 2 * Tail)
            Volatile.Write(ref _from, end.Newest - Tail);
        return (end.Newest, end.Count);
    }
}
