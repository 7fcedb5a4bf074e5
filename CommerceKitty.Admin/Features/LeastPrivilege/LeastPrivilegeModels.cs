using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>Which of a user's permissions its API keys used, and which group would be enough.</summary>
public sealed record LeastPrivilegeReport
{
    /// <summary>How many days back uses are looked for.</summary>
    public const int UseDays = 90;

    /// <summary>The user.</summary>
    public required UserRow User { get; init; }

    /// <summary>UTC; from when on uses were counted. Later than <see cref="UseDays"/> ago where counting began later.</summary>
    public required DateTime Since { get; init; }

    /// <summary>True when uses were counted on all of the days.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>UTC; when the oldest key was created. Null when the user never had one.</summary>
    public DateTime? FirstKeyAt { get; init; }

    /// <summary>How many keys act as the user and are not revoked.</summary>
    public required int KeyCount { get; init; }

    /// <summary>Their names; none for a viewer who may open keys but not list them.</summary>
    public required IReadOnlyList<string> KeyNames { get; init; }

    /// <summary>What the user may do.</summary>
    public required PermissionSet Held { get; init; }

    /// <summary>What of that its keys used, revoked keys included.</summary>
    public required PermissionSet Used { get; init; }

    /// <summary>What was used, and what operations with it can require too.</summary>
    public required PermissionSet Needed { get; init; }

    /// <summary>The smallest group that is there, covers what is needed and is less than what is held; null when there is none that the
    /// viewer may see and give.</summary>
    public UserGroupRow? Group { get; init; }

    /// <summary>The code and name of a group to make with exactly what is needed; null when the viewer cannot make it, or when
    /// <see cref="Group"/> is the same.</summary>
    public SuggestedGroup? NewGroup { get; init; }

    /// <summary>Why the viewer cannot move the user; null when they can.</summary>
    public Error? Refusal { get; init; }

    /// <summary>The move that can still be undone; null when there is none.</summary>
    public UndoableMove? Undo { get; init; }

    /// <summary>What is held and not needed.</summary>
    public PermissionSet Unused => Held.Without(Needed);

    /// <summary>True for people: what they do signed in is not counted.</summary>
    public bool SignsIn => User.Kind == Entities.UserKind.Person;
}

/// <summary>What a new group can be called.</summary>
/// <param name="Code">A code that is not used.</param>
/// <param name="Name">A name that is not used.</param>
public sealed record SuggestedGroup(string Code, string Name);

/// <summary>A move to a smaller group that can be undone.</summary>
/// <param name="By">Who made it.</param>
/// <param name="At">UTC.</param>
/// <param name="Until">UTC; until when it can be undone.</param>
/// <param name="From">The name of the group before.</param>
/// <param name="To">The name of the group since.</param>
public sealed record UndoableMove(string By, DateTime At, DateTime Until, string From, string To);

/// <summary>A move to a smaller group.</summary>
/// <param name="GroupCode">The group that is there; null makes a new one.</param>
/// <param name="NewCode">The new group's code.</param>
/// <param name="NewName">The new group's name.</param>
/// <param name="Permissions">What the user is to keep, as it was looked at.</param>
public sealed record LeastPrivilegeRequest(
    string? GroupCode, string? NewCode, string? NewName, IReadOnlyCollection<string> Permissions);
