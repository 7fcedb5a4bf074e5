using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Access;

/// <summary>One try to carry out an <see cref="IdempotentRequest"/>. What it changes commits together with the note that it did, and only
/// while nobody has taken it over: so neither a crash nor a node that was too slow makes the change happen twice.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Number">Which try it is.</param>
public sealed record IdempotentAttempt(long RequestId, int Number)
{
    /// <summary>The request while this try is the one that counts, else null.</summary>
    public async Task<IdempotentRequest?> FindAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        await db.IdempotentRequests.SingleOrDefaultAsync(r => r.Id == RequestId && r.Attempt == Number, ct);

    /// <summary>Notes within a change's transaction that it commits.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Someone took the request over.</exception>
    public async Task CommitWithAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        var request = await FindAsync(db, ct) ?? throw new DbUpdateConcurrencyException("The request was taken over.");
        request.Committed = true;
    }
}
