using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.PermissionHistory;

/// <summary>What a user or an API key could do at a time.</summary>
/// <example>active</example>
public enum PastStatus
{
    /// <summary>It was accepted, and could do what its user's group granted.</summary>
    Active,

    /// <summary>It did not exist yet.</summary>
    NotCreated,

    /// <summary>It was disabled.</summary>
    Disabled,

    /// <summary>The key's user was disabled.</summary>
    UserDisabled,

    /// <summary>The key had expired.</summary>
    Expired,

    /// <summary>The key was revoked.</summary>
    Revoked,
}

/// <summary>What an API key or user could do at a time, by whose doing, and what changed since.</summary>
public sealed record PastPermissions
{
    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>From when on everything is known; UTC. Null when it is from the account's beginning.</summary>
    public DateTime? KnownSince { get; init; }

    /// <summary>The key; null for a user.</summary>
    public int? ApiKeyId { get; init; }

    /// <summary>The state at that time.</summary>
    public required PastStatus Status { get; init; }

    /// <summary>The user, or the one that the key acted as; null when there was none.</summary>
    public PastUser? User { get; init; }

    /// <summary>What it could do; empty unless it was active.</summary>
    public IReadOnlyList<PastGrant> Permissions { get; init; } = [];

    /// <summary>What it can do now and could not then.</summary>
    public PermissionSet Gained { get; init; }

    /// <summary>What it could do then and cannot now.</summary>
    public PermissionSet Lost { get; init; }

    /// <summary>The changes since, of the key, its user and the user's group at that time, oldest first; at most
    /// <see cref="PermissionHistoryService.MostChanges"/>.</summary>
    public IReadOnlyList<AuditRow> Changes { get; init; } = [];

    /// <summary>True when there are more changes than those.</summary>
    public bool HasMoreChanges { get; init; }

    /// <summary>The shape of the public API.</summary>
    public PermissionsAtResource ToResource() => new(
        At, KnownSince, Status, User is null ? null : new(User.Id, User.Email, User.Name, User.IsOwner, User.GroupCode),
        [.. Permissions.Select(p => new PastGrantResource(p.Permission.Name, p.GrantedBy, p.Since, p.By?.Name, p.By?.EntryId))],
        [.. Gained.Permissions.Select(p => p.Name)], [.. Lost.Permissions.Select(p => p.Name)],
        [.. Changes.Select(c => c.ToResource())], HasMoreChanges);
}

/// <summary>A user at a time.</summary>
public sealed record PastUser(
    int Id, string Email, string Name, bool IsOwner, bool Enabled, int? GroupId, string GroupCode, string GroupName);

/// <summary>A permission that was held at a time.</summary>
/// <param name="Permission">The permission.</param>
/// <param name="GrantedBy"><c>owner</c>, or <c>group:</c> and the group's code.</param>
/// <param name="Since">Since when without a break; UTC. Null when it was held before anything is known.</param>
/// <param name="By">Who gave it; null when that is not known.</param>
public sealed record PastGrant(Permission Permission, string GrantedBy, DateTime? Since, PastAuthor? By);

/// <summary>Who made a change.</summary>
/// <param name="Name">The actor, and the key.</param>
/// <param name="EntryId">The entry of the audit log.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
public sealed record PastAuthor(string Name, long EntryId, string Action);

