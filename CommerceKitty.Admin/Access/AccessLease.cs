namespace CommerceKitty.Admin.Access;

/// <summary>The right to answer from memory for a moment (Gray and Cheriton, "Leases", SOSP 1989). It begins with the <em>start</em> of a
/// successful read of the access version and lasts for <see cref="LeaseTerms.Duration"/> of the monotonic clock, which also runs while the
/// process is stopped. Renewed by traffic; without traffic it does nothing.</summary>
/// <param name="read">Reads the version and brings what is remembered up to it; when it returns, the lease is extended.</param>
/// <param name="terms">How long.</param>
/// <param name="clock">The monotonic clock.</param>
public sealed class AccessLease(Func<Task> read, LeaseTerms terms, TimeProvider clock)
{
    /// <summary>How long a request waits for the database before it is told that access cannot be decided (R11).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Least time between the starts of two reads: what wants a read of its own waits for the next one together with all
    /// others.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);

    private readonly long _duration = Ticks(terms.Duration, clock);
    private readonly long _renewal = Ticks(terms.Renewal, clock);
    private readonly Lock _gate = new();
    private long _heldUntil;
    private long _renewAt;
    private VersionRead? _running;
    private VersionRead? _next;
    private long _lastStart = long.MinValue;

    /// <summary>Completes when the caller may answer from memory: at once under a lease, else after a read.</summary>
    /// <exception cref="TimeoutException">The database did not answer in time (R11).</exception>
    public ValueTask HoldAsync()
    {
        var now = clock.GetTimestamp();
        if (now < Volatile.Read(ref _renewAt))
            return ValueTask.CompletedTask;
        if (now >= Volatile.Read(ref _heldUntil))
            return new ValueTask(WaitAsync(now));
        lock (_gate)
        {
            if (_running is null)
                Start(new VersionRead());
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Completes after a read that began after this call: then what is remembered is as new as the caller, and nobody is refused
    /// for something that changed since. All callers waiting share one read.</summary>
    /// <exception cref="TimeoutException">The database did not answer in time (R11).</exception>
    public Task ConfirmAsync() => WaitForAsync(NextRead(), Patience);

    /// <summary>The same with another patience: at the start there may be much to read.</summary>
    public Task ConfirmAsync(TimeSpan patience) => WaitForAsync(NextRead(), patience);

    /// <summary>Ends the lease at once: this node just changed something itself.</summary>
    public void End()
    {
        Volatile.Write(ref _renewAt, 0);
        Volatile.Write(ref _heldUntil, 0);
    }

    private async Task WaitAsync(long arrived)
    {
        VersionRead? running;
        lock (_gate)
            running = _running;
        if (running is not null)
        {
            await WaitForAsync(running, Patience);
            if (clock.GetTimestamp() < Volatile.Read(ref _heldUntil))
                return;
        }

        // A read that is slower than the lease gives none; but one that began after the request arrived is good for that request.
        var mine = NextRead();
        await WaitForAsync(mine, Patience);
        if (mine.StartedAt < arrived)
            throw new InvalidOperationException("A read that began before it was asked for proves nothing.");
    }

    private VersionRead NextRead()
    {
        lock (_gate)
        {
            if (_running is null)
                Start(new VersionRead());
            // One that has yet to begin is as good as new.
            return _running!.StartedAt == 0 ? _running : _next ??= new VersionRead();
        }
    }

    /// <summary>Only within the gate.</summary>
    private void Start(VersionRead next)
    {
        _running = next;
        var now = clock.GetTimestamp();
        var early = _lastStart == long.MinValue ? TimeSpan.Zero : Spacing - clock.GetElapsedTime(_lastStart, now);
        _ = Task.Run(() => RunAsync(next, early));
    }

    private async Task RunAsync(VersionRead current, TimeSpan delay)
    {
        try
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, clock);
            lock (_gate)
                _lastStart = current.StartedAt = clock.GetTimestamp();
            await read();
            Volatile.Write(ref _heldUntil, current.StartedAt + _duration);
            Volatile.Write(ref _renewAt, current.StartedAt + _renewal);
            Finish();
            current.Done.SetResult();
        }
        catch (Exception exception)
        {
            Finish();
            current.Done.SetException(exception);
            // Nobody may be waiting: a renewal runs ahead of its need.
            _ = current.Done.Task.Exception;
        }
    }

    private void Finish()
    {
        lock (_gate)
        {
            _running = null;
            if (_next is { } next)
            {
                _next = null;
                Start(next);
            }
        }
    }

    private async Task WaitForAsync(VersionRead awaited, TimeSpan patience)
    {
        try
        {
            await awaited.Done.Task.WaitAsync(patience, clock);
        }
        catch (Exception exception) when (exception is not TimeoutException)
        {
            // Each caller throws its own: one exception object thrown by many at once would mix their stacks.
            throw new TimeoutException("The database did not say what may be done.", exception);
        }
    }

    private static long Ticks(TimeSpan time, TimeProvider clock) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private sealed class VersionRead
    {
        /// <summary>Timestamp of the monotonic clock before anything was asked; 0 until then.</summary>
        public long StartedAt { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
