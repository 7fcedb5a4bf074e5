using System.CommandLine;
using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>keys add|list|disable|enable|revoke|limit</c>.</summary>
public static class KeysCommands
{
    private const string SeeKeys = "List them with: keys list --all";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("keys", "Make, list and stop API keys.")
    {
        Add(host),
        List(host),
        Change(host, "disable", "Switch a key off; it can be enabled again.", "Disabled", (keys, id, ct) => keys.DisableAsync(id, ct)),
        Change(host, "enable", "Switch a key on again.", "Enabled", (keys, id, ct) => keys.EnableAsync(id, ct)),
        Change(host, "revoke", "End a key for good.", "Revoked", (keys, id, ct) => keys.RevokeAsync(id, ct)),
        Limit(host),
    };

    private static Command Add(CliHost host)
    {
        var user = new Option<string>("--user") { Description = "Email of the user the key acts as.", HelpName = "EMAIL", Required = true };
        var name = new Option<string>("--name") { Description = "What to recognize the key by.", HelpName = "NAME", Required = true };
        var days = new Option<int?>("--expires-in-days")
        {
            Description = "After how many days it ends by itself; never unless said.",
            HelpName = "DAYS",
        };
        var command = new Command("add", "Make a key. Prints its value, this once, alone on standard output.") { user, name, days };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var holder = await services.GetRequiredService<UserService>().FindByEmailAsync(parsed.GetValue(user), ct);
            if (!holder.IsDone)
                return host.Console.Refuse(holder.Error, UsersCommands.SeeUsers);
            var created = await services.GetRequiredService<ApiKeyService>()
                .CreateAsync(new CreateApiKeyRequest(parsed.GetValue(name), holder.Value.Id, parsed.GetValue(days)), ct);
            if (!created.IsDone)
                return host.Console.Refuse(created.Error);
            var (key, secret) = created.Value;
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(key.ToResource(), ("value", secret.Reveal()));
            else
                host.Console.WriteSecret(secret.Reveal());
            host.Console.Note($"Made API key {key.Id} ({key.Name}) for {key.UserEmail}. Its value is shown only this once: store it now.");
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command List(CliHost host)
    {
        var user = new Option<string?>("--user")
        {
            Description = "Only the keys that act as the user with this email.",
            HelpName = "EMAIL",
        };
        var all = new Option<bool>("--all") { Description = "List revoked keys too." };
        var command = new Command("list", "List keys, newest first.") { user, all };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            int? userId = null;
            if (parsed.GetValue(user) is { } email)
            {
                var holder = await services.GetRequiredService<UserService>().FindByEmailAsync(email, ct);
                if (!holder.IsDone)
                    return host.Console.Refuse(holder.Error, UsersCommands.SeeUsers);
                userId = holder.Value.Id;
            }

            var keys = services.GetRequiredService<ApiKeyQueries>();
            var listed = await AllPages.ReadAsync(window =>
                keys.ListAsync(new ApiKeyQuery { UserId = userId, IncludeRevoked = parsed.GetValue(all), Window = window }, ct));
            if (!listed.IsDone)
                return host.Console.Refuse(listed.Error);
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(listed.Value.ConvertAll(k => k.ToResource()));
                return CommandLine.Done;
            }

            host.Console.WriteTable(
                ["ID", "NAME", "KEY", "USER", "STATUS", "CREATED", "LAST USED"],
                listed.Value.Select(k => (string[])
                [
                    Ids.Text(k.Id), k.Name, k.Hint, k.UserEmail, ApiKeyPresentation.InWords(k.Status).ToLowerInvariant(),
                    CommandConsole.Time(k.CreatedAt), CommandConsole.Time(k.LastUsedAt),
                ]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Limit(CliHost host)
    {
        // A number that nobody can type stands for usual: the parser knows no numbers that may be missing.
        const int Usual = -1;
        var requests = new Argument<int>("REQUESTS")
        {
            Description = "Requests a minute on each node, or usual for as many as the settings say.",
            CustomParser = result =>
            {
                if (result.Tokens[0].Value == "usual")
                    return Usual;
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    return number;
                result.AddError("REQUESTS must be a number of requests a minute, or usual.");
                return Usual;
            },
        };
        var command = Change(host, "limit", "Say how often a key may call.", "Limited",
            (keys, id, parsed, ct) => keys.LimitAsync(id, parsed.GetValue(requests) is var given and not Usual ? given : null, ct));
        command.Arguments.Add(requests);
        return command;
    }

    private static Command Change(
        CliHost host,
        string verb,
        string description,
        string done,
        Func<ApiKeyService, int, CancellationToken, Task<Result<ApiKeyRow>>> change
    ) => Change(host, verb, description, done, (keys, id, _, ct) => change(keys, id, ct));

    private static Command Change(
        CliHost host, string verb, string description, string done,
        Func<ApiKeyService, int, ParseResult, CancellationToken, Task<Result<ApiKeyRow>>> change)
    {
        var id = new Argument<int>("ID")
        {
            Description = "The key's number; keys list shows it.",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    return number;
                result.AddError("ID must be the key's number; keys list shows it.");
                return 0;
            },
        };
        var command = new Command(verb, description) { id };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var changed = await change(services.GetRequiredService<ApiKeyService>(), parsed.GetValue(id), parsed, ct);
            if (!changed.IsDone)
                return host.Console.Refuse(changed.Error, changed.Error.Kind == ErrorKind.NotFound ? SeeKeys : null);
            var key = changed.Value;
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(key.ToResource());
            else
                host.Console.WriteLine($"{done} API key {key.Id} ({key.Name}, {key.Hint}).");
            return CommandLine.Done;
        }, ct));
        return command;
    }
}
