using System.CommandLine;
using System.Data.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceKitty.Admin.Cli;

/// <summary>Runs a command with the product's services, settings and database, but without a web server or background work.</summary>
public sealed class CliHost(CommandConsole console, Action<IHostApplicationBuilder>? configure)
{
    /// <summary>Every command's <c>--json</c>.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the API's resource as JSON.", Recursive = true };

    /// <summary>Where commands read and write.</summary>
    public CommandConsole Console => console;

    /// <summary>Runs the command as the operator of this machine, over a database that is up to date.</summary>
    public Task<int> RunAsync(Func<IServiceProvider, Task<int>> command, CancellationToken ct) =>
        HostAsync(async services =>
        {
            if (services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            {
                await DatabasePreparation.RunAsync(services, ct);
            }
            else if (!await services.GetRequiredService<DatabaseMigrator>().IsUpToDateAsync(ct))
            {
                console.Note($"The database is not up to date. Run: {RootCommand.ExecutableName} migrate");
                return CommandLine.Refused;
            }

            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine(Environment.UserName));
            return await command(scope.ServiceProvider);
        });

    /// <summary>Runs something over the database as it is, whatever its version.</summary>
    public async Task<int> HostAsync(Func<IServiceProvider, Task<int>> command)
    {
        try
        {
            using var host = Build();
            return await command(host.Services);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException or RetryLimitExceededException or TimeoutException)
        {
            console.Note($"The database does not answer: {(exception.InnerException ?? exception).Message} "
                + "Check that it runs and that Database:Provider and ConnectionStrings:CommerceKitty are right.");
            return CommandLine.Refused;
        }
        catch (Exception exception)
            when (exception
                    is InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or FormatException)
        {
            // A setting that is missing or wrong, or a file out of reach: its message says which.
            console.Note($"The command could not run: {exception.Message}");
            return CommandLine.Refused;
        }
    }

    private IHost Build()
    {
        // The environment's name is found exactly as the web server finds it: these settings first, then those with DOTNET_.
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration["hostBuilder:reloadConfigOnChange"] = "false";
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Configuration = configuration,
            ContentRootPath = HostSetup.ContentRoot(),
            // Otherwise the name of whatever process hosts this code.
            ApplicationName = typeof(CliHost).Assembly.GetName().Name,
        });
        // What goes wrong is said by the command itself; a log line could get between a script and its answer.
        builder.Logging.ClearProviders();
        configure?.Invoke(builder);
        builder.AddCommerceKittySettings();
        builder.AddCommerceKittyCore();
        return builder.Build();
    }
}
