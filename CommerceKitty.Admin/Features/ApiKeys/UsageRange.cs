using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A time up to now that a page shows usage of.</summary>
/// <param name="Name">Its name in an address.</param>
/// <param name="Text">What it is called.</param>
/// <param name="Days">How many days of the viewer's calendar, today included; 1 stands for the last 24 hours.</param>
public sealed record UsageRange(string Name, string Text, int Days)
{
    /// <summary>What one can choose, the shortest first.</summary>
    public static readonly IReadOnlyList<UsageRange> All =
        [new("24h", "24 hours", 1), new("7d", "7 days", 7), new("30d", "30 days", 30), new("90d", "90 days", 90)];

    /// <summary>What is shown when nothing is chosen.</summary>
    public static readonly UsageRange Usual = All[1];

    /// <summary>True when it is shown hour by hour.</summary>
    public bool IsByHour => Days == 1;

    /// <summary>The range of that name; the usual one when there is none.</summary>
    public static UsageRange Find(string? name) => All.FirstOrDefault(r => r.Name == name) ?? Usual;

    /// <summary>The beginning of its first hour or of its first day in the viewer's zone, in UTC.</summary>
    public DateTime From(ViewerClock clock) => IsByHour
        ? UsageSpan.Floor(clock.Now, UsageInterval.Hour).AddHours(-23)
        : new DayRange(Today(clock).AddDays(1 - Days), null, Text).From(clock.Zone)!.Value;

    /// <summary>The viewer's day.</summary>
    public static DateOnly Today(ViewerClock clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(clock.Now, clock.Zone));
}
