namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What would stop without a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="InDay">Accepted requests of the last 24 hours.</param>
/// <param name="InMonth">Accepted requests of the last 30 days.</param>
/// <param name="BusiestHour">Accepted requests of the hour of these 30 days that had most.</param>
/// <param name="Addresses">From where it was used in 30 days.</param>
/// <param name="Routes">Methods and routes of its recent calls, the most used first; at most <see cref="MostRoutes"/>.</param>
/// <param name="Permissions">The labels of the permissions that these requests needed, the most used first.</param>
/// <param name="Rhythm">When it is usually used; null when that shows no pattern.</param>
public sealed record KeyImpact(
    ApiKeyRow Key, long InDay, long InMonth, long BusiestHour, KeyAddresses Addresses, IReadOnlyList<string> Routes,
    IReadOnlyList<string> Permissions, KeyRhythm? Rhythm)
{
    /// <summary>How many routes are named.</summary>
    public const int MostRoutes = 5;

    /// <summary>True when a limit would have rejected requests of the busiest hour, even spread over all its minutes.</summary>
    /// <param name="perMinute">Requests per minute.</param>
    public bool IsAbove(int perMinute) => BusiestHour > perMinute * 60L;
}
