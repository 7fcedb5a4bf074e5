using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>Which entries of the audit log to list.</summary>
public sealed record AuditQuery
{
    /// <summary>Part of an actor's name, an action, a target's name or an address. Of a pasted key value only its hint counts.</summary>
    public string? Search { get; init; }

    /// <summary>Only changes to this kind of thing: a resource of the permission catalogue.</summary>
    public string? TargetType { get; init; }

    /// <summary>Only changes to the thing with this id; use it together with <see cref="TargetType"/>.</summary>
    public int? TargetId { get; init; }

    /// <summary>Only what this user did, or what others did to it: <see cref="Side"/> says which.</summary>
    public int? UserId { get; init; }

    /// <summary>Which of the two to list of <see cref="UserId"/>.</summary>
    public AuditSide Side { get; init; }

    /// <summary>Only what was done in this way.</summary>
    public ActorKind? ActorKind { get; init; }

    /// <summary>Only what was done by the key with this id.</summary>
    public int? KeyId { get; init; }

    /// <summary>Only what was done from this IP address, as <see cref="AddressText"/> writes it.</summary>
    public string? Address { get; init; }

    /// <summary>Only one of <see cref="AuditActions"/>.</summary>
    public string? Action { get; init; }

    /// <summary>Only from this time on; UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only before this time; UTC.</summary>
    public DateTime? Before { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>The filters of the page of the audit log as they stand in its address, and in that of its file; what does not exist
/// filters nothing.</summary>
/// <param name="Q">Part of an actor, target or address. Of a pasted key value only its hint counts.</param>
/// <param name="Target">A resource of the permission catalogue.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="When">The days of a <see cref="DayRange"/>.</param>
/// <param name="User">A user's ID.</param>
/// <param name="Side">Of that user: <c>did</c>, <c>done-to</c>, or both when it is left out.</param>
/// <param name="Key">The ID of the key that was used.</param>
/// <param name="Actor">An <see cref="ActorKind"/> as the API names it.</param>
/// <param name="Thing">The target's ID; it needs the target's type.</param>
/// <param name="Address">An IP address.</param>
public sealed record AuditFilters(
    string? Q, string? Target, string? Action, string? When, string? User, string? Side, string? Key, string? Actor, string? Thing,
    string? Address)
{
    /// <summary>What they list for this viewer.</summary>
    public AuditQuery ToQuery(ViewerClock clock)
    {
        var when = clock.Days(When);
        _ = QueryValues.TryReadName<ActorKind>(ListPage.Given(Actor), "actor", out var kind);
        return new AuditQuery
        {
            Search = SearchText.Clean(Q),
            TargetType = ListPage.Given(Target),
            Action = ListPage.Given(Action),
            TargetId = ListPage.Given(Target) is null ? null : Id(Thing),
            UserId = Id(User),
            KeyId = Id(Key),
            ActorKind = kind,
            Address = AddressText.Read(Address),
            Side = Side switch { "did" => AuditSide.Did, "done-to" => AuditSide.DoneTo, _ => AuditSide.Both },
            From = when?.From(clock.Zone),
            Before = when?.Before(clock.Zone),
        };
    }

    private static int? Id(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

/// <summary>On which side of an entry a user stands.</summary>
public enum AuditSide
{
    /// <summary>On either.</summary>
    Both,

    /// <summary>The user did it, signed in or by key.</summary>
    Did,

    /// <summary>Someone else did it to the user.</summary>
    DoneTo,
}

/// <summary>An entry of the audit log as pages show it.</summary>
public sealed record AuditRow
{
    public required long Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required ActorKind ActorKind { get; init; }

    /// <summary>The acting user; null for the command line and the system.</summary>
    public int? ActorUserId { get; init; }

    /// <summary>The actor's name at that time.</summary>
    public required string Actor { get; init; }

    /// <summary>The key that the actor came by, if it came by key.</summary>
    public int? ActorApiKeyId { get; init; }

    /// <summary>That key's name at that time; its name now in entries of versions that did not keep it.</summary>
    public string? ActorApiKeyName { get; init; }

    public string? Address { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    public required string TargetType { get; init; }

    public required int TargetId { get; init; }

    /// <summary>The target's name at that time.</summary>
    public required string Target { get; init; }

    /// <summary>What the target's page is addressed by where that is not its id; null when there is none, or the target is gone.</summary>
    public string? TargetPath { get; init; }

    /// <summary>The changed fields before, as a JSON object; null when there was nothing before.</summary>
    public string? Before { get; init; }

    /// <summary>The changed fields after, as a JSON object; null when there is nothing after.</summary>
    public string? After { get; init; }

    /// <summary>The shape of the public API.</summary>
    public AuditEntryResource ToResource() => new(
        Id, At, new AuditActor(ActorKind, ActorUserId, Actor, ActorApiKeyId, ActorApiKeyName, Address),
        Action, new AuditTargetResource(TargetType, TargetId, Target), Json(Before), Json(After));

    private static JsonObject? Json(string? fields) => fields is null ? null : JsonNode.Parse(fields)!.AsObject();
}

/// <summary>An entry of the audit log.</summary>
public sealed record AuditEntryResource(
    long Id, DateTime At, AuditActor Actor, string Action, AuditTargetResource Target, JsonObject? Before, JsonObject? After)
{
    /// <summary>The entry's ID. It never changes and is never reused.</summary>
    /// <example>5012</example>
    public long Id { get; init; } = Id;

    /// <summary>When it happened.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public DateTime At { get; init; } = At;

    /// <summary>Who did it.</summary>
    public AuditActor Actor { get; init; } = Actor;

    /// <summary>What was done, for example <c>api-key.revoked</c>.</summary>
    /// <example>api-key.disabled</example>
    [Length(1, AuditEntry.ActionLength), RegularExpression("^[a-z-]+\\.[a-z-]+$")]
    public string Action { get; init; } = Action;

    /// <summary>What it was done to.</summary>
    public AuditTargetResource Target { get; init; } = Target;

    /// <summary>The changed fields before the change. Null when something was created.</summary>
    /// <example>{"enabled": true}</example>
    public JsonObject? Before { get; init; } = Before;

    /// <summary>The same fields after the change. Null when something was deleted.</summary>
    /// <example>{"enabled": false}</example>
    public JsonObject? After { get; init; } = After;
}

/// <summary>Who did something.</summary>
public sealed record AuditActor(ActorKind Kind, int? UserId, string Name, int? ApiKeyId, string? ApiKeyName, string? Address)
{
    /// <summary>A signed-in person, an API key, the command line, the system, or an anonymous visitor.</summary>
    public ActorKind Kind { get; init; } = Kind;

    /// <summary>The ID of the user. Null for the command line, the system and an anonymous visitor.</summary>
    /// <example>1</example>
    public int? UserId { get; init; } = UserId;

    /// <summary>The name at that time.</summary>
    /// <example>Olivia Owner</example>
    [Length(1, AuditEntry.ActorLength)]
    public string Name { get; init; } = Name;

    /// <summary>The ID of the API key. Null when no key was used.</summary>
    public int? ApiKeyId { get; init; } = ApiKeyId;

    /// <summary>The name of the API key at that time. Null when no key was used.</summary>
    [MaxLength(TextRules.NameLength)]
    public string? ApiKeyName { get; init; } = ApiKeyName;

    /// <summary>The IP address. Null for the command line and the system.</summary>
    /// <example>203.0.113.7</example>
    [MaxLength(AuditEntry.AddressLength)]
    public string? Address { get; init; } = Address;
}

/// <summary>What something was done to.</summary>
public sealed record AuditTargetResource(string Type, int Id, string Name)
{
    /// <summary>The type of the resource, for example <c>api-keys</c>.</summary>
    /// <example>api-keys</example>
    [Length(1, AuditEntry.TargetTypeLength)]
    public string Type { get; init; } = Type;

    /// <summary>The resource's ID, or 0 when it has none.</summary>
    /// <example>12</example>
    [Range(0, int.MaxValue)]
    public int Id { get; init; } = Id;

    /// <summary>The resource's name at that time.</summary>
    /// <example>Nightly inventory sync script</example>
    [MaxLength(AuditEntry.TargetLength)]
    public string Name { get; init; } = Name;
}

/// <summary>The query string of a list of audit entries, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="From">List only entries from this date or time on, in ISO 8601, for example <c>2026-11-01</c>.</param>
/// <param name="To">List only entries before this date or time, in ISO 8601, for example <c>2026-11-23T09:00:00Z</c>.</param>
/// <param name="ActorId">List only actions of the user with this ID.</param>
/// <param name="KeyId">List only actions of the API key with this ID.</param>
/// <param name="ActorKind">List only actions of this kind of actor: <c>person</c>, <c>api-key</c>, <c>command-line</c>, <c>system</c> or
/// <c>anonymous</c>.</param>
/// <param name="Address">List only actions from this IP address, for example <c>203.0.113.7</c>.</param>
/// <param name="Action">List only this action, for example <c>api-key.disabled</c>.</param>
/// <param name="TargetType">List only actions on this type of resource, for example <c>api-keys</c>.</param>
/// <param name="TargetId">List only actions on the resource with this ID. Requires <c>targetType</c>.</param>
/// <param name="Q">List only entries whose actor, action, target or IP address contains this text, for example <c>nightly</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record AuditListRequest(
    string? Limit = null,
    string? After = null,
    [property: MaxLength(40)] string? From = null,
    [property: MaxLength(40)] string? To = null,
    [property: ParsedAs<int>] string? ActorId = null,
    [property: ParsedAs<int>] string? KeyId = null,
    [property: ParsedAs<ActorKind>] string? ActorKind = null,
    [property: MaxLength(AuditEntry.AddressLength)] string? Address = null,
    [property: Length(1, AuditEntry.ActionLength), RegularExpression("^[a-z-]+\\.[a-z-]+$")] string? Action = null,
    [property: MaxLength(AuditEntry.TargetTypeLength)] string? TargetType = null,
    [property: ParsedAs<int>] string? TargetId = null,
    [property: MaxLength(SearchText.MaximumSearch)] string? Q = null,
    string? Sort = null);
