using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>Which refusals to list.</summary>
public sealed record RefusalQuery
{
    /// <summary>Part of an address or of a key's name or hint, or a whole request ID. Of a pasted key value only its hint counts.</summary>
    public string? Search { get; init; }

    /// <summary>Only those with this reason.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>Only those of this key; <see cref="Refusal.NoKey"/> lists those without a known key.</summary>
    public int? ApiKeyId { get; init; }

    /// <summary>Only from this address.</summary>
    public string? Address { get; init; }

    /// <summary>Only with this permission.</summary>
    public string? Permission { get; init; }

    /// <summary>Only where the last request had this ID.</summary>
    public string? RequestId { get; init; }

    /// <summary>Only refused at this time or later; UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only refused before this time; UTC.</summary>
    public DateTime? Before { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>The filters of the page of refusals as they stand in its address, and in that of its file; what does not exist filters
/// nothing.</summary>
/// <param name="Q">Part of an address or of a key's name or hint, or a whole request ID.</param>
/// <param name="Reason">A reason, see <see cref="RefusalPresentation.Reasons"/>.</param>
/// <param name="Key">The ID of a key; 0 for refusals without a known key.</param>
/// <param name="Permission">A permission.</param>
/// <param name="Address">An address.</param>
/// <param name="When">The days of a <see cref="DayRange"/>.</param>
public sealed record RefusalFilters(string? Q, string? Reason, string? Key, string? Permission, string? Address, string? When)
{
    /// <summary>What they list for this viewer.</summary>
    public RefusalQuery ToQuery(ViewerClock clock)
    {
        var when = clock.Days(When);
        QueryValues.TryReadName<RefusalReason>(Reason, "reason", out var reason);
        return new()
        {
            Search = SearchText.Clean(Q),
            Reason = reason,
            ApiKeyId = int.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null,
            Permission = ListPage.Given(Permission),
            Address = ListPage.Given(Address),
            From = when?.From(clock.Zone),
            Before = when?.Before(clock.Zone),
        };
    }
}

/// <summary>Refusals of one hour that have key, reason, permission and address in common, as pages show them.</summary>
public sealed record RefusalRow
{
    public required long Id { get; init; }

    /// <summary>UTC; the hour's beginning.</summary>
    public required DateTime Hour { get; init; }

    /// <summary>The key, or <see cref="Refusal.NoKey"/>.</summary>
    public required int ApiKeyId { get; init; }

    /// <summary>The key's name now; null where no key is known.</summary>
    public string? ApiKeyName { get; init; }

    public string? ApiKeyHint { get; init; }

    public required RefusalReason Reason { get; init; }

    /// <summary>Empty when there is none.</summary>
    public required string Permission { get; init; }

    /// <summary>Empty for all other addresses together.</summary>
    public required string Address { get; init; }

    public required long Count { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime FirstAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime LastAt { get; init; }

    public required string LastRequestId { get; init; }

    /// <summary>The audit entry of the cause; null when there is none.</summary>
    public long? CauseId { get; init; }

    /// <summary>One of <see cref="Data.Audit.AuditActions"/>.</summary>
    public string? CauseAction { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? CauseAt { get; init; }

    /// <summary>Who caused it, by the name at that time.</summary>
    public string? CauseActor { get; init; }

    /// <summary>All addresses beyond a bound together.</summary>
    public bool IsOthers => Address.Length == 0;

    /// <summary>The shape of the public API.</summary>
    public RefusalResource ToResource() => new(
        Id,
        Hour,
        Reason,
        ApiKeyName is null ? null : new RefusedKeyReference(ApiKeyId, ApiKeyName, ApiKeyHint ?? string.Empty),
        Permission.Length == 0 ? null : Permission,
        IsOthers ? null : Address,
        Count,
        FirstAt,
        LastAt,
        LastRequestId,
        CauseId is { } cause && CauseAction is not null && CauseAt is { } at
            ? new RefusalCause(cause, CauseAction, at, CauseActor ?? string.Empty)
            : null);
}

/// <summary>The refused requests of one hour that have reason, key, permission and IP address in common.</summary>
public sealed record RefusalResource(
    long Id, DateTime Hour, RefusalReason Reason, RefusedKeyReference? Key, string? Permission, string? Address, long Count,
    DateTime FirstAt, DateTime LastAt, string LastRequestId, RefusalCause? Cause)
{
    /// <summary>The ID of this entry.</summary>
    /// <example>481</example>
    public long Id { get; init; } = Id;

    /// <summary>The beginning of the hour.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public DateTime Hour { get; init; } = Hour;

    /// <summary>The true reason, which callers are not told.</summary>
    public RefusalReason Reason { get; init; } = Reason;

    /// <summary>The key. Null when no known key was sent.</summary>
    public RefusedKeyReference? Key { get; init; } = Key;

    /// <summary>The missing permission, or the permission that the request needed. Null when it is not known.</summary>
    /// <example>orders.edit</example>
    [Length(1, ApiKeyUsage.PermissionLength)]
    public string? Permission { get; init; } = Permission;

    /// <summary>The caller's IP address. Null for all other addresses together: an hour lists up to 64 addresses per key.</summary>
    /// <example>203.0.113.7</example>
    [Length(1, AuditEntry.AddressLength)]
    public string? Address { get; init; } = Address;

    /// <summary>The number of requests.</summary>
    /// <example>17</example>
    [Range(1, long.MaxValue)]
    public long Count { get; init; } = Count;

    /// <summary>When the first request was refused.</summary>
    /// <example>2026-11-23T14:03:11Z</example>
    public DateTime FirstAt { get; init; } = FirstAt;

    /// <summary>When the last request was refused, up to 10 seconds late.</summary>
    /// <example>2026-11-23T14:41:52Z</example>
    public DateTime LastAt { get; init; } = LastAt;

    /// <summary>The <c>X-Request-Id</c> of the last request.</summary>
    /// <example>0HNGB6T2J4V1Q:00000007</example>
    [MaxLength(Refusal.RequestIdLength)]
    public string LastRequestId { get; init; } = LastRequestId;

    /// <summary>The change that is the reason. Null when there is none.</summary>
    public RefusalCause? Cause { get; init; } = Cause;
}

/// <summary>A reference to an API key.</summary>
public sealed record RefusedKeyReference(int Id, string Name, string Hint)
{
    /// <summary>The key's ID.</summary>
    /// <example>12</example>
    public int Id { get; init; } = Id;

    /// <summary>The key's current name.</summary>
    /// <example>Nightly inventory sync script</example>
    [Length(1, TextRules.NameLength)]
    public string Name { get; init; } = Name;

    /// <summary>The first characters of the key's value.</summary>
    /// <example>kitty_Ab3d</example>
    [Length(ApiKeyToken.HintLength, ApiKeyToken.HintLength), RegularExpression(ApiKeyToken.HintPattern)]
    public string Hint { get; init; } = Hint;
}

/// <summary>The change that made a key be refused.</summary>
public sealed record RefusalCause(long AuditEntryId, string Action, DateTime At, string By)
{
    /// <summary>The ID of the audit log entry.</summary>
    /// <example>5012</example>
    public long AuditEntryId { get; init; } = AuditEntryId;

    /// <summary>What was done.</summary>
    /// <example>api-key.revoked</example>
    [Length(1, AuditEntry.ActionLength)]
    public string Action { get; init; } = Action;

    /// <summary>When it was done.</summary>
    /// <example>2026-11-23T13:58:20Z</example>
    public DateTime At { get; init; } = At;

    /// <summary>Who did it, by the name at that time.</summary>
    /// <example>Olivia Owner</example>
    [MaxLength(AuditEntry.ActorLength)]
    public string By { get; init; } = By;
}

/// <summary>The query string of a key's list of refusals, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Reason">List only refusals with this reason.</param>
/// <param name="Permission">List only refusals with this permission, for example <c>orders.edit</c>.</param>
/// <param name="Address">List only refusals from this IP address, for example <c>203.0.113.7</c>.</param>
/// <param name="RequestId">List only entries whose last request has this ID, for example <c>0HNGB6T2J4V1Q:00000007</c>.</param>
/// <param name="From">List only refusals from this date or time on, in ISO 8601, for example <c>2026-11-01</c>.</param>
/// <param name="To">List only refusals before this date or time, in ISO 8601, for example <c>2026-11-23T09:00:00Z</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record KeyRefusalListRequest(
    string? Limit = null,
    string? After = null,
    [property: ParsedAs<RefusalReason>] string? Reason = null,
    [property: PermissionName] string? Permission = null,
    [property: MaxLength(AuditEntry.AddressLength)] string? Address = null,
    [property: MaxLength(Refusal.RequestIdLength)] string? RequestId = null,
    [property: MaxLength(40)] string? From = null,
    [property: MaxLength(40)] string? To = null,
    string? Sort = null);

/// <summary>The query string of a list of refusals, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Reason">List only refusals with this reason.</param>
/// <param name="KeyId">List only refusals of the API key with this ID; <c>0</c> lists those without a known key.</param>
/// <param name="Permission">List only refusals with this permission, for example <c>orders.edit</c>.</param>
/// <param name="Address">List only refusals from this IP address, for example <c>203.0.113.7</c>.</param>
/// <param name="RequestId">List only entries whose last request has this ID, for example <c>0HNGB6T2J4V1Q:00000007</c>.</param>
/// <param name="From">List only refusals from this date or time on, in ISO 8601, for example <c>2026-11-01</c>.</param>
/// <param name="To">List only refusals before this date or time, in ISO 8601, for example <c>2026-11-23T09:00:00Z</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record RefusalListRequest(
    string? Limit = null,
    string? After = null,
    [property: ParsedAs<RefusalReason>] string? Reason = null,
    [property: ParsedAs<int>] string? KeyId = null,
    [property: PermissionName] string? Permission = null,
    [property: MaxLength(AuditEntry.AddressLength)] string? Address = null,
    [property: MaxLength(Refusal.RequestIdLength)] string? RequestId = null,
    [property: MaxLength(40)] string? From = null,
    [property: MaxLength(40)] string? To = null,
    string? Sort = null)
{
    /// <summary>Without the key.</summary>
    public KeyRefusalListRequest OfAnyKey => new(Limit, After, Reason, Permission, Address, RequestId, From, To, Sort);
}
