using System.Security.Cryptography;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Runs changes that touch stock, of which many want the same few rows at once. Versions make sure that none is lost or
/// oversold (the database refuses the later one); this makes sure that the later one is tried again instead of failing. Within a
/// process changes of stock wait for their turn, so that only other nodes can be in the way (docs/decisions/0007).</summary>
public sealed class StockChanges : IChangeQueue, IDisposable
{
    private const int Attempts = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">So many changes wait that the turn did not come; nothing was done.</exception>
    public async Task<Result<T>> RunAsync<T>(Func<Task<Result<T>>> change, CancellationToken ct = default)
    {
        using var turn = await WaitForTurnAsync(ct);
        for (var attempt = 1; ; attempt++)
        {
            var result = await change();
            if (!ReferenceEquals(result.Error, Error.ChangedMeanwhile) || attempt == Attempts)
                return result;
            // Nodes that met once must not meet again at the same moment.
            await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * Math.Min(attempt, 10)), ct);
        }
    }

    /// <summary>Keeps every other change of stock waiting until the answer is disposed.</summary>
    internal async Task<IDisposable> WaitForTurnAsync(CancellationToken ct = default) =>
        await _turn.WaitAsync(Patience, ct)
            ? new Turn(_turn)
            : throw new TimeoutException("Too many changes of stock wait for their turn.");

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
