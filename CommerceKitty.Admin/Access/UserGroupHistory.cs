namespace CommerceKitty.Admin.Access;

/// <summary>What a user group was from a version on, until the next row of the same group.</summary>
public sealed class UserGroupHistory
{
    public required int UserGroupId { get; init; }

    /// <summary>The access version that made it so.</summary>
    public required long Version { get; init; }

    /// <summary>When; UTC, by the clock of the node that made the change.</summary>
    public required DateTime At { get; init; }

    /// <summary>Empty once the group is gone.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>The names of what it granted, with spaces between them.</summary>
    public required string Permissions { get; init; }
}