/// <summary>What an API key could do at a time.</summary>
public sealed record PermissionsAtResource(
    DateTime At, DateTime? KnownSince, PastStatus Status, PastUserResource? User, IReadOnlyList<PastGrantResource> Permissions,
    IReadOnlyList<string> Gained, IReadOnlyList<string> Lost, IReadOnlyList<AuditEntryResource> Changes, bool HasMoreChanges)
{
    /// <summary>The time of the answer.</summary>
    /// <example>2026-05-03T10:00:00Z</example>
    public DateTime At { get; init; } = At;

    /// <summary>The time from which on everything is known. Null when it is known from the beginning of the account.</summary>
    /// <example>null</example>
    public DateTime? KnownSince { get; init; } = KnownSince;

    /// <summary>The key's status at that time.</summary>
    public PastStatus Status { get; init; } = Status;

    /// <summary>The user that the key acted as. Null when the key did not exist yet.</summary>
    public PastUserResource? User { get; init; } = User;

    /// <summary>What the key could do. Empty unless its status was active.</summary>
    [MaxLength(64)]
    public IReadOnlyList<PastGrantResource> Permissions { get; init; } = Permissions;

    /// <summary>The permissions that the key has now and did not have then.</summary>
    /// <example>["orders.edit"]</example>
    [PermissionName]
    public IReadOnlyList<string> Gained { get; init; } = Gained;

    /// <summary>The permissions that the key had then and does not have now.</summary>
    /// <example>[]</example>
    [PermissionName]
    public IReadOnlyList<string> Lost { get; init; } = Lost;

    /// <summary>The changes since then of the key, its user and the user's group, oldest first.</summary>
    [MaxLength(PermissionHistoryService.MostChanges)]
    public IReadOnlyList<AuditEntryResource> Changes { get; init; } = Changes;

    /// <summary>True when there are more changes than these. <c>GET /audit-log</c> lists all of them.</summary>
    /// <example>false</example>
    public bool HasMoreChanges { get; init; } = HasMoreChanges;
}

/// <summary>The user that an API key acted as.</summary>
public sealed record PastUserResource(int Id, string Email, string Name, bool Owner, string? Group)
{
    /// <summary>The user's ID.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public int Id { get; init; } = Id;

    /// <summary>The email at that time.</summary>
    /// <example>sync@example.com</example>
    [MaxLength(TextRules.EmailLength)]
    public string Email { get; init; } = Email;

    /// <summary>The name at that time.</summary>
    /// <example>Zapier</example>
    [MaxLength(TextRules.FullNameLength)]
    public string Name { get; init; } = Name;

    /// <summary>True when the user owned the account.</summary>
    /// <example>false</example>
    public bool Owner { get; init; } = Owner;

    /// <summary>The code of the user group at that time. Null when the user was in none.</summary>
    /// <example>integration</example>
    [MaxLength(UserGroup.CodeLength)]
    public string? Group { get; init; } = string.IsNullOrEmpty(Group) ? null : Group;
}

/// <summary>A permission that was held.</summary>
public sealed record PastGrantResource(string Permission, string GrantedBy, DateTime? Since, string? By, long? AuditEntryId)
{
    /// <summary>The permission.</summary>
    /// <example>orders.edit</example>
    [MaxLength(100)]
    public string Permission { get; init; } = Permission;

    /// <summary><c>owner</c>, or <c>group:</c> and the code of the user group.</summary>
    /// <example>group:integration</example>
    [MaxLength(UserGroup.CodeLength + 6)]
    public string GrantedBy { get; init; } = GrantedBy;

    /// <summary>Since when it was held without a break. Null when it was held before anything is known.</summary>
    /// <example>2026-04-01T08:00:00Z</example>
    public DateTime? Since { get; init; } = Since;

    /// <summary>Who gave it, by the change that gave it last: to the group, the user into the group, or the key to the user. Null when that
    /// is not known.</summary>
    /// <example>Olivia Owner</example>
    [MaxLength(AuditEntry.ActorLength + TextRules.NameLength + 9)]
    public string? By { get; init; } = By;

    /// <summary>The ID of that change's entry in the audit log. Null when it is not known.</summary>
    /// <example>5012</example>
    public long? AuditEntryId { get; init; } = AuditEntryId;
}

/// <summary>The query string of the permissions of a key at a time.</summary>
/// <param name="At">The time, in ISO 8601, for example <c>2026-05-03T10:00:00Z</c>. By default now.</param>
public sealed record PermissionsAtRequest([property: MaxLength(40)] string? At = null);
