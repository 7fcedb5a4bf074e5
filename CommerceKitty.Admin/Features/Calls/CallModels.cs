using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>Which calls of a key to list.</summary>
public sealed record CallQuery
{
    /// <summary>Only with these statuses.</summary>
    public CallStatus? Status { get; init; }

    /// <summary>Only with this method: one of <see cref="CallMethods.All"/>.</summary>
    public string? Method { get; init; }

    /// <summary>Only of this route's template.</summary>
    public string? Route { get; init; }

    /// <summary>Only with this request ID.</summary>
    public string? RequestId { get; init; }

    /// <summary>Only from this time on; UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only before this time; UTC.</summary>
    public DateTime? Before { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>A status, or a hundred of them.</summary>
/// <param name="First">The first one.</param>
/// <param name="Last">The last one.</param>
public readonly record struct CallStatus(int First, int Last)
{
    /// <summary>The form of its text, as a regular expression of ECMA-262.</summary>
    public const string Pattern = "^[1-5]([0-9][0-9]|xx)$";

    /// <summary>Reads <c>404</c> or <c>4xx</c>; null for anything else.</summary>
    public static CallStatus? Read(string? text) => text switch
    {
        [>= '1' and <= '5' and var hundred, 'x', 'x'] => new((hundred - '0') * 100, ((hundred - '0') * 100) + 99),
        [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'] => One(int.Parse(text, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static CallStatus One(int status) => new(status, status);
}

/// <summary>The filters of the tab of calls as they stand in its address; what does not exist filters nothing.</summary>
/// <param name="Status">A status, or a hundred of them: <c>4xx</c>.</param>
/// <param name="Method">A method.</param>
/// <param name="Route">A route's template.</param>
/// <param name="When">The days of a <see cref="DayRange"/>.</param>
/// <param name="RequestId">A request ID.</param>
public sealed record CallFilters(string? Status, string? Method, string? Route, string? When, string? RequestId)
{
    /// <summary>What they list for this viewer.</summary>
    public CallQuery ToQuery(ViewerClock clock)
    {
        var when = clock.Days(When);
        return new()
        {
            Status = CallStatus.Read(Status),
            Method = CallMethods.All.Contains(Method) ? Method : null,
            Route = ListPage.Given(Route),
            RequestId = ListPage.Given(RequestId) is { } id ? Refusal.SanitizeRequestId(id) : null,
            From = when?.From(clock.Zone),
            Before = when?.Before(clock.Zone),
        };
    }
}

/// <summary>A call as pages show it.</summary>
public sealed record CallRow
{
    public required long Id { get; init; }

    public required int ApiKeyId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required string Method { get; init; }

    /// <summary>Empty when there is none at the address.</summary>
    public required string Route { get; init; }

    public required int Status { get; init; }

    public required int Microseconds { get; init; }

    public required string Address { get; init; }

    public required string UserAgent { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>How many calls before it are not kept.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The shape of the public API.</summary>
    public CallResource ToResource() => new(
        Id, At, Method, Route.Length == 0 ? null : Route, Status, Microseconds, Address, UserAgent, RequestId, Reason, LeftOut);
}

/// <summary>A call that was found by its request ID.</summary>
/// <param name="Call">The call.</param>
/// <param name="ApiKeyName">The name of its key.</param>
public sealed record FoundCall(CallRow Call, string ApiKeyName);

/// <summary>A request that was made with an API key, without its query and body.</summary>
public sealed record CallResource(
    long Id, DateTime At, string Method, string? Route, int Status, int DurationMicroseconds, string Address, string UserAgent,
    string RequestId, RefusalReason? Reason, int LeftOut)
{
    /// <summary>The call's ID.</summary>
    /// <example>90211</example>
    public long Id { get; init; } = Id;

    /// <summary>When the request was received.</summary>
    /// <example>2026-11-23T14:03:11Z</example>
    public DateTime At { get; init; } = At;

    /// <summary>The method, or <c>OTHER</c>. A HEAD request is listed as GET.</summary>
    /// <example>GET</example>
    [Length(1, ApiKeyCall.MethodLength)]
    public string Method { get; init; } = Method;

    /// <summary>The template of the route. Null when there is nothing at the address.</summary>
    /// <example>/api/v1/orders/{id}</example>
    [Length(1, ApiKeyCall.RouteLength)]
    public string? Route { get; init; } = Route;

    /// <summary>The status code of the response.</summary>
    /// <example>200</example>
    [Range(100, 599)]
    public int Status { get; init; } = Status;

    /// <summary>How long the response took, in microseconds.</summary>
    /// <example>1840</example>
    [Range(0, int.MaxValue)]
    public int DurationMicroseconds { get; init; } = DurationMicroseconds;

    /// <summary>The caller's IP address.</summary>
    /// <example>203.0.113.7</example>
    [MaxLength(AuditEntry.AddressLength)]
    public string Address { get; init; } = Address;

    /// <summary>What the caller said it is.</summary>
    /// <example>curl/8.5.0</example>
    [MaxLength(ApiKeyLastUse.UserAgentLength)]
    public string UserAgent { get; init; } = UserAgent;

    /// <summary>The <c>X-Request-Id</c> of the response.</summary>
    /// <example>0HNGB6T2J4V1Q:00000007</example>
    [MaxLength(Refusal.RequestIdLength)]
    public string RequestId { get; init; } = RequestId;

    /// <summary>Why the request was refused. Null when it was not refused, or was refused by the operation itself.</summary>
    public RefusalReason? Reason { get; init; } = Reason;

    /// <summary>How many calls of the key before this one are not listed: a key that calls more than once a second is sampled.</summary>
    /// <example>0</example>
    [Range(0, int.MaxValue)]
    public int LeftOut { get; init; } = LeftOut;
}

/// <summary>The query string of a list of calls, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Status">List only calls with this status, for example <c>403</c>, or with all statuses like <c>4xx</c>.</param>
/// <param name="Method">List only calls with this method, for example <c>POST</c>.</param>
/// <param name="Route">List only calls of this route, for example <c>/api/v1/orders</c>.</param>
/// <param name="RequestId">List only calls with this request ID, for example <c>0HNGB6T2J4V1Q:00000007</c>.</param>
/// <param name="From">List only calls from this date or time on, in ISO 8601, for example <c>2026-11-01</c>.</param>
/// <param name="To">List only calls before this date or time, in ISO 8601, for example <c>2026-11-23T09:00:00Z</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record CallListRequest(
    string? Limit = null,
    string? After = null,
    [property: Length(3, 3), RegularExpression(CallStatus.Pattern)] string? Status = null,
    [property: MaxLength(ApiKeyCall.MethodLength)] string? Method = null,
    [property: MaxLength(ApiKeyCall.RouteLength)] string? Route = null,
    [property: MaxLength(Refusal.RequestIdLength)] string? RequestId = null,
    [property: MaxLength(40)] string? From = null,
    [property: MaxLength(40)] string? To = null,
    string? Sort = null);
