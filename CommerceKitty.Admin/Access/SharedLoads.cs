using System.Collections.Concurrent;

namespace CommerceKitty.Admin.Access;

/// <summary>Loads that several requests wait for together. A load may be joined for as long as a lease lasts from its start: so what a
/// joiner gets is no older than what it could have had from memory.</summary>
internal sealed class SharedLoads<TKey, T>(TimeSpan joinable, TimeProvider clock)
    where TKey : notnull
    where T : class
{
    private readonly ConcurrentDictionary<TKey, Load> _running = new();

    /// <summary>What a load begun now, or a moment ago, finds; null when there is nothing.</summary>
    public Task<T?> GetAsync(TKey key, Func<TKey, Task<T?>> load)
    {
        if (_running.TryGetValue(key, out var running) && clock.GetElapsedTime(running.StartedAt) < joinable)
            return running.Task;
        var mine = new Load(clock.GetTimestamp());
        _running[key] = mine;
        mine.Task = RunAsync(key, mine, load);
        return mine.Task;
    }

    private async Task<T?> RunAsync(TKey key, Load mine, Func<TKey, Task<T?>> load)
    {
        try
        {
            return await load(key);
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(key, mine));
        }
    }

    private sealed class Load(long startedAt)
    {
        private readonly TaskCompletionSource<Task<T?>> _task = new();

        public long StartedAt => startedAt;

        public Task<T?> Task { get => _task.Task.Unwrap(); set => _task.SetResult(value); }
    }
}
