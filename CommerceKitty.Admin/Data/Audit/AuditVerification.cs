using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data.Audit;

/// <summary>Whether the audit log's chain holds.</summary>
/// <param name="Entries">How many entries were read, up to the break if there is one.</param>
/// <param name="Head">The hash of the newest entry as the chain's head has it.</param>
/// <param name="Break">Where it breaks; null when it holds.</param>
public sealed record AuditVerification(long Entries, byte[] Head, AuditBreak? Break)
{
    /// <summary>Computes the whole chain from its first entry on. Entries that are written while it runs are not looked at.</summary>
    /// <param name="db">The database.</param>
    /// <param name="progress">Told now and then how many entries were read.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<AuditVerification> RunAsync(
        CommerceKittyDbContext db, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        const int Told = 50_000;
        // First what is there, then what the head says: the chain only grows, so the head is never behind.
        var newest = await db.AuditEntries.MaxAsync(e => e.Number, ct) ?? 0;
        var head = await AuditChain.ReadHeadAsync(db, ct);
        if (newest > head.Number)
            return await BrokenAsync(head.Number + 1, AuditBreakKind.BeyondTheHead);
        var unchained = await db.AuditEntries.AsNoTracking().Where(e => e.Number == null).OrderBy(e => e.Id).Select(e => (long?)e.Id)
            .FirstOrDefaultAsync(ct);
        var (number, hash) = (0L, AuditChain.Beginning);
        var entries = db.AuditEntries.AsNoTracking().Where(e => e.Number != null && e.Number <= head.Number).OrderBy(e => e.Number);
        await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (entry.Number != number + 1)
                return new(number, head.Hash, new AuditBreak(number + 1, null, null, AuditBreakKind.Missing));
            number++;
            hash = AuditChain.HashOf(entry, number, hash);
            if (!hash.AsSpan().SequenceEqual(entry.Hash))
                return new(number - 1, head.Hash, new AuditBreak(number, entry.Id, entry.At, AuditBreakKind.Changed));
            if (number % Told == 0)
                progress?.Report(number);
        }

        if (number < head.Number)
            return new(number, head.Hash, new AuditBreak(number + 1, null, null, AuditBreakKind.Missing));
        if (!hash.AsSpan().SequenceEqual(head.Hash))
            return new(number, head.Hash, new AuditBreak(number, null, null, AuditBreakKind.Head));
        return new(number, head.Hash, unchained is { } id ? new AuditBreak(null, id, null, AuditBreakKind.NotChained) : null);

        async Task<AuditVerification> BrokenAsync(long at, AuditBreakKind kind)
        {
            var entry = await db.AuditEntries.AsNoTracking().Where(e => e.Number >= at).OrderBy(e => e.Number).FirstAsync(ct);
            return new(0, head.Hash, new AuditBreak(entry.Number, entry.Id, entry.At, kind));
        }
    }
}
