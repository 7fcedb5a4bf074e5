namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>When a key is usually used, where its hours of the last days show it.</summary>
/// <param name="Kind">How often.</param>
/// <param name="Next">UTC; the beginning of the hour in which the next request is expected.</param>
public sealed record KeyRhythm(KeyRhythmKind Kind, DateTime Next)
{
    /// <summary>How many days <see cref="Find"/> looks at.</summary>
    public const int Days = 28;

    private const int DailyDays = 14;

    // A day on which the job failed to run or ran late must not hide the rhythm.
    private const int MostMissed = 2;
    private const int HoursOfConstantUse = 20;
    private const int MostHoursOfDay = 6;

    /// <summary>Finds the rhythm of accepted requests; null when they show none.</summary>
    /// <param name="hours">The hours with requests, in UTC.</param>
    /// <param name="now">UTC.</param>
    public static KeyRhythm? Find(IReadOnlySet<DateTime> hours, DateTime now)
    {
        var current = UsageSpan.Floor(now, UsageInterval.Hour);
        var daily = Enumerable.Range(0, 24)
            .Where(h => Enumerable.Range(1, DailyDays).Count(d => hours.Contains(now.Date.AddDays(-d).AddHours(h))) >= DailyDays - MostMissed)
            .ToHashSet();
        if (daily.Count >= HoursOfConstantUse)
            return new(KeyRhythmKind.Hourly, FindNext(current, hours, _ => true));
        if (daily.Count is > 0 and <= MostHoursOfDay)
            return new(KeyRhythmKind.Daily, FindNext(current, hours, t => daily.Contains(t.Hour)));
        var weekly = hours.Where(h => h < now.Date && h >= now.Date.AddDays(-Days))
            .GroupBy(h => (h.DayOfWeek, h.Hour))
            .Where(g => g.Count() == Days / 7)
            .Select(g => g.Key)
            .ToHashSet();
        return daily.Count == 0 && weekly.Count is > 0 and <= MostHoursOfDay
            ? new(KeyRhythmKind.Weekly, FindNext(current, hours, t => weekly.Contains((t.DayOfWeek, t.Hour))))
            : null;
    }

    /// <summary>The first hour of the rhythm that is not over and has no request yet.</summary>
    private static DateTime FindNext(DateTime current, IReadOnlySet<DateTime> hours, Func<DateTime, bool> isExpected) =>
        Enumerable.Range(0, 9 * 24).Select(n => current.AddHours(n)).First(t => isExpected(t) && !hours.Contains(t));
}
