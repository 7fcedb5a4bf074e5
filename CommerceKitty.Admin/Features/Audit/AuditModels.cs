using CommerceKitty.Admin.Common;
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
}
