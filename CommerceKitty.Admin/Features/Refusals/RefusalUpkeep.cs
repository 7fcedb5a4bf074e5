using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>Deletes refusals after <see cref="Memory"/>.</summary>
internal sealed class RefusalUpkeep : IUpkeepTask
{
    /// <summary>How long refusals are kept.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public async Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default)
    {
        var before = work.Now - Memory;
        // In the order of the index by hour.
        var old = await work.Db.Refusals
            .Where(r => r.Hour < before)
            .OrderBy(r => r.Hour).ThenBy(r => r.ApiKeyId).ThenBy(r => r.Reason).ThenBy(r => r.Permission).ThenBy(r => r.Address)
            .Take(atMost)
            .ToListAsync(ct);
        work.Db.Refusals.RemoveRange(old);
        return old.Count;
    }
}
