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
using System.CommandLine;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>users add|list|enable|disable</c>.</summary>
public static class UsersCommands
{
    /// <summary>What helps when a user was not found.</summary>
    internal const string SeeUsers = "List them with: users list";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("users", "Add, list, enable and disable users.")
    {
        Add(host),
        List(host),
        Change(host, "enable", "Let a user act again.", "Enabled", (users, id, ct) => users.EnableAsync(id, ct)),
        Change(
            host,
            "disable",
            "Stop a user: sign-ins, open pages and API keys.",
            "Disabled",
            (users, id, ct) => users.DisableAsync(id, ct)),
    };

    private static Command Add(CliHost host)
    {
        var email = new Option<string>("--email") { Description = "Unique; a person's sign-in name.", HelpName = "EMAIL", Required = true };
        var firstName = new Option<string>("--first-name") { Description = "First name.", HelpName = "NAME", Required = true };
        var lastName = new Option<string>("--last-name") { Description = "Last name; may be empty.", HelpName = "NAME", Required = true };
        var group = new Option<string>("--group") { Description = "Code of the user group.", HelpName = "CODE", Required = true };
        var kind = new Option<string>("--kind") { Description = "A person signs in; an integration only has API keys.", Required = true };
        kind.AcceptOnlyFromAmong("person", "integration");
        var command = new Command("add", "Add a user. Prints a person's initial password.") { email, firstName, lastName, group, kind };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var isPerson = parsed.GetValue(kind) == "person";
            var password = isPerson ? PasswordRules.Generate() : null;
            var created = await services.GetRequiredService<UserService>().CreateAsync(
                new CreateUserRequest
                {
                    Email = parsed.GetValue(email),
                    FirstName = parsed.GetValue(firstName),
                    LastName = parsed.GetValue(lastName),
                    GroupCode = parsed.GetValue(group),
                    Kind = isPerson ? UserKind.Person : UserKind.Integration,
                    Password = password,
                }, ct);
            if (!created.IsDone)
                return host.Console.Refuse(created.Error, created.Error.Fields.ContainsKey("group") ? "List them with: groups list" : null);
            var user = created.Value;
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(user.ToResource(), password is null ? [] : [("initialPassword", password)]);
                return CommandLine.Done;
            }

            host.Console.WriteLine($"Added user {user.Id} ({user.Name}, {user.Email}) to {user.GroupName}.");
            if (password is not null)
                host.Console.WriteSecret($"Initial password: {password}");
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command List(CliHost host)
    {
        var command = new Command("list", "List users by name.");
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var users = services.GetRequiredService<UserService>();
            var listed = await AllPages.ReadAsync(window => users.ListAsync(new UserQuery { Window = window }, ct));
            if (!listed.IsDone)
                return host.Console.Refuse(listed.Error);
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(listed.Value.ConvertAll(u => u.ToResource()));
                return CommandLine.Done;
            }

            host.Console.WriteTable(
                ["ID", "EMAIL", "NAME", "KIND", "GROUP", "STATUS", "KEYS", "LAST SIGN-IN"],
                listed.Value.Select(u => (string[])
                [
                    Ids.Text(u.Id), u.Email, u.Name, u.IsOwner ? "owner" : u.Kind.ToString().ToLowerInvariant(), u.GroupCode,
                    u.Enabled ? "enabled" : "disabled", Ids.Text(u.KeyCount), CommandConsole.Time(u.LastSignInAt),
                ]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Change(
        CliHost host, string verb, string description, string done, Func<UserService, int, CancellationToken, Task<Result<UserRow>>> change)
    {
        var email = new Argument<string>("EMAIL") { Description = "The user's email." };
        var command = new Command(verb, description) { email };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var users = services.GetRequiredService<UserService>();
            var found = await users.FindByEmailAsync(parsed.GetValue(email), ct);
            if (!found.IsDone)
                return host.Console.Refuse(found.Error, SeeUsers);
            var changed = await change(users, found.Value.Id, ct);
            if (!changed.IsDone)
                return host.Console.Refuse(changed.Error);
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(changed.Value.ToResource());
            else
                host.Console.WriteLine($"{done} user {changed.Value.Id} ({changed.Value.Name}, {changed.Value.Email}).");
            return CommandLine.Done;
        }, ct));
        return command;
    }
}
