using System.Collections.Concurrent;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Checks passwords on a few threads of its own, with a bounded queue. A check takes a tenth of a second of a processor; on the
/// threads that answer requests, some sign-ins a second from anybody would make every API call wait (docs/security.md).</summary>
public sealed class PasswordChecks : IDisposable
{
    /// <summary>The most checks that wait, for each thread: some three seconds' worth.</summary>
    public const int QueuePerThread = 32;

    private readonly BlockingCollection<Action> _queue;
    private readonly Lazy<Thread[]> _threads;

    /// <summary>With half of the machine's processors.</summary>
    public PasswordChecks()
        : this(Math.Max(1, Environment.ProcessorCount / 2))
    {
    }

    /// <param name="threads">How many checks run at once.</param>
    internal PasswordChecks(int threads)
    {
        _queue = new(threads * QueuePerThread);
        _threads = new(() => [.. Enumerable.Range(0, threads).Select(_ => Start())]);
    }

    /// <summary>How many checks wait.</summary>
    internal int Waiting => _queue.Count;

    /// <summary>Runs the check when a thread is free.</summary>
    /// <param name="check">The work.</param>
    /// <param name="ct">The caller has gone: a check that has not begun is left out.</param>
    /// <returns>The check's answer, or null when too many wait.</returns>
    public async Task<bool?> TryRunAsync(Func<bool> check, CancellationToken ct)
    {
        _ = _threads.Value;
        // What follows must not run on a thread that is for checks alone.
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.TryAdd(() => Run(check, answer, ct)) ? await answer.Task : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.CompleteAdding();

    private static void Run(Func<bool> check, TaskCompletionSource<bool> answer, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            answer.TrySetCanceled(ct);
            return;
        }

        try
        {
            answer.TrySetResult(check());
        }
        catch (Exception exception)
        {
            answer.TrySetException(exception);
        }
    }

    private Thread Start()
    {
        var thread = new Thread(() =>
        {
            foreach (var check in _queue.GetConsumingEnumerable())
                check();
        })
        { IsBackground = true, Name = "Password checks" };
        thread.Start();
        return thread;
    }
}
