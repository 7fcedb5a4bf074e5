using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Deletes counters of wrong passwords after a day.</summary>
internal sealed class PasswordTriesUpkeep : IUpkeepTask
{
    /// <inheritdoc/>
    public async Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default)
    {
        // Few: one for each browser at which a person mistyped and never came back.
        var before = work.Now.AddDays(-1);
        var counters = await work.Db.UserTokens.Where(t => t.LoginProvider == PasswordTries.Counter).ToListAsync(ct);
        work.Db.UserTokens.RemoveRange(counters.Where(t => !(PasswordTries.TimeOf(t.Value) >= before)));
        return 0;
    }
}
