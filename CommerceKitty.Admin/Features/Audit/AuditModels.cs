using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Text.Json.Nodes;

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

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>On which side of an entry a user stands.</summary>
public enum AuditSide
{
    /// <summary>On either.</summary>
    Both,

    /// <summary>The user did it, signed in or by key.</summary>
    Did,

    /// <summary>Somebody else did it to the user.</summary>
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

    /// <summary>That key's name now.</summary>
    public string? ActorApiKeyName { get; init; }

    public string? Address { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    public required string TargetType { get; init; }

    public required int TargetId { get; init; }

    /// <summary>The target's name at that time.</summary>
    public required string Target { get; init; }

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

/// <summary>An entry of the audit log in the public API.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="At">When; UTC.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Action">What was done, e.g. <c>api-key.revoked</c>.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Before">The changed fields before; null when there was nothing before.</param>
/// <param name="After">The same fields after; null when there is nothing after.</param>
public sealed record AuditEntryResource(
    long Id, DateTime At, AuditActor Actor, string Action, AuditTargetResource Target, JsonObject? Before, JsonObject? After);

/// <summary>Who did something.</summary>
/// <param name="Kind">person, api-key, command-line, system or anonymous.</param>
/// <param name="UserId">The acting user; null for the command line and the system.</param>
/// <param name="Name">The name at that time.</param>
/// <param name="ApiKeyId">The key that the actor came by; null unless by key.</param>
/// <param name="ApiKeyName">That key's name now.</param>
/// <param name="Address">From where; null for the command line and the system.</param>
public sealed record AuditActor(ActorKind Kind, int? UserId, string Name, int? ApiKeyId, string? ApiKeyName, string? Address);

/// <summary>What something was done to.</summary>
/// <param name="Type">A resource of the permission catalogue.</param>
/// <param name="Id">The thing's id.</param>
/// <param name="Name">The thing's name at that time.</param>
public sealed record AuditTargetResource(string Type, int Id, string Name);

/// <summary>Which entries the API lists: the query string as it came.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="From">Not before this time, in ISO 8601.</param>
/// <param name="To">Before this time.</param>
/// <param name="ActorId">Only what this user did.</param>
/// <param name="KeyId">Only what was done by this API key.</param>
/// <param name="Action">Exactly this action.</param>
/// <param name="TargetType">Only changes to this kind of thing: a resource of the permission catalogue.</param>
/// <param name="TargetId">Only changes to the thing with this id; with <paramref name="TargetType"/>.</param>
/// <param name="Q">Part of an actor's name, an action, a target's name or an address.</param>
/// <param name="Sort"><c>-at</c> (newest first; when not given) or <c>at</c>.</param>
public sealed record AuditListRequest(
    string? Limit = null, string? After = null, string? From = null, string? To = null, string? ActorId = null, string? KeyId = null,
    string? Action = null, string? TargetType = null, string? TargetId = null, string? Q = null, string? Sort = null);
