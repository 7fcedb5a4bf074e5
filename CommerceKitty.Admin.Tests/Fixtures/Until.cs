using System.Diagnostics;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Waits for something that comes by itself and tells nobody: the one place that looks again and again.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until there is something.</summary>
    /// <param name="look">Null while there is nothing.</param>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task<T> ThereIsAsync<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience;)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"Waited {Patience.TotalSeconds} seconds in vain for {what}.");
    }
}
