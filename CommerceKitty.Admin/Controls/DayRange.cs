using System.Globalization;

namespace CommerceKitty.Admin.Controls;

/// <summary>Some days of the viewer's calendar, as a list's filter has them in its address: <c>today</c>, <c>7d</c>, <c>30d</c>,
/// <c>2026-11-01..2026-11-30</c> with one end open at will, or a single day.</summary>
/// <param name="First">Null when the beginning is open.</param>
/// <param name="Last">Null when the end is open.</param>
/// <param name="Text">As people read it.</param>
public sealed record DayRange(DateOnly? First, DateOnly? Last, string Text)
{
    private const string Format = "yyyy-MM-dd";
    private const string Between = "..";

    /// <summary>What one can choose by one click; each ends today.</summary>
    public static readonly IReadOnlyList<(string Value, string Text, int Days)> Presets =
        [("today", "Today", 1), ("7d", "Last 7 days", 7), ("30d", "Last 30 days", 30), ("90d", "Last 90 days", 90)];

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2100, 12, 31);

    /// <summary>Reads an address; null for what names no days.</summary>
    /// <param name="value">As it stands in the address.</param>
    /// <param name="today">The viewer's.</param>
    public static DayRange? Read(string? value, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (Presets.FirstOrDefault(p => p.Value == value) is { Days: > 0 } preset)
            return new(today.AddDays(1 - preset.Days), null, preset.Text);
        var ends = value.Split(Between);
        DateOnly? first = null, last = null;
        if (ends.Length > 2 || !TryRead(ends[0], ref first) || !TryRead(ends[^1], ref last) || (first is null && last is null))
            return null;
        if (last < first)
            (first, last) = (last, first);
        return new(first, last, (first, last) switch
        {
            ({ } from, { } to) when from == to => Words(from),
            ({ } from, { } to) => $"{Words(from)} – {Words(to)}",
            ({ } from, null) => $"since {Words(from)}",
            _ => $"until {Words(last!.Value)}",
        });
    }

    /// <summary>The address of the days from one to the other; null when both are open.</summary>
    public static string? Write(DateOnly? first, DateOnly? last) =>
        first is null && last is null ? null : Field(first) + Between + Field(last);

    /// <summary>A day as a date field has it.</summary>
    public static string Field(DateOnly? day) => day?.ToString(Format, CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Reads what a date field has.</summary>
    public static DateOnly? ReadDay(string? text)
    {
        DateOnly? day = null;
        return TryRead(text ?? string.Empty, ref day) ? day : null;
    }

    /// <summary>When the first day begins in a zone, in UTC.</summary>
    public DateTime? From(TimeZoneInfo zone) => First is { } first ? Begin(first, zone) : null;

    /// <summary>When the last day is over in a zone, in UTC.</summary>
    public DateTime? Before(TimeZoneInfo zone) => Last is { } last ? Begin(last.AddDays(1), zone) : null;

    private static bool TryRead(string text, ref DateOnly? day)
    {
        if (text.Length == 0)
            return true;
        if (!DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            || read < Earliest || read > Latest)
            return false;
        day = read;
        return true;
    }

    private static DateTime Begin(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Where clocks go forward at midnight, the day begins an hour later.
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, zone);
    }

    private static string Words(DateOnly day) => day.ToString("d MMM yyyy", English);
}
