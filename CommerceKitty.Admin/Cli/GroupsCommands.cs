using System.CommandLine;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Lookalikes;
using CommerceKitty.Admin.Features.UserGroups;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>groups add|list|set</c>.</summary>
public static class GroupsCommands
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("groups", "Add and list user groups, and set their permissions.")
    {
        Add(host),
        List(host),
        Set(host),
    };

    private static Command Add(CliHost host)
    {
        var code = new Option<string>("--code")
        {
            Description = "The group's code: lowercase letters, digits and dashes. Scripts and the API use it.",
            HelpName = "CODE",
            Required = true,
        };
        var name = new Option<string>("--name") { Description = "The group's name.", HelpName = "NAME", Required = true };
        var permissions = PermissionsOption();
        var command = new Command("add", "Add a user group.") { code, name, permissions };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var request = new CreateUserGroupRequest(parsed.GetValue(code), parsed.GetValue(name), Split(parsed.GetValue(permissions)));
            var added = await services.GetRequiredService<UserGroupService>().CreateAsync(request, ct);
            if (added.IsDone)
                await host.Console.NoteTwinAsync(services, LookalikeKind.UserGroups, added.Value.Name, ct);
            return Answer(host, parsed, added, "Added");
        }, ct));
        return command;
    }

    private static Command List(CliHost host)
    {
        var command = new Command("list", "List user groups by name.");
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var listed = await services.GetRequiredService<UserGroupService>().ListAsync(ct);
            if (!listed.IsDone)
                return host.Console.Refuse(listed.Error);
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(listed.Value.Select(g => g.ToResource()).ToList());
                return CommandLine.Done;
            }

            host.Console.WriteTable(
                ["ID", "CODE", "NAME", "MEMBERS", "PERMISSIONS"],
                listed.Value.Select(g => (string[])
                    [Ids.Text(g.Id), g.Code, g.Name, Ids.Text(g.Members), g.Granted.Count == 0 ? "-" : string.Join(',', g.Permissions)]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Set(CliHost host)
    {
        var code = new Argument<string>("CODE") { Description = "The group's code." };
        var permissions = PermissionsOption();
        var command = new Command("set", "Replace the permissions of a user group.") { code, permissions };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
            Answer(host, parsed, await services.GetRequiredService<UserGroupService>()
                .SetPermissionsAsync(parsed.GetValue(code)!, Split(parsed.GetValue(permissions)), version: null, ct), "Changed"), ct));
        return command;
    }

    private static Option<string> PermissionsOption() => new("--permissions")
    {
        Description = "The permissions, separated by commas, for example orders.view,orders.edit. Use \"\" for none.",
        HelpName = "A,B",
        Required = true,
    };

    private static string[] Split(string? permissions) =>
        (permissions ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Answer(CliHost host, ParseResult parsed, Result<UserGroupRow> result, string done)
    {
        if (!result.IsDone)
            return host.Console.Refuse(result.Error, result.Error.Kind == ErrorKind.NotFound ? "To list them, run: groups list" : null);
        var group = result.Value;
        if (parsed.GetValue(host.Json))
            host.Console.WriteJson(group.ToResource());
        else
            host.Console.WriteLine(
                $"{done} user group {group.Code} ({group.Name}): {group.Granted.Count} permissions, {group.Members} users.");
        return CommandLine.Done;
    }
}
