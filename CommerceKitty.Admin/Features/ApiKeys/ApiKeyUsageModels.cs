using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The query string of a key's usage, as text, so that every error can name its field.</summary>
/// <param name="From">The first date or time, in ISO 8601, for example <c>2026-11-01</c>. By default 7 days before <c>to</c>.</param>
/// <param name="To">The date or time after the last, in ISO 8601, for example <c>2026-11-23T09:00:00Z</c>. By default now.</param>
/// <param name="By">Whether usage is added up by hour or by day. By hour, at most 31 days are returned, by day at most 400.</param>
public sealed record ApiKeyUsageRequest(
    [property: MaxLength(40)] string? From = null,
    [property: MaxLength(40)] string? To = null,
    [property: ParsedAs<UsageInterval>(Default = UsageInterval.Day)] string? By = null);

/// <summary>How often a key was used.</summary>
public sealed record ApiKeyUsageResource(
    int ApiKeyId, DateTime From, DateTime To, UsageInterval By, long Requests, IReadOnlyList<UsageSumResource> Data,
    IReadOnlyList<UsageAddressResource> Addresses, long OtherAddresses)
{
    /// <summary>The key's ID.</summary>
    /// <example>12</example>
    public int ApiKeyId { get; init; } = ApiKeyId;

    /// <summary>The beginning of the first interval.</summary>
    /// <example>2026-11-16T00:00:00Z</example>
    public DateTime From { get; init; } = From;

    /// <summary>The end of the last interval.</summary>
    /// <example>2026-11-24T00:00:00Z</example>
    public DateTime To { get; init; } = To;

    /// <summary>The length of the intervals. Days begin at midnight UTC.</summary>
    public UsageInterval By { get; init; } = By;

    /// <summary>All requests between the two times.</summary>
    /// <example>1204</example>
    [Range(0, long.MaxValue)]
    public long Requests { get; init; } = Requests;

    /// <summary>The intervals with requests, oldest first.</summary>
    [MaxLength(UsageSpan.MostIntervals)]
    public IReadOnlyList<UsageSumResource> Data { get; init; } = Data;

    /// <summary>The addresses with the most accepted requests, the busiest first.</summary>
    [MaxLength(KeyAddressQueries.MostListed)]
    public IReadOnlyList<UsageAddressResource> Addresses { get; init; } = Addresses;

    /// <summary>Accepted requests from addresses that are not listed.</summary>
    /// <example>0</example>
    [Range(0, long.MaxValue)]
    public long OtherAddresses { get; init; } = OtherAddresses;

    /// <summary>The usage of a time.</summary>
    public static ApiKeyUsageResource Of(int id, UsageSpan span, IReadOnlyList<KeyUsage> usage, KeyAddresses addresses) => new(
        id, span.From, span.To, span.By, usage.Sum(u => u.Count),
        [
            .. usage.GroupBy(u => UsageSpan.Floor(u.Hour, span.By)).OrderBy(g => g.Key)
                .Select(g => new UsageSumResource(
                    g.Key,
                    g.Sum(u => u.Count),
                    [
                        .. g.GroupBy(u => (u.Permission, u.Result))
                            .OrderBy(c => c.Key.Permission, StringComparer.Ordinal).ThenBy(c => c.Key.Result)
                            .Select(c => new UsageCountResource(
                                c.Key.Permission.Length == 0 ? null : c.Key.Permission, c.Key.Result, c.Sum(u => u.Count))),
                    ])),
        ],
        [.. addresses.Most.Select(a => new UsageAddressResource(a.Address, a.Count, a.LastAt, a.UserAgent))],
        addresses.Others);
}

/// <summary>The accepted requests from one IP address.</summary>
public sealed record UsageAddressResource(string Address, long Requests, DateTime LastAt, string UserAgent)
{
    /// <summary>The caller's IP address.</summary>
    /// <example>203.0.113.7</example>
    [MaxLength(AuditEntry.AddressLength)]
    public string Address { get; init; } = Address;

    /// <summary>The number of requests.</summary>
    /// <example>300</example>
    [Range(1, long.MaxValue)]
    public long Requests { get; init; } = Requests;

    /// <summary>When the last of them was received.</summary>
    /// <example>2026-11-23T14:03:11Z</example>
    public DateTime LastAt { get; init; } = LastAt;

    /// <summary>What the last caller said it is.</summary>
    /// <example>curl/8.5.0</example>
    [MaxLength(ApiKeyLastUse.UserAgentLength)]
    public string UserAgent { get; init; } = UserAgent;
}

/// <summary>The requests of an hour or a day.</summary>
public sealed record UsageSumResource(DateTime Start, long Requests, IReadOnlyList<UsageCountResource> Counts)
{
    /// <summary>When the interval begins.</summary>
    /// <example>2026-11-23T00:00:00Z</example>
    public DateTime Start { get; init; } = Start;

    /// <summary>All requests of the interval.</summary>
    /// <example>301</example>
    [Range(1, long.MaxValue)]
    public long Requests { get; init; } = Requests;

    /// <summary>The requests by permission and result.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<UsageCountResource> Counts { get; init; } = Counts;
}

/// <summary>Requests that needed one permission and had one result.</summary>
public sealed record UsageCountResource(string? Permission, KeyUseResult Result, long Count)
{
    /// <summary>The permission that the requests needed. Null when they needed none, or were rejected before that was known.</summary>
    /// <example>orders.view-all</example>
    [MaxLength(ApiKeyUsage.PermissionLength)]
    public string? Permission { get; init; } = Permission;

    /// <summary>Whether the requests were accepted, and otherwise why not.</summary>
    public KeyUseResult Result { get; init; } = Result;

    /// <summary>The number of requests.</summary>
    /// <example>300</example>
    [Range(1, long.MaxValue)]
    public long Count { get; init; } = Count;
}
