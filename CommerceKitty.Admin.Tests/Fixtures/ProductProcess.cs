using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Diagnostics;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The product as a process of its own: the command line beside a running server, or a server beside others.</summary>
public static class ProductProcess
{
    private static readonly string? Published = Environment.GetEnvironmentVariable("COMMERCEKITTY_TEST_PROGRAM");

    /// <summary>True when the tests are to run the published program (<c>.ci/deployment</c>) and not what the build made.</summary>
    public static bool IsPublished => Published is not null;

    private static string Program => Published ?? typeof(Program).Assembly.Location;

    /// <summary>Runs a command over this SQLite file and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string databaseFile, params string[] arguments) =>
        RunAsync("Sqlite", $"Data Source={databaseFile}", arguments);

    /// <summary>Runs a command over this database and waits for its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string provider,
        string connectionString,
        string[] arguments) => Tool.RunAsync("dotnet", Path.GetTempPath(), Settings(provider, connectionString), [Program, .. arguments]);

    /// <summary>Starts it over this database; its input and outputs are the caller's.</summary>
    internal static Process Start(string provider, string connectionString, string[] arguments) =>
        Tool.Start("dotnet", Path.GetTempPath(), Settings(provider, connectionString), [Program, .. arguments]);

    private static Dictionary<string, string> Settings(string provider, string connectionString) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Database__Provider"] = provider,
        ["ConnectionStrings__CommerceKitty"] = connectionString,
    };
}
