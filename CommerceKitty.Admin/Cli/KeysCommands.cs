using System.CommandLine;
using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Lookalikes;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>keys add|list|show|usage|disable|enable|revoke|rotate|networks|limit|expire</c>.</summary>
public static class KeysCommands
{
    private const string SeeKeys = "To list them, run: keys list --all";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("keys", "Add, list and stop API keys.")
    {
        Add(host),
        List(host),
        Show(host),
        Usage(host),
        Disable(host),
        Change(host, "enable", "Enable a disabled key.", "Enabled", (keys, id, ct) => keys.EnableAsync(id, ct)),
        Change(host, "revoke", "Revoke a key. This can't be undone.", "Revoked", (keys, id, ct) => keys.RevokeAsync(id, ct)),
        Rotate(host),
        Networks(host),
        Limit(host),
        Expire(host),
    };

    private static Command Add(CliHost host)
    {
        var user = new Option<string>("--user")
        {
            Description = "Email of the user that the key acts as.",
            HelpName = "EMAIL",
            Required = true,
        };
        var name = new Option<string>("--name")
        {
            Description = "The key's name, shown in lists and logs.",
            HelpName = "NAME",
            Required = true,
        };
        var days = new Option<int?>("--expires-in-days")
        {
            Description = "The number of days until the key expires.",
            HelpName = "DAYS",
            CustomParser = Numbers.Optional("--expires-in-days must be a whole number of days, for example 90."),
        };
        var expires = new Option<string?>("--expires")
        {
            Description = "When the key expires: a date, for example 2026-12-31, or never. Without it, as the settings say.",
            HelpName = "DATE|never",
            CustomParser = Ends.One("--expires"),
        };
        var reason = Reason();
        var command = new Command("add", "Add a key. Prints only its value to standard output. The value can't be shown again.")
        {
            user,
            name,
            days,
            expires,
            reason,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(days) is not null && result.GetResult(expires) is not null)
                result.AddError("Use --expires or --expires-in-days, not both.");
        });
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var holder = await services.GetRequiredService<UserService>().FindByEmailAsync(parsed.GetValue(user), ct);
            if (!holder.IsDone)
                return host.Console.Refuse(holder.Error, UsersCommands.SeeUsers);
            var created = await services.GetRequiredService<ApiKeyService>()
                .CreateAsync(new CreateApiKeyRequest(parsed.GetValue(name), holder.Value.Id, EndOf(parsed)), ct);
            if (!created.IsDone)
                return host.Console.Refuse(created.Error);
            var (key, secret) = created.Value;
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(key.ToResource(), ("value", secret.Reveal()));
            else
                host.Console.WriteSecret(secret.Reveal());
            host.Console.Note($"Added API key {key.Id} ({key.Name}) for {key.UserEmail}. {EndText(key)}. "
                + "Store its value now: it can't be shown again.");
            await host.Console.NoteTwinAsync(services, LookalikeKind.ApiKeys, key.Name, ct);
            return CommandLine.Done;
        }, ct));
        return command;

        KeyEnd EndOf(ParseResult parsed) =>
            parsed.GetValue(expires) is { } text ? Ends.Read(text, parsed.GetValue(reason))!
            : parsed.GetValue(days) is { } count ? KeyEnd.InDays(count)
            : KeyEnd.Default;
    }

    private static Option<string?> Reason() => new("--reason")
    {
        Description = "Why the key never expires. The settings may require it.",
        HelpName = "TEXT",
    };

    private static string EndText(ApiKeyRow key) =>
        key.ExpiresAt is { } end ? $"It expires {CommandConsole.Time(end)}" : "It never expires";

    private static Command Expire(CliHost host)
    {
        var end = new Argument<string>("DATE")
        {
            Description = "A date, for example 2026-12-31 or 2026-12-31T18:00+01:00, or never.",
            CustomParser = Ends.One("DATE"),
        };
        var reason = Reason();
        var command = Change(host, "expire", "Set when a key expires.", "Changed",
            (keys, id, parsed, ct) => keys.ExpireAsync(id, Ends.Read(parsed.GetValue(end)!, parsed.GetValue(reason))!, ct),
            key => $" {EndText(key)}.");
        command.Arguments.Add(end);
        command.Options.Add(reason);
        return command;
    }

    private static Command List(CliHost host)
    {
        var user = new Option<string?>("--user")
        {
            Description = "List only the keys that act as the user with this email.",
            HelpName = "EMAIL",
        };
        var all = new Option<bool>("--all") { Description = "Include revoked keys." };
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
                    Ids.Text(k.Id), k.Name, k.Hint, k.UserEmail, ApiKeyPresentation.StateOf(k).ToLowerInvariant(),
                    CommandConsole.Time(k.CreatedAt), CommandConsole.Time(k.LastUsedAt),
                ]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Show(CliHost host)
    {
        var id = Id();
        var command = new Command("show", "Show a key: its state, what it can do, and which of that it used in 90 days.") { id };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var read = await services.GetRequiredService<ApiKeyQueries>().GetDetailsAsync(parsed.GetValue(id), ct);
            if (!read.IsDone)
                return host.Console.Refuse(read.Error, read.Error.Kind == ErrorKind.NotFound ? SeeKeys : null);
            var (key, holder, uses) = read.Value;
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(key.ToResource());
                return CommandLine.Done;
            }

            host.Console.WriteTable(["FIELD", "VALUE"],
            [
                ["Name", key.Name],
                ["Key", key.Hint],
                ["Status", ApiKeyPresentation.StateOf(key).ToLowerInvariant()
                    + (key.PausedUntil is { } paused ? $" until {CommandConsole.Time(paused)}" : null)],
                ["Acts as", key.UserEmail],
                ["Group", holder.IsOwner ? "account owner" : key.GroupName],
                ["Created", $"{CommandConsole.Time(key.CreatedAt)} by {key.CreatedBy}"],
                ["Expires", key.ExpiresAt is { } end ? CommandConsole.Time(end) : "never"],
                ["Responsible", read.Value.Responsible?.Name ?? "nobody"],
                ["Allowed from", key.AllowedNetworks switch
                {
                    null => "anywhere",
                    "" => "nowhere",
                    var networks => networks.Replace("\n", ", ", StringComparison.Ordinal),
                }],
                ["Old value", key.PreviousUntil is { } until ? $"works until {CommandConsole.Time(until)}" : "none that works"],
                ["Last used", key.LastUsedAt is { } used ? $"{CommandConsole.Time(used)} from {key.LastUsedFrom}" : "never"],
                ["Revoked", key.RevokedAt is { } revoked ? $"{CommandConsole.Time(revoked)} by {key.RevokedBy}" : "no"],
            ]);
            host.Console.WriteLine(string.Empty);
            host.Console.WriteTable(["PERMISSION", "REQUESTS IN 90 DAYS"],
                holder.Permissions.Permissions.Select(p => (string[])[p.Name, Ids.Text(uses.GetValueOrDefault(p.Name)?.Count ?? 0)]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Usage(CliHost host)
    {
        var id = Id();
        var days = new Option<int?>("--days")
        {
            Description = $"The number of days up to now, 1 to {UsageSpan.MostDays}. By default {UsageSpan.UsualDays}.",
            HelpName = "DAYS",
            CustomParser = Numbers.Optional("--days must be a whole number of days, for example 30."),
        };
        var command = new Command("usage", "Show how often a key was used, by day in UTC.") { id, days };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var count = parsed.GetValue(days) ?? UsageSpan.UsualDays;
            if (count is < 1 or > UsageSpan.MostDays)
                return host.Console.Refuse(Error.Invalid("days", $"Choose 1 to {UsageSpan.MostDays} days."));
            var from = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.Date.AddDays(1 - count);
            var request = new ApiKeyUsageRequest(from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            var usage = await services.GetRequiredService<ApiKeyUsageQueries>().GetAsync(parsed.GetValue(id), request, ct);
            if (!usage.IsDone)
                return host.Console.Refuse(usage.Error, usage.Error.Kind == ErrorKind.NotFound ? SeeKeys : null);
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(usage.Value);
                return CommandLine.Done;
            }

            host.Console.WriteTable(["DAY", "REQUESTS", "ACCEPTED", "REJECTED"], usage.Value.Data.Select(day =>
            {
                var accepted = day.Counts.Where(c => c.Result == KeyUseResult.Accepted).Sum(c => c.Count);
                return (string[])
                [
                    day.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Ids.Text(day.Requests), Ids.Text(accepted),
                    Ids.Text(day.Requests - accepted),
                ];
            }));
            if (usage.Value.Addresses.Count == 0)
                return CommandLine.Done;
            host.Console.WriteLine(string.Empty);
            host.Console.WriteTable(["ADDRESS", "REQUESTS", "LAST USED (UTC)", "CLIENT"], usage.Value.Addresses.Select(a => (string[])
            [
                a.Address, Ids.Text(a.Requests), a.LastAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), a.UserAgent,
            ]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Argument<int> Id() => new("ID")
    {
        Description = "The key's ID. To find it, run: keys list",
        CustomParser = Numbers.One("ID must be the key's number. To find it, run: keys list"),
    };

    private static Command Disable(CliHost host)
    {
        var length = new Option<TimeSpan?>("--for")
        {
            Description = "Pause the key: it is enabled again after this time, like 15min, 1h or 7d. Without it, it stays disabled.",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (Lengths.Read(result.Tokens[0].Value) is { } read)
                    return read;
                result.AddError("--for must be a time like 15min, 1h or 7d.");
                return null;
            },
        };
        var command = Change(host, "disable", "Disable a key. It can be enabled again.", "Disabled", (keys, id, parsed, ct) =>
            parsed.GetValue(length) is { } pause ? keys.PauseAsync(id, new PauseApiKeyRequest(pause), ct) : keys.DisableAsync(id, ct));
        command.Options.Add(length);
        return command;
    }

    private static Command Networks(CliHost host)
    {
        const string Anywhere = "anywhere";
        const string Nowhere = "nowhere";
        var id = Id();
        var networks = new Argument<string[]>("NETWORK")
        {
            Description = "Networks like 203.0.113.0/24, exclusions like !203.0.113.9, or one of anywhere and nowhere.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("networks", "Set from which networks a key is accepted.") { id, networks };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            IReadOnlyList<string>? given = parsed.GetValue(networks) switch
            {
                [Anywhere] => null,
                [Nowhere] => [],
                var entries => entries ?? [],
            };
            var service = services.GetRequiredService<ApiKeyNetworkService>();
            var preview = await service.PreviewAsync(parsed.GetValue(id), given, ct);
            var changed = await service.SetAsync(parsed.GetValue(id), given, null, ct);
            if (!changed.IsDone)
                return host.Console.Refuse(changed.Error, changed.Error.Kind == ErrorKind.NotFound ? SeeKeys : null);
            var key = changed.Value;
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(key.ToResource());
            else
                host.Console.WriteLine($"Set the allowed networks of API key {key.Id} ({key.Name}, {key.Hint}).");
            if (preview.Value is { ShutOut: { Count: > 0 } shut })
                host.Console.Note($"Rejected from now on, used in the last 30 days: {string.Join(", ", shut.Select(a => a.Address))}.");
            if (preview.Value is { HoldsEverything: true })
                host.Console.Note("A network with /0 holds every address: it limits nothing.");
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Rotate(CliHost host)
    {
        var id = Id();
        var names = string.Join(", ", RotationOverlaps.All.Select(o => o.Name));
        var overlap = new Option<string?>("--overlap")
        {
            Description = $"How long the old value works: {names}. By default 24h. "
                + "first-use: until 1 hour after the new value is first used.",
            HelpName = "HOW-LONG",
        };
        overlap.AcceptOnlyFromAmong([.. RotationOverlaps.All.Select(o => o.Name)]);
        var command = new Command("rotate", "Give a key a new value. Prints only the value to standard output. It "
            + "can't be shown again. A value from an earlier rotation that still works ends.")
        {
            id,
            overlap,
        };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var name = parsed.GetValue(overlap) ?? "24h";
            var chosen = RotationOverlaps.All.First(o => o.Name == name).Overlap;
            var rotated = await services.GetRequiredService<ApiKeyRotationService>().RotateAsync(parsed.GetValue(id), chosen, null, ct);
            if (!rotated.IsDone)
                return host.Console.Refuse(rotated.Error, rotated.Error.Kind == ErrorKind.NotFound ? SeeKeys : null);
            var (key, secret, until) = rotated.Value;
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(key.ToResource(), ("value", secret.Reveal()));
            else
                host.Console.WriteSecret(secret.Reveal());
            host.Console.Note($"Rotated API key {key.Id} ({key.Name}). Store its new value now: it can't be shown again. The old value "
                + (until is { } end ? $"works until {CommandConsole.Time(end)} at the latest." : "no longer works."));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Limit(CliHost host)
    {
        // The parser has no optional numbers, so a number that can't be entered stands for the default limit.
        const int Usual = -1;
        var requests = new Argument<int>("REQUESTS")
        {
            Description = "Requests per minute on each node, or usual for the default limit.",
            CustomParser = result =>
            {
                if (result.Tokens[0].Value == "usual")
                    return Usual;
                return Numbers.One("REQUESTS must be a number of requests per minute, or usual.")(result);
            },
        };
        var command = Change(host, "limit", "Set the rate limit of a key.", "Limited",
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
        Func<ApiKeyService, int, ParseResult, CancellationToken, Task<Result<ApiKeyRow>>> change,
        Func<ApiKeyRow, string>? more = null)
    {
        var id = Id();
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
                host.Console.WriteLine($"{done} API key {key.Id} ({key.Name}, {key.Hint}).{more?.Invoke(key)}");
            return CommandLine.Done;
        }, ct));
        return command;
    }
}
