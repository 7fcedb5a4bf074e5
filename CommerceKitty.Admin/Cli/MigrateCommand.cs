using System.CommandLine;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Startup;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>migrate</c>: updates the database to this version.</summary>
public static class MigrateCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliHost host)
    {
        var command = new Command("migrate", "Update the database to this version's schema.");
        command.SetAction((parsed, ct) => host.HostAsync(async services =>
        {
            var applied = await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
            // The standard groups too: the next command may add the owner to one.
            await DatabasePreparation.RunAsync(services, ct);
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(new { Applied = applied });
            else if (applied.Count == 0)
                host.Console.WriteLine("The database is already up to date.");
            else
                host.Console.WriteLine($"The database is up to date. Applied: {string.Join(", ", applied)}");
            return CommandLine.Done;
        }));
        return command;
    }
}
