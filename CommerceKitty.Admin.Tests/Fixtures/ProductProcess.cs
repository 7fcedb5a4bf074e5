namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The product as a process of its own: the command line beside a running server.</summary>
public static class ProductProcess
{
    /// <summary>Runs a command over this SQLite file and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string databaseFile, params string[] arguments) =>
        RunAsync("Sqlite", $"Data Source={databaseFile}", arguments);

    /// <summary>Runs a command over this database and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string provider, string connectionString, string[] arguments) => Tool.RunAsync(
        "dotnet",
        Path.GetTempPath(),
        new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Database__Provider"] = provider,
            ["ConnectionStrings__CommerceKitty"] = connectionString,
        },
        [typeof(Program).Assembly.Location, .. arguments]);
}
