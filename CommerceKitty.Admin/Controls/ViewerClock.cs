using System.Globalization;

namespace CommerceKitty.Admin.Controls;

/// <summary>Says times as the person at the screen reads them: relative, and exactly in their own zone.</summary>
public sealed class ViewerClock(TimeProvider time)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Raised when the zone becomes known.</summary>
    public event EventHandler? ZoneChanged;

    /// <summary>The viewer's; UTC until it is known.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>UTC.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Sets the viewer's IANA zone; one that does not exist leaves UTC.</summary>
    public void UseZone(string? id)
    {
        if (string.IsNullOrEmpty(id) || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) || zone.Equals(_zone))
            return;
        _zone = zone;
        ZoneChanged?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>The days of the viewer's calendar that an address names; null when it names none.</summary>
    public DayRange? Days(string? value) =>
        DayRange.Read(value, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Now, _zone)));

    /// <summary>For example "23 Nov 2026, 14:05:09 (UTC+01:00)".</summary>
    public string Exact(DateTime utc)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, _zone);
        var offset = _zone.GetUtcOffset(utc);
        var name = offset == TimeSpan.Zero ? "UTC" : string.Create(English, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
        return string.Create(English, $"{local:d MMM yyyy, HH:mm:ss} ({name})");
    }

    /// <summary>The day, for example "29 Nov 2026".</summary>
    public string Day(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, _zone).ToString("d MMM yyyy", English);

    /// <summary>The hour and its day, for example "Sun 29 Nov, 02:00".</summary>
    public string Hour(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, _zone).ToString("ddd d MMM, HH:mm", English);

    /// <summary>How long it is until then, for example "in 31 days", "in 5 h", "in 12 min".</summary>
    public string Until(DateTime utc) => (utc - Now) switch
    {
        { TotalHours: >= 48 } left => string.Create(English, $"in {(int)left.TotalDays:N0} days"),
        { TotalMinutes: >= 120 } left => string.Create(English, $"in {(int)left.TotalHours} h"),
        { TotalMinutes: >= 1 } left => string.Create(English, $"in {(int)left.TotalMinutes} min"),
        _ => "in less than a minute",
    };

    /// <summary>For example "5 min ago", "yesterday", "3 Sep", "3 Sep 2025".</summary>
    public string Relative(DateTime utc)
    {
        var age = Now - utc;
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, _zone);
        var days = (TimeZoneInfo.ConvertTimeFromUtc(Now, _zone).Date - local.Date).Days;
        return age switch
        {
            { TotalSeconds: < -60 } => local.ToString(days > -300 ? "d MMM" : "d MMM yyyy", English),
            { TotalSeconds: < 45 } => "just now",
            { TotalMinutes: < 60 } => string.Create(English, $"{Math.Max(1, (int)age.TotalMinutes)} min ago"),
            // Also on the day that is 25 hours long.
            _ when days <= 0 || age.TotalHours < 6 => string.Create(English, $"{(int)age.TotalHours} h ago"),
            _ when days <= 1 => "yesterday",
            _ when days < 7 => string.Create(English, $"{days} days ago"),
            _ => local.ToString(days < 300 ? "d MMM" : "d MMM yyyy", English),
        };
    }
}
