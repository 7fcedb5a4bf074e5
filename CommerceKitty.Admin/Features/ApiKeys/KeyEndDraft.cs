using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The end of a key as a form holds it.</summary>
public sealed class KeyEndDraft
{
    /// <summary>The choice of a date and time.</summary>
    public const string OnDate = "date";

    /// <summary>The choice of no end.</summary>
    public const string Never = "never";

    private static readonly int[] Presets = [30, 90, 365];

    /// <summary>A number of days, <see cref="OnDate"/> or <see cref="Never"/>; empty while nothing is chosen.</summary>
    public string Choice { get; set; } = string.Empty;

    /// <summary>The date and time in the viewer's zone, as the browser's control sends it.</summary>
    public string? Local { get; set; }

    /// <summary>Why there is no end.</summary>
    public string? Reason { get; set; }

    /// <summary>What can be chosen under these settings.</summary>
    public static IReadOnlyList<(string Value, string Text)> Choices(AccountSettings policy)
    {
        var days = Presets.Append(policy.DefaultLifeDays).Where(d => d <= policy.LongestLifeDays).Distinct().Order();
        var choices = days.Select(d => (Value(d), d == 365 ? "In 1 year" : d == 1 ? "In 1 day" : $"In {Value(d)} days")).ToList();
        choices.Add((OnDate, "On a date…"));
        if (policy.EndlessKeys != EndlessKeys.Refused)
            choices.Add((Never, "Never"));
        return choices;
    }

    /// <summary>Starts with what the settings say for new keys.</summary>
    public void StartNew(AccountSettings policy) => Choice = Value(policy.DefaultLifeDays);

    /// <summary>Starts with what the key has.</summary>
    public void Start(ApiKeyRow key, TimeZoneInfo zone)
    {
        Choice = key.ExpiresAt is null ? Never : OnDate;
        Local = key.ExpiresAt is { } end ? LocalTimes.ToText(end, zone) : null;
        Reason = key.NeverExpiresReason;
    }

    /// <summary>What was chosen. What cannot be read is refused; it is never "no end".</summary>
    public Result<KeyEnd> Read(TimeZoneInfo zone) => Choice switch
    {
        Never => KeyEnd.Never(Reason),
        OnDate => LocalTimes.ToUtc(Local, zone, "expiresAt").Map(KeyEnd.On),
        _ => int.TryParse(Choice, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? KeyEnd.InDays(days)
            : Error.Invalid("expiresInDays", "Choose when the key expires."),
    };

    private static string Value(int days) => days.ToString(CultureInfo.InvariantCulture);
}
