using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Settings;

/// <summary>What settings are to become; null keeps one as it is.</summary>
public sealed record SettingsChange
{
    /// <summary>How long keys live at most; days.</summary>
    public int? LongestLifeDays { get; init; }

    /// <summary>How long a new key lives when nobody says anything else; days.</summary>
    public int? DefaultLifeDays { get; init; }

    /// <summary>Whether keys may be without an end.</summary>
    public EndlessKeys? EndlessKeys { get; init; }

    /// <summary>After how many days without use a key counts as unused.</summary>
    public int? IdleDays { get; init; }

    /// <summary>After how many days a value should be rotated.</summary>
    public int? RotationDays { get; init; }

    /// <summary>How many days before a key's end people are told, separated by commas, for example "14, 3, 0". Empty: not at
    /// all.</summary>
    public string? NoticeDays { get; init; }

    /// <summary>True when everyone who may edit API keys is told.</summary>
    public bool? NoticesToEditors { get; init; }

    /// <summary>True when notices also go by email.</summary>
    public bool? NoticesByMail { get; init; }
}
