using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>Which of a user's permissions its API keys used, and which user group would be enough.</summary>
public sealed record LeastPrivilegeResource
{
    /// <summary>The user's ID.</summary>
    /// <example>6</example>
    public required int UserId { get; init; }

    /// <summary>From when on use was counted. It is 90 days ago, or later where counting began later.</summary>
    /// <example>2026-08-25T09:00:00Z</example>
    public required DateTime Since { get; init; }

    /// <summary>True when everything that the user does is counted. False for people: what they do signed in is not counted.</summary>
    /// <example>true</example>
    public required bool Complete { get; init; }

    /// <summary>The permissions that the user holds.</summary>
    /// <example>["orders.view-all", "orders.view", "orders.edit", "products.edit"]</example>
    [PermissionName]
    public required IReadOnlyList<string> Held { get; init; }

    /// <summary>The permissions of those that requests with the user's API keys used, revoked keys included.</summary>
    /// <example>["orders.view-all", "orders.edit"]</example>
    [PermissionName]
    public required IReadOnlyList<string> Used { get; init; }

    /// <summary>The permissions that were used, and those that the same operations can require too.</summary>
    /// <example>["orders.view-all", "orders.view", "orders.edit"]</example>
    [PermissionName]
    public required IReadOnlyList<string> Needed { get; init; }

    /// <summary>The permissions that are held and not needed.</summary>
    /// <example>["products.edit"]</example>
    [PermissionName]
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>The smallest user group that covers what is needed and grants less than is held. Null when there is none that the key's
    /// user can see and holds all permissions of.</summary>
    public required UserGroupReference? Group { get; init; }

    /// <summary>The resource of a report.</summary>
    public static LeastPrivilegeResource Of(LeastPrivilegeReport report) => new()
    {
        UserId = report.User.Id,
        Since = report.Since,
        Complete = !report.SignsIn,
        Held = Names(report.Held),
        Used = Names(report.Used),
        Needed = Names(report.Needed),
        Unused = Names(report.Unused),
        Group = report.Group is { } group ? new UserGroupReference(group.Code, group.Name) : null,
    };

    private static string[] Names(PermissionSet permissions) => [.. permissions.Permissions.Select(p => p.Name)];
}
