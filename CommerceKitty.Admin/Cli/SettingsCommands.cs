using System.CommandLine;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Settings;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>settings get|set</c>.</summary>
public static class SettingsCommands
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("settings", "Show and change the settings.") { Get(host), Set(host) };

    private static Command Get(CliHost host)
    {
        var command = new Command("get", "Show the settings.");
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
            Answer(host, parsed, await services.GetRequiredService<SettingsService>().GetAsync(ct)), ct));
        return command;
    }

    private static Command Set(CliHost host)
    {
        var longest = Days("--longest-life-days", "How many days keys live at most.");
        var usual = Days("--default-life-days", "How many days a new key lives when nothing else is said.");
        var endless = Name<EndlessKeys>("--endless-keys", "Whether keys may be without an end: allowed, with-reason or refused.");
        var idle = Days("--idle-days", "After how many days without use a key counts as unused.");
        var rotation = Days("--rotation-days", "After how many days a key's value should be rotated.");
        var notices = new Option<string?>("--notice-days")
        {
            Description = "How many days before a key's end people are told, for example 14,3,0. Use \"\" for not at all.",
            HelpName = "A,B",
        };
        var editors = YesNo("--notices-to-editors", "Whether everyone who may edit API keys is told: yes or no.");
        var mail = YesNo("--notices-by-mail", "Whether notices also go by email: yes or no.");
        var existing = Name<ExistingKeys>(
            "--existing-keys", "What becomes of keys that a stricter policy no longer allows: leave, end or block.");
        var endInDays = Days("--end-in-days", "With --existing-keys end: in how many days they end.");
        var command = new Command("set", "Change settings. What is left out stays as it is.")
        {
            longest, usual, endless, idle, rotation, notices, editors, mail, existing, endInDays,
        };
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var change = new SettingsChange
            {
                LongestLifeDays = parsed.GetValue(longest),
                DefaultLifeDays = parsed.GetValue(usual),
                EndlessKeys = parsed.GetValue(endless),
                IdleDays = parsed.GetValue(idle),
                RotationDays = parsed.GetValue(rotation),
                NoticeDays = parsed.GetValue(notices),
                NoticesToEditors = IsYes(parsed.GetValue(editors)),
                NoticesByMail = IsYes(parsed.GetValue(mail)),
            };
            return Answer(host, parsed, await services.GetRequiredService<SettingsService>()
                .SaveAsync(change, parsed.GetValue(existing), parsed.GetValue(endInDays), expectedVersion: null, ct));
        }, ct));
        return command;
    }

    private static Option<int?> Days(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAYS",
        CustomParser = Numbers.Optional($"{name} must be a whole number of days, for example 90."),
    };

    private static Option<T?> Name<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = "NAME",
            CustomParser = result =>
            {
                if (QueryValues.TryReadName<T>(result.Tokens[0].Value, name, out var value) is null)
                    return value;
                result.AddError($"{name} is not one of its values. {description}");
                return null;
            },
        };

    /// <summary>Not an option of the type bool: the parser takes that for a flag, which is followed by nothing.</summary>
    private static Option<string?> YesNo(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "yes|no",
        CustomParser = result =>
        {
            var answer = result.Tokens[0].Value;
            if (answer is not ("yes" or "no"))
                result.AddError($"{name} must be yes or no.");
            return answer;
        },
    };

    private static bool? IsYes(string? answer) => answer is null ? null : answer == "yes";

    private static int Answer(CliHost host, ParseResult parsed, Result<AccountSettings> read)
    {
        if (!read.IsDone)
            return host.Console.Refuse(read.Error);
        var settings = SettingsResource.Of(read.Value);
        if (parsed.GetValue(host.Json))
        {
            host.Console.WriteJson(settings);
            return CommandLine.Done;
        }

        host.Console.WriteTable(["SETTING", "VALUE"], CommandConsole.ToJson(settings).AsObject()
            .Select(member => (string[])[System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(member.Key), member.Value switch
            {
                null => "-",
                System.Text.Json.Nodes.JsonArray list => string.Join(',', list),
                var value => value.ToString(),
            }]));
        return CommandLine.Done;
    }
}
