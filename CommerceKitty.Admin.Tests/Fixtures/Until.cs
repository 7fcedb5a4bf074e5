using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bunit;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Waits for something that comes by itself and tells nobody, and holds the one limit of all waiting.</summary>
public static class Until
{
    /// <summary>How long a test waits at most for a page, an answer, a process or anything else. A wait costs nothing once its condition
    /// holds, so the limit is for a machine that is many times as busy as it should be. The only one: <c>WaitingTests</c> holds
    /// that.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The same as Playwright counts it.</summary>
    public static float TimeoutInMilliseconds => (float)Timeout.TotalMilliseconds;

    /// <summary>Checks until there is something.</summary>
    /// <param name="look">Null while there is nothing.</param>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task<T> ThereIsAsync<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Timeout;)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"Waited {Timeout.TotalMinutes} minutes for {what}.");
    }

    /// <summary>bUnit's and Playwright's own limits, before any test.</summary>
    [ModuleInitializer]
    internal static void SetDefaults()
    {
        BunitContext.DefaultWaitTimeout = Timeout;
        Microsoft.Playwright.Assertions.SetDefaultExpectTimeout(TimeoutInMilliseconds);
    }
}
