using System.Globalization;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A key's usage as a page shows it: in hours or days of the viewer's zone, the oldest first. Counters are of whole hours in UTC;
/// where a zone's days do not begin with one, an hour belongs to the day in which it begins.</summary>
/// <param name="Series">What is counted, for example one result.</param>
/// <param name="Columns">The hours or days, also those without requests.</param>
public sealed record UsageChart(IReadOnlyList<ChartSeries> Series, IReadOnlyList<ChartColumn> Columns)
{
    /// <summary>How many permissions are told apart; the others are added up.</summary>
    public const int MostPermissions = 6;

    private const string Others = "\uffff";
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>All requests.</summary>
    public long Total => Columns.Sum(c => c.Total);

    /// <summary>Adds up usage.</summary>
    /// <param name="usage">The counters of the range.</param>
    /// <param name="range">What is shown.</param>
    /// <param name="byPermission">By permission, else by result.</param>
    /// <param name="clock">The viewer's.</param>
    public static UsageChart Of(IReadOnlyList<KeyUsage> usage, UsageRange range, bool byPermission, ViewerClock clock)
    {
        var (series, keyOf) = byPermission ? ByPermission(usage) : ByResult(usage);
        var sums = usage
            .GroupBy(u => (Column: ColumnOf(u.Hour, range, clock), Series: keyOf(u)))
            .ToDictionary(g => g.Key, g => g.Sum(u => u.Count));
        return new UsageChart(
            [.. series.Select(s => s.Series)],
            [
                .. Starts(range, clock).Select(start => new ChartColumn(
                    start.Text,
                    [.. series.Select(s => sums.GetValueOrDefault((start.Local, s.Key)))])),
            ]);
    }

    private static (List<(string Key, ChartSeries Series)> Series, Func<KeyUsage, string> KeyOf) ByResult(IReadOnlyList<KeyUsage> usage)
    {
        var results = usage.Select(u => u.Result).Append(KeyUseResult.Accepted).Distinct().Order();
        return (
            [.. results.Select(r => (r.ToString(), new ChartSeries(ApiKeyPresentation.ToDisplayText(r), Tone(r))))],
            u => u.Result.ToString());
    }

    private static (List<(string Key, ChartSeries Series)> Series, Func<KeyUsage, string> KeyOf) ByPermission(
        IReadOnlyList<KeyUsage> usage)
    {
        var all = usage.GroupBy(u => u.Permission).OrderByDescending(g => g.Sum(u => u.Count)).Select(g => g.Key).ToList();
        var shown = all.Take(MostPermissions).ToList();
        var series = shown.ConvertAll(p => (p, new ChartSeries(NameOf(p), shown.IndexOf(p) + 1)));
        if (all.Count > shown.Count)
            series.Add((Others, new ChartSeries("Others", MostPermissions + 1)));
        return (series, u => shown.Contains(u.Permission) ? u.Permission : Others);
    }

    private static string NameOf(string permission) =>
        permission.Length == 0 ? "No permission" : PermissionCatalogue.Find(permission)?.Label ?? permission;

    /// <summary>The stylesheet has as many tones as there are results; their numbers have gaps.</summary>
    private static int Tone(KeyUseResult result) => 1 + Array.IndexOf(Enum.GetValues<KeyUseResult>(), result);

    private static DateTime ColumnOf(DateTime hour, UsageRange range, ViewerClock clock)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(hour, clock.Zone);
        return range.IsByHour ? hour : local.Date;
    }

    private static IEnumerable<(DateTime Local, string Text)> Starts(UsageRange range, ViewerClock clock)
    {
        if (!range.IsByHour)
        {
            var today = UsageRange.Today(clock).ToDateTime(TimeOnly.MinValue);
            return Enumerable.Range(0, range.Days).Select(n => today.AddDays(n + 1 - range.Days))
                .Select(d => (d, d.ToString("ddd d MMM", English)));
        }

        // By their UTC times: when clocks go back, two of them are called the same.
        var first = range.From(clock);
        return Enumerable.Range(0, 24).Select(n => first.AddHours(n))
            .Select(h => (h, TimeZoneInfo.ConvertTimeFromUtc(h, clock.Zone).ToString("ddd HH:mm", English)));
    }
}
