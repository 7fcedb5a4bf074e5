namespace CommerceKitty.Admin.Access;

/// <summary>What a user was from a version on, until the next row of the same user: also its membership, and whether it owned the
/// account.</summary>
public sealed class UserHistory
{
    public required int UserId { get; init; }

    /// <summary>The access version that made it so.</summary>
    public required long Version { get; init; }

    /// <summary>When; UTC, by the clock of the node that made the change.</summary>
    public required DateTime At { get; init; }

    /// <summary>Empty once the user is gone.</summary>
    public required string Email { get; init; }

    /// <summary>First and last name.</summary>
    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    public required bool IsOwner { get; init; }

    /// <summary>The group whose permissions it had; null when it was in none.</summary>
    public int? UserGroupId { get; init; }
}
