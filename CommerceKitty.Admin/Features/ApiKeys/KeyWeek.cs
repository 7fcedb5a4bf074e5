using System.Globalization;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A key's requests of the last 7 days.</summary>
/// <param name="Days">The requests of each 24 hours, the oldest first.</param>
/// <param name="Rejected">How many of all were rejected.</param>
public sealed record KeyWeek(IReadOnlyList<long> Days, long Rejected)
{
    /// <summary>Nothing.</summary>
    public static readonly KeyWeek None = new(new long[ApiKeyUsageQueries.WeekDays], 0);

    /// <summary>All requests.</summary>
    public long Requests => Days.Sum();

    /// <summary>For example "1,204 requests in 7 days, 3 rejected".</summary>
    public string Text
    {
        get
        {
            var requests = Requests == 1 ? "request" : "requests";
            var rejected = Rejected == 0 ? null : string.Create(CultureInfo.InvariantCulture, $", {Rejected:N0} rejected");
            return string.Create(CultureInfo.InvariantCulture, $"{Requests:N0} {requests} in 7 days{rejected}");
        }
    }
}
