using System.Diagnostics;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Another program, run to its end.</summary>
public static class Tool
{
    /// <summary>Runs it and waits for its end.</summary>
    /// <param name="program">Its name, found in PATH.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    /// <param name="arguments">What to give it.</param>
    /// <exception cref="TimeoutException">It did not end; it was ended with everything that it had started.</exception>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(program, folder, environment, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Until.Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{program} {string.Join(' ', arguments)} did not end within {Until.Timeout.TotalMinutes} minutes.",
                exception);
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts it; its input and outputs are the caller's.</summary>
    internal static Process Start(string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
