using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>A user group as pages show it; the API and the command line show its <see cref="ToResource"/>.</summary>
public sealed record UserGroupRow
{
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>How many users are in it, disabled ones included.</summary>
    public required int Members { get; init; }

    /// <summary>What it grants.</summary>
    public required PermissionSet Granted { get; init; }

    /// <summary>Changes with every change of the group; save with it, so that two admins never overwrite each other unseen.</summary>
    public required string Version { get; init; }

    /// <summary>Its latest change by the audit log; null in lists, and for a group that nobody changed by a service.</summary>
    public UserGroupChange? LastChange { get; init; }

    /// <summary>The names of what it grants, in the catalogue's order.</summary>
    public IReadOnlyList<string> Permissions => [.. Granted.Permissions.Select(p => p.Name)];

    /// <summary>The shape of the public API.</summary>
    public UserGroupResource ToResource() => new(Id, Code, Name, Permissions, Members);
}

/// <summary>A user group: a set of permissions that its users have.</summary>
public sealed record UserGroupResource(int Id, string Code, string Name, IReadOnlyList<string> Permissions, int Members)
{
    /// <summary>The user group's ID. It never changes and is never reused.</summary>
    /// <example>4</example>
    public int Id { get; init; } = Id;

    /// <summary>The user group's code, which is unique and never changes.</summary>
    /// <example>integration</example>
    [Length(1, CodeText.Length), RegularExpression(CodeText.Shape)]
    public string Code { get; init; } = Code;

    /// <summary>The user group's name, which is unique.</summary>
    /// <example>Integration</example>
    [Length(1, TextRules.NameLength)]
    public string Name { get; init; } = Name;

    /// <summary>The permissions that the group grants.</summary>
    [PermissionName]
    public IReadOnlyList<string> Permissions { get; init; } = Permissions;

    /// <summary>The number of users in the group, including disabled users.</summary>
    /// <example>2</example>
    public int Members { get; init; } = Members;
}

/// <summary>A reference to a user group.</summary>
public sealed record UserGroupReference(string Code, string Name)
{
    /// <summary>The user group's code, which is unique and never changes.</summary>
    /// <example>integration</example>
    [Length(1, CodeText.Length), RegularExpression(CodeText.Shape)]
    public string Code { get; init; } = Code;

    /// <summary>The user group's name.</summary>
    /// <example>Integration</example>
    [Length(1, TextRules.NameLength)]
    public string Name { get; init; } = Name;
}

/// <summary>The query string of a list of user groups, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record UserGroupListRequest(string? Limit = null, string? After = null, string? Sort = null);

/// <summary>Who changed a group, and when.</summary>
/// <param name="By">The actor's name at that time.</param>
/// <param name="At">UTC.</param>
public sealed record UserGroupChange(string By, DateTime At);

/// <summary>Whom a change of a group concerns.</summary>
/// <param name="Users">Users in it, disabled ones included.</param>
/// <param name="Keys">Keys that are accepted today and act as one of them.</param>
/// <param name="KeysUsedThisMonth">Those of them that were accepted since the first day of this month (UTC).</param>
public sealed record UserGroupReach(int Users, int Keys, int KeysUsedThisMonth);

/// <summary>What a new user group is to be.</summary>
/// <param name="Code">Lowercase letters, digits and single dashes inside; at most 40 characters.</param>
/// <param name="Name">1 to 80 characters on one line.</param>
/// <param name="Permissions">Names of the catalogue; may be empty.</param>
public sealed record CreateUserGroupRequest(string? Code, string? Name, IReadOnlyCollection<string> Permissions);

/// <summary>What came of deleting a group.</summary>
/// <param name="MovedUsers">How many users were put into another group.</param>
public sealed record UserGroupDeletion(int MovedUsers);
