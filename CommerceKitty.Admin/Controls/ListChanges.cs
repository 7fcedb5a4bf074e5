using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Controls;

/// <summary>Tells open lists that something was changed, in this tab, another one or on another node. However many lists are open, a node
/// asks once in a few seconds; while none is, it does not ask.</summary>
/// <param name="version">Another value whenever anything was changed.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what goes wrong: nobody waits for the answer.</param>
public sealed partial class ListChanges(
    Func<CancellationToken, Task<(long Newest, int Count)>> version, TimeProvider time, ILogger<ListChanges> logger)
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<Watcher> _watchers = [];
    private ITimer? _timer;
    private (long, int)? _known;
    private bool _asking;

    /// <summary>Watches until it is disposed.</summary>
    /// <param name="look">Looks whether the list is another one now; false to be told again, because it could not look.</param>
    public IDisposable Watch(Func<Task<bool>> look)
    {
        var watcher = new Watcher(this, look);
        lock (_gate)
        {
            _watchers.Add(watcher);
            _timer ??= time.CreateTimer(_ => _ = AskAsync(), null, Interval, Interval);
        }

        return watcher;
    }

    private async Task AskAsync()
    {
        lock (_gate)
        {
            // A slow database is not asked twice at once.
            if (_asking)
                return;
            _asking = true;
        }

        try
        {
            var now = await version(CancellationToken.None);
            List<Watcher> told;
            lock (_gate)
            {
                var changed = now != _known;
                _known = now;
                foreach (var watcher in _watchers)
                    watcher.MustLook |= changed;
                told = _watchers.FindAll(w => w.MustLook);
            }

            await Task.WhenAll(told.Select(TellAsync));
        }
        catch (Exception exception) when (DatabaseFaults.IsSilence(exception))
        {
            // The lists say so themselves when they are used (R11); the next time it is asked again.
        }
        finally
        {
            lock (_gate)
                _asking = false;
        }
    }

    private async Task TellAsync(Watcher watcher)
    {
        try
        {
            watcher.MustLook = !await watcher.Look();
        }
        catch (Exception exception)
        {
            // A page that was closed just now, as a rule. The others are told all the same.
            watcher.MustLook = false;
            LogFailure(logger, exception);
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
            if (_watchers.Count > 0)
                return;
            _timer?.Dispose();
            (_timer, _known) = (null, null);
        }
    }

    [LoggerMessage(LogLevel.Debug, "An open list could not be told about a change.")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    private sealed class Watcher(ListChanges changes, Func<Task<bool>> look) : IDisposable
    {
        public Func<Task<bool>> Look => look;

        /// <summary>Something was changed since it looked; at first, something may have been since its rows were read.</summary>
        public bool MustLook { get; set; } = true;

        public void Dispose() => changes.Remove(this);
    }
}
