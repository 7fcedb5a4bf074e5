using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>Deletes calls after <see cref="Memory"/>, also of keys that nobody calls with any more.</summary>
internal sealed class CallUpkeep : IUpkeepTask
{
    /// <summary>How long calls are kept.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(400);

    /// <inheritdoc/>
    public async Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default)
    {
        var before = work.Now - Memory;
        var old = await work.Db.ApiKeyCalls.Where(c => c.At < before).OrderBy(c => c.At).ThenBy(c => c.Id).Take(atMost).ToListAsync(ct);
        work.Db.ApiKeyCalls.RemoveRange(old);
        return old.Count;
    }
}
