namespace CommerceKitty.Admin.Access;

/// <summary>What an API key was from a version on, until the next row of the same key.</summary>
public sealed class ApiKeyHistory
{
    public required int ApiKeyId { get; init; }

    /// <summary>The access version that made it so.</summary>
    public required long Version { get; init; }

    /// <summary>When; UTC, by the clock of the node that made the change.</summary>
    public required DateTime At { get; init; }

    /// <summary>The user that it acted as.</summary>
    public required int UserId { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>UTC; from then on it was enabled again, when it was not. Null when it stayed as it was.</summary>
    public DateTime? PausedUntil { get; init; }

    public required bool Revoked { get; init; }

    /// <summary>UTC; null when it never expired.</summary>
    public DateTime? ExpiresAt { get; init; }
}
