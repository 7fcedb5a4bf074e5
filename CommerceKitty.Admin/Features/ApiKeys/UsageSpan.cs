using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The time that a caller asks usage of, in whole intervals.</summary>
/// <param name="From">UTC; the beginning of the first interval.</param>
/// <param name="To">UTC; the end of the last.</param>
/// <param name="By">The intervals.</param>
public sealed record UsageSpan(DateTime From, DateTime To, UsageInterval By)
{
    /// <summary>The most days by day: as long as counters are kept.</summary>
    public const int MostDays = 400;

    /// <summary>The most days by hour.</summary>
    public const int MostDaysByHour = 31;

    /// <summary>The most intervals: at both ends one may be there in part only.</summary>
    public const int MostIntervals = MostDaysByHour * 24 + 2;

    /// <summary>The days when the caller does not say from when on.</summary>
    public const int UsualDays = 7;

    /// <summary>Reads what the caller asks for. The ends are moved outwards to whole intervals.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="now">UTC.</param>
    /// <returns>The time, or the refusal of values that are none or too far apart.</returns>
    public static Result<UsageSpan> Read(ApiKeyUsageRequest request, DateTime now)
    {
        var errors = new FieldErrors();
        errors.Add(QueryValues.TryReadTime(request.From, "from", out var from));
        errors.Add(QueryValues.TryReadTime(request.To, "to", out var to));
        errors.Add(QueryValues.TryReadName<UsageInterval>(request.By, "by", out var by));
        if (errors.ToError() is { } unreadable)
            return unreadable;

        var end = to ?? now;
        var interval = by ?? UsageInterval.Day;
        if (from is null && end < DateTime.MinValue.AddDays(UsualDays))
            return Error.Invalid("to", "The to is too long ago.");
        var begin = from ?? end.AddDays(-UsualDays);
        if (begin >= end)
            return Error.Invalid("from", $"The from is not before the {(to is null ? "present" : "to")}.");
        var most = interval == UsageInterval.Hour ? MostDaysByHour : MostDays;
        if (end - begin > TimeSpan.FromDays(most))
        {
            return Error.Invalid("from", string.Create(CultureInfo.InvariantCulture,
                $"The from is too early: by {interval.ToString().ToLowerInvariant()}, at most {most} days are returned."));
        }

        return new UsageSpan(Floor(begin, interval), Ceiling(end, interval), interval);
    }

    /// <summary>The beginning of the interval that a time is in.</summary>
    public static DateTime Floor(DateTime utc, UsageInterval by) =>
        by == UsageInterval.Day ? utc.Date : utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerHour));

    private static DateTime Ceiling(DateTime utc, UsageInterval by)
    {
        var floor = Floor(utc, by);
        var length = by == UsageInterval.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        return floor == utc || DateTime.MaxValue - floor < length ? floor : floor + length;
    }
}
