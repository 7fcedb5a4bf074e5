using System.CommandLine;
using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Cli;

/// <summary>The options that filter the audit log, the same for each command that reads it.</summary>
internal sealed class AuditFilterOptions
{
    private readonly Option<string?> _from = Text("--from", "TIME", "Only from this date or UTC time on, for example 2026-11-01.");
    private readonly Option<string?> _to = Text("--to", "TIME", "Only before this date or UTC time, for example 2026-11-23T09:00:00Z.");
    private readonly Option<string?> _user = Text("--user", "EMAIL", "Only what this user did.");
    private readonly Option<string?> _key = Text("--key", "ID", "Only what was done via this API key.");

    private readonly Option<string?> _actor = Text(
        "--actor", "KIND", "Only actors of this kind: person, api-key, command-line, system or anonymous.");

    private readonly Option<string?> _action = Text("--action", "ACTION", "Only this action, for example api-key.revoked.");
    private readonly Option<string?> _target = Text("--target", "TYPE", "Only this type of target, for example api-keys.");
    private readonly Option<string?> _targetId = Text("--target-id", "ID", "Only the target with this ID. Needs --target.");
    private readonly Option<string?> _address = Text("--address", "IP", "Only from this IP address.");
    private readonly Option<string?> _search = Text(
        "--search", "TEXT", "Only entries whose actor, action, target or address contains this.");

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_from, _to, _user, _key, _actor, _action, _target, _targetId, _address, _search])
            command.Options.Add(option);
    }

    /// <summary>What was asked for. The service says what of it is wrong.</summary>
    public async Task<Result<AuditListRequest>> ReadAsync(ParseResult parsed, UserService users, CancellationToken ct)
    {
        string? actorId = null;
        if (parsed.GetValue(_user) is { } email)
        {
            var user = await users.FindByEmailAsync(email, ct);
            if (!user.IsDone)
                return user.Error;
            actorId = user.Value.Id.ToString(CultureInfo.InvariantCulture);
        }

        return new AuditListRequest(
            Limit: SliceLimit.Maximum.ToString(CultureInfo.InvariantCulture),
            From: parsed.GetValue(_from),
            To: parsed.GetValue(_to),
            ActorId: actorId,
            KeyId: parsed.GetValue(_key),
            ActorKind: parsed.GetValue(_actor),
            Address: parsed.GetValue(_address),
            Action: parsed.GetValue(_action),
            TargetType: parsed.GetValue(_target),
            TargetId: parsed.GetValue(_targetId),
            Q: parsed.GetValue(_search));
    }

    private static Option<string?> Text(string name, string placeholder, string description) =>
        new(name) { Description = description, HelpName = placeholder };
}
