using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Controls;

/// <summary>Reads the times that people enter in their own zone.</summary>
public static class LocalTimes
{
    /// <summary>The years that are read; outside them calendars of zones say nothing, and arithmetic ends.</summary>
    private const int FirstYear = 2000;
    private const int LastYear = 9998;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>The instant (UTC) of a date and time of day in the zone, as a browser's <c>datetime-local</c> control sends it. What is no
    /// time at all is refused, as is one that the clocks skip; of one that they show twice, it is the first.</summary>
    /// <param name="text">For example "2026-12-31T18:00".</param>
    /// <param name="zone">The person's.</param>
    /// <param name="field">The field that an error names.</param>
    public static Result<DateTime> ToUtc(string? text, TimeZoneInfo zone, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid(field, "Choose a date and time.");
        if (!DateTime.TryParseExact(text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < FirstYear or > LastYear)
            return Error.Invalid(field, "This is not a date and time. Enter it like 2026-12-31T18:00.");
        if (zone.IsInvalidTime(local))
        {
            return Error.Invalid(field, string.Create(CultureInfo.InvariantCulture,
                $"Clocks go forward on that day: there is no {local:HH:mm}. Choose another time."));
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    /// <summary>The instant as a <c>datetime-local</c> control shows it.</summary>
    public static string ToText(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString(Formats[0], CultureInfo.InvariantCulture);
}
