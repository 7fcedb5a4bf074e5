using CommerceKitty.Admin.Data;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Deletes sessions that have been over for <see cref="UserSessions.Memory"/>.</summary>
internal sealed class UserSessionUpkeep : IUpkeepTask
{
    /// <inheritdoc/>
    public Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default) => UserSessions.ForgetAsync(work, atMost, ct);
}
