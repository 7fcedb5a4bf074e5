using System.Globalization;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Settings;

/// <summary>The settings as a form holds them: what was entered, beside what is saved.</summary>
public sealed class SettingsDraft
{
    private AccountSettings _saved;

    public SettingsDraft(AccountSettings saved)
    {
        _saved = saved;
        Load(saved);
    }

    /// <summary>Null while the field is empty; then it cannot be saved.</summary>
    public int? LongestLifeDays { get; set; }

    /// <summary>As <see cref="LongestLifeDays"/>.</summary>
    public int? DefaultLifeDays { get; set; }

    public EndlessKeys EndlessKeys { get; set; }

    /// <summary>As <see cref="LongestLifeDays"/>.</summary>
    public int? IdleDays { get; set; }

    /// <summary>As <see cref="LongestLifeDays"/>.</summary>
    public int? RotationDays { get; set; }

    public string NoticeDays { get; set; } = string.Empty;

    public bool NoticesToEditors { get; set; }

    public bool NoticesByMail { get; set; }

    /// <summary>The version that the changes are for.</summary>
    public int Version => _saved.Version;

    /// <summary>What differs from what is saved, in words; empty when nothing does.</summary>
    public IReadOnlyList<string> Differences =>
    [
        .. Words("Longest life", _saved.LongestLifeDays, LongestLifeDays),
        .. Words("Default life", _saved.DefaultLifeDays, DefaultLifeDays),
        .. _saved.EndlessKeys == EndlessKeys ? [] : (string[])[$"Keys that never expire: {Text(_saved.EndlessKeys)} → {Text(EndlessKeys)}"],
        .. Words("Unused after", _saved.IdleDays, IdleDays),
        .. Words("Rotate after", _saved.RotationDays, RotationDays),
        .. Squeezed(NoticeDays) == _saved.NoticeDays ? [] : (string[])[$"Days before expiry: {Or(_saved.NoticeDays)} → {Or(NoticeDays)}"],
        .. Words("Tell all who edit API keys", _saved.NoticesToEditors, NoticesToEditors),
        .. Words("Send email", _saved.NoticesByMail, NoticesByMail),
    ];

    /// <summary>What to save: only what differs. An empty number is sent as 0, which no setting can be.</summary>
    public SettingsChange Change => new()
    {
        LongestLifeDays = _saved.LongestLifeDays == LongestLifeDays ? null : LongestLifeDays ?? 0,
        DefaultLifeDays = _saved.DefaultLifeDays == DefaultLifeDays ? null : DefaultLifeDays ?? 0,
        EndlessKeys = _saved.EndlessKeys == EndlessKeys ? null : EndlessKeys,
        IdleDays = _saved.IdleDays == IdleDays ? null : IdleDays ?? 0,
        RotationDays = _saved.RotationDays == RotationDays ? null : RotationDays ?? 0,
        NoticeDays = Squeezed(NoticeDays) == _saved.NoticeDays ? null : NoticeDays,
        NoticesToEditors = _saved.NoticesToEditors == NoticesToEditors ? null : NoticesToEditors,
        NoticesByMail = _saved.NoticesByMail == NoticesByMail ? null : NoticesByMail,
    };

    /// <summary>Takes in what is saved now, and forgets what was entered.</summary>
    public void Load(AccountSettings saved)
    {
        _saved = saved;
        LongestLifeDays = saved.LongestLifeDays;
        DefaultLifeDays = saved.DefaultLifeDays;
        EndlessKeys = saved.EndlessKeys;
        IdleDays = saved.IdleDays;
        RotationDays = saved.RotationDays;
        NoticeDays = saved.NoticeDays.Replace(",", ", ", StringComparison.Ordinal);
        NoticesToEditors = saved.NoticesToEditors;
        NoticesByMail = saved.NoticesByMail;
    }

    /// <summary>Forgets what was entered.</summary>
    public void Discard() => Load(_saved);

    /// <summary>The rule in words.</summary>
    public static string Text(EndlessKeys rule) => rule switch
    {
        EndlessKeys.Allowed => "Allowed",
        EndlessKeys.WithReason => "Allowed with a reason",
        _ => "Not allowed",
    };

    private static string[] Words(string name, int before, int? after) => before == after
        ? []
        : [string.Create(CultureInfo.InvariantCulture, $"{name}: {before:N0} → {(after is { } days ? $"{days:N0}" : "?")} days")];

    private static string[] Words(string name, bool before, bool after) => before == after ? [] : [$"{name}: {(after ? "on" : "off")}"];

    private static string Squeezed(string text) => text.Replace(" ", string.Empty, StringComparison.Ordinal);

    private static string Or(string text) => string.IsNullOrWhiteSpace(text) ? "none" : text;
}
