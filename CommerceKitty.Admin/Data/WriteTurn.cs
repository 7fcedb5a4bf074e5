namespace CommerceKitty.Admin.Data;

/// <summary>Lets this process's transactions on SQLite come one after the other. SQLite blocks the thread of who waits for its file; here
/// they wait without one, so that readers go on while another program holds the file.</summary>
public sealed class WriteTurn : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly TimeSpan _patience;

    /// <param name="patience">How long a transaction waits for those before it.</param>
    public WriteTurn(TimeSpan patience) => _patience = patience;

    /// <summary>Waits until it is this one's turn, which ends when the answer is disposed.</summary>
    /// <exception cref="TimeoutException">The database is held for longer than the patience (R11).</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken ct) =>
        await _one.WaitAsync(_patience, ct)
            ? new Turn(_one)
            : throw new TimeoutException("The database is being written to for too long. Try again in a few seconds.");

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        private int _over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
                one.Release();
        }
    }
}
