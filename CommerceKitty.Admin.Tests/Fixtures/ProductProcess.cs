using System.Diagnostics;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The product as a process of its own: the command line beside a running server, or a server beside others.</summary>
public static class ProductProcess
{
    private static readonly string? Published = Environment.GetEnvironmentVariable("COMMERCEKITTY_TEST_PROGRAM");

    /// <summary>True when the tests are to run the published program (<c>.ci/deployment</c>) and not what the build made.</summary>
    public static bool IsPublished => Published is not null;

    /// <summary>The program that tests run: the published one, or what the build made.</summary>
    internal static string Program => Published ?? typeof(Program).Assembly.Location;

    /// <summary>Runs a command over this SQLite file and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string databaseFile, params string[] arguments) =>
        RunAsync("Sqlite", $"Data Source={databaseFile}", arguments);

    /// <summary>Runs a command over this database and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string provider,
        string connectionString,
        string[] arguments) => Tool.RunAsync("dotnet", Path.GetTempPath(), Settings(provider, connectionString), [Program, .. arguments]);

    /// <summary>Starts it over this database; its input and outputs are the caller's.</summary>
    internal static Process Start(string provider, string connectionString, string[] arguments, string? program = null) =>
        Tool.Start("dotnet", Path.GetTempPath(), Settings(provider, connectionString), [program ?? Program, .. arguments]);

    private static Dictionary<string, string> Settings(string provider, string connectionString) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Database__Provider"] = provider,
        ["ConnectionStrings__CommerceKitty"] = connectionString,
    };
}
