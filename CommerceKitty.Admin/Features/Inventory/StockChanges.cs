using System.Security.Cryptography;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Runs changes that touch stock, of which many want the same few rows at once. Versions make sure that none is lost or
/// oversold (the database refuses the later one); this makes sure that the later one is tried again instead of failing. Within a
/// process changes of stock wait for their turn, so that only other nodes can be in the way (docs/decisions/0007).</summary>
public sealed class StockChanges(UnitOfWork unitOfWork) : IDisposable
{
    private const int Attempts = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Runs the operation as <see cref="UnitOfWork.RunAsync"/> does, again whenever somebody else changed the same rows
    /// meanwhile. The operation must have no effect elsewhere.</summary>
    /// <exception cref="TimeoutException">So many changes wait that the turn did not come; nothing was done.</exception>
    public async Task<Result<T>> RunAsync<T>(Func<Work, Task<Result<T>>> operation, CancellationToken ct = default)
    {
        if (!await _turn.WaitAsync(Patience, ct))
            throw new TimeoutException("Too many changes of stock wait for their turn.");
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var result = await unitOfWork.RunAsync(operation, ct);
                if (!ReferenceEquals(result.Error, Error.ChangedMeanwhile) || attempt == Attempts)
                    return result;
                // Nodes that met once must not meet again at the same moment.
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * Math.Min(attempt, 10)), ct);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
