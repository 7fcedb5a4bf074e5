using System.CommandLine;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

namespace CommerceKitty.Admin.Cli;

/// <summary>Runs a command with the app's services, settings and database, but without a web server or background work.</summary>
public sealed class CliHost(CommandConsole console, Action<IHostApplicationBuilder>? configure)
{
    /// <summary>Seconds that a command waits for its turn. A script would rather wait than fail.</summary>
    private const int Patience = 60;

    /// <summary>The option <c>--json</c>, which every command has.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON, in the API's format.", Recursive = true };

    /// <summary>Where commands read and write.</summary>
    public CommandConsole Console => console;

    /// <summary>Runs the command as the operator of this machine. The database must be up to date.</summary>
    public Task<int> RunAsync(Func<IServiceProvider, Task<int>> command, CancellationToken ct) =>
        HostAsync(async services =>
        {
            if (services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            {
                await DatabasePreparation.RunAsync(services, ct);
            }
            else if (!await services.GetRequiredService<DatabaseMigrator>().IsUpToDateAsync(ct))
            {
                console.Fail($"The database is not up to date. Run: {RootCommand.ExecutableName} migrate");
                return CommandLine.Refused;
            }

            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine(Environment.UserName));
            return await command(scope.ServiceProvider);
        });

    /// <summary>Runs the command with the database in whatever version it is.</summary>
    public async Task<int> HostAsync(Func<IServiceProvider, Task<int>> command)
    {
        try
        {
            using var host = Build();
            await WaitForTurnAsync(host.Services.GetRequiredService<DatabaseMigrator>());
            return await command(host.Services);
        }
        catch (Exception exception) when (StartProblems.Describe(exception) is { } problem)
        {
            console.Fail(problem);
            return CommandLine.Refused;
        }
    }

    /// <summary>Waits while a server seeds or migrates, and says so. After a while the command runs all the same, and says what it
    /// meets.</summary>
    private async Task WaitForTurnAsync(DatabaseMigrator migrator)
    {
        for (var tries = 0; tries < Patience && await migrator.IsBusyAsync(); tries++)
        {
            if (tries == 0)
                console.Note("Another program is writing to the database. Waiting for it.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private IHost Build()
    {
        // The environment's name is read as the web server reads it: ASPNETCORE_ first, then DOTNET_.
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration["hostBuilder:reloadConfigOnChange"] = "false";
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Configuration = configuration,
            ContentRootPath = HostSetup.ContentRoot(),
            // The default is the name of the process that hosts this code.
            ApplicationName = typeof(CliHost).Assembly.GetName().Name,
        });
        // The command reports its own errors; a log line could end up in a script's input.
        builder.Logging.ClearProviders();
        builder.Configuration[DatabaseSetup.Patience] = Patience.ToString(System.Globalization.CultureInfo.InvariantCulture);
        configure?.Invoke(builder);
        builder.AddCommerceKittySettings();
        builder.AddCommerceKittyCore();
        return builder.Build();
    }
}
