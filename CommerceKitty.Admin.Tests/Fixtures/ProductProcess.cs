using System.Diagnostics;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The product as a process of its own: the command line beside a running server.</summary>
public static class ProductProcess
{
    /// <summary>Runs a command over this SQLite file and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string databaseFile, params string[] arguments) =>
        RunAsync("Sqlite", $"Data Source={databaseFile}", arguments);

    /// <summary>Runs a command over this database and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string provider, string connectionString, string[] arguments)
    {
        using var process = Start(provider, connectionString, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts it over this database; its input and outputs are the caller's.</summary>
    internal static Process Start(string provider, string connectionString, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Database__Provider"] = provider,
                ["ConnectionStrings__CommerceKitty"] = connectionString,
            },
        };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
