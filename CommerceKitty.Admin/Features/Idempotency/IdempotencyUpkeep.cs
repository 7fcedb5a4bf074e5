using CommerceKitty.Admin.Data;

namespace CommerceKitty.Admin.Features.Idempotency;

/// <summary>Deletes answers to requests with an <c>Idempotency-Key</c> after <see cref="IdempotencyStore.Memory"/>.</summary>
internal sealed class IdempotencyUpkeep : IUpkeepTask
{
    /// <inheritdoc/>
    public Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default) => IdempotencyStore.ForgetAsync(work, atMost, ct);
}
