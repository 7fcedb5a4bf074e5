using System.CommandLine;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Lookalikes;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>users add|list|enable|disable</c>.</summary>
public static class UsersCommands
{
    /// <summary>The hint when a user was not found.</summary>
    internal const string SeeUsers = "To list them, run: users list";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("users", "Add, list, enable and disable users.")
    {
        Add(host),
        List(host),
        Change(host, "enable", "Enable a disabled user.", "Enabled", (users, id, ct) => users.EnableAsync(id, ct)),
        Change(
            host,
            "disable",
            "Disable a user. Signs them out and stops their API keys.",
            "Disabled",
            (users, id, ct) => users.DisableAsync(id, ct)),
        Offboard(host),
    };

    private static Command Add(CliHost host)
    {
        var email = new Option<string>("--email")
        {
            Description = "Email, which must be unique. An integration needs none.",
            HelpName = "EMAIL",
        };
        var firstName = new Option<string>("--first-name") { Description = "First name.", HelpName = "NAME", Required = true };
        var lastName = new Option<string?>("--last-name") { Description = "Last name, if there is one.", HelpName = "NAME" };
        var group = new Option<string>("--group") { Description = "The user group's code.", HelpName = "CODE", Required = true };
        var kind = new Option<string>("--kind")
        {
            Description = "A person can sign in; an integration can only use API keys.",
            Required = true,
        };
        kind.AcceptOnlyFromAmong("person", "integration");
        var command = new Command("add", "Add a user. For a person, prints an initial password.")
        {
            email,
            firstName,
            lastName,
            group,
            kind,
        };
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
                return host.Console.Refuse(
                    created.Error,
                    created.Error.Fields.ContainsKey("group") ? "To list them, run: groups list" : null);
            var user = created.Value;
            await host.Console.NoteTwinAsync(services, LookalikeKind.UserEmails, user.Email, ct);
            await host.Console.NoteTwinAsync(services, LookalikeKind.UserNames, user.Name, ct);
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

    private static Command Offboard(CliHost host)
    {
        var email = new Argument<string>("EMAIL") { Description = "The email of the user to disable." };
        var revoke = new Option<int[]>("--revoke")
        {
            Description = "Revoke this API key. Can be repeated.",
            HelpName = "ID",
            CustomParser = Numbers.Many("--revoke must be the ID of an API key. To find it, run: keys list"),
        };
        var end = new Option<string[]>("--end")
        {
            Description = "Let this API key expire in a number of hours, 1 to 168. Can be repeated.",
            HelpName = "ID=HOURS",
        };
        var reissue = new Option<string[]>("--reissue")
        {
            Description = "Create a new key with the same name for another user, and print its value. Can be repeated.",
            HelpName = "ID=EMAIL",
        };
        var command = new Command("offboard", "Disable a user and change the API keys that act as them or whose value they have seen.")
        {
            email, revoke, end, reissue,
        };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var users = services.GetRequiredService<UserService>();
            var user = await users.FindByEmailAsync(parsed.GetValue(email), ct);
            if (!user.IsDone)
                return host.Console.Refuse(user.Error, SeeUsers);
            var keys = (parsed.GetValue(revoke) ?? [])
                .Select(id => new KeyOffboarding { Id = id, Action = KeyDisposition.Revoke })
                .ToList();
            foreach (var (text, isEnd) in (parsed.GetValue(end) ?? []).Select(e => (e, true))
                .Concat((parsed.GetValue(reissue) ?? []).Select(r => (r, false))))
            {
                var asked = isEnd ? ReadEnd(text) : await ReadReissueAsync(users, text, ct);
                if (!asked.IsDone)
                    return host.Console.Refuse(asked.Error, isEnd ? null : SeeUsers);
                keys.Add(asked.Value);
            }

            var offboarded = await services
                .GetRequiredService<OffboardingService>()
                .OffboardAsync(user.Value.Id, new() { Keys = keys }, ct);
            return offboarded.IsDone
                ? Tell(host, offboarded.Value, parsed.GetValue(host.Json))
                : host.Console.Refuse(offboarded.Error);
        }, ct));
        return command;
    }

    private static Result<KeyOffboarding> ReadEnd(string text) =>
        text.Split('=') is [var id, var hours] && Numbers.Read(id) is { } key && Numbers.Read(hours) is { } inHours
            ? new KeyOffboarding { Id = key, Action = KeyDisposition.End, EndsInHours = inHours }
            : Error.Invalid("end", $"--end {text} is not an ID and hours, like 12=24.");

    private static async Task<Result<KeyOffboarding>> ReadReissueAsync(UserService users, string text, CancellationToken ct)
    {
        if (text.Split('=', 2) is not [var id, var email] || Numbers.Read(id) is not { } key)
            return Error.Invalid("reissue", $"--reissue {text} is not an ID and an email, like 12=sync@example.com.");
        var holder = await users.FindByEmailAsync(email, ct);
        return holder.Map(user => new KeyOffboarding { Id = key, Action = KeyDisposition.Reissue, UserId = user.Id });
    }

    private static int Tell(CliHost host, OffboardingResult result, bool asJson)
    {
        if (asJson)
        {
            var json = CommandConsole.ToJson(OffboardingResource.Of(result));
            foreach (var (key, node) in result.Keys.Zip(json["keys"]!.AsArray()))
            {
                if (key.Replacement is { } replacement)
                    node!["value"] = replacement.Secret.Reveal();
            }

            host.Console.WriteJson(json);
        }
        else
        {
            host.Console.Note($"Disabled {result.User.Name} ({result.User.Email}).");
            foreach (var key in result.Keys)
            {
                if (key.Replacement is { } replacement)
                    host.Console.WriteSecret($"{replacement.Key.Id} {replacement.Secret.Reveal()}");
                host.Console.Note(key.Refusal is { } refusal ? $"Key {key.Id}: {refusal.Message}" : $"Key {key.Id}: {key.Status}");
            }
        }

        return result.Keys.Any(k => k.Refusal is not null) ? CommandLine.Refused : CommandLine.Done;
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
