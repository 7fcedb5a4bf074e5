using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data;

/// <summary>Writes what requests note in memory: at most <see cref="FlushInterval"/> late, and at shutdown (R10).</summary>
public abstract partial class WriteBehind(TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>How often it writes; half of what R10 allows, so that a failed flush can be repeated in time.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long a reader waits for what is not written yet.</summary>
    private static readonly TimeSpan CatchUpWait = TimeSpan.FromSeconds(2);

    /// <summary>Tries of one save while other nodes change the same rows.</summary>
    private const int Tries = 5;

    private readonly SemaphoreSlim _oneFlush = new(1, 1);

    /// <summary>What is written, for the log: "Uses of API keys".</summary>
    protected abstract string What { get; }

    /// <summary>Writes all that is not written yet. What cannot be written stays for the next time.</summary>
    public async Task FlushAsync(CancellationToken ct = default)
    {
        await _oneFlush.WaitAsync(ct);
        try
        {
            await WriteAsync(ct);
        }
        finally
        {
            _oneFlush.Release();
        }
    }

    /// <summary>Writes all that is noted so far, for a reader who needs it. It returns after two seconds at the latest: a database that
    /// is busy or away must not keep the reader from what is there.</summary>
    public async Task CatchUpAsync(CancellationToken ct = default)
    {
        try
        {
            await TryFlushAsync(CancellationToken.None).WaitAsync(CatchUpWait, time, ct);
        }
        catch (TimeoutException)
        {
            // The write goes on.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _oneFlush.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes; one call at a time.</summary>
    protected abstract Task WriteAsync(CancellationToken ct);

    /// <summary>Writes each part. A part that cannot be written does not keep the others from being written; a database that is away is
    /// asked twice.</summary>
    /// <exception cref="Exception">What the first or second failure was, once every part was tried.</exception>
    protected static async Task WriteEachAsync<T>(IEnumerable<T> parts, Func<T, Task> write)
    {
        Exception? failure = null;
        foreach (var part in parts)
        {
            try
            {
                await write(part);
            }
            catch (Exception exception)
                when (exception is not OperationCanceledException && (failure is null || !DatabaseFaults.IsSilence(failure)))
            {
                failure = exception;
            }
        }

        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Saves, and again from the start when another node changed or added the same rows a moment ago.</summary>
    protected static async Task SaveAsync(Func<Task> save)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await save();
                return;
            }
            catch (DbUpdateException exception)
                when (attempt < Tries && (exception is DbUpdateConcurrencyException || DatabaseSetup.IsLostRace(exception)))
            {
                // What is there now is read by the next try.
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFlushAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Shutting down; StopAsync writes the rest.
        }
    }

    private async Task TryFlushAsync(CancellationToken ct)
    {
        try
        {
            await FlushAsync(ct);
        }
        catch (Exception exception)
        {
            // A database that is away for a while must not end the recorder (R11); what is unsaved stays for the next flush.
            LogFlushFailed(exception, What);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} could not be saved; trying again")]
    private partial void LogFlushFailed(Exception exception, string what);
}
