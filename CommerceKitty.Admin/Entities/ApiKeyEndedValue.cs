namespace CommerceKitty.Admin.Entities;

/// <summary>A value that a key once had and that ended after a rotation. Remembered so that its use is told from an unknown value's; the
/// newest <see cref="MostOfKey"/> of each key.</summary>
public sealed class ApiKeyEndedValue
{
    /// <summary>How many are remembered of one key.</summary>
    public const int MostOfKey = 10;

    /// <summary>SHA-256 of the value; 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    public required int ApiKeyId { get; init; }

    /// <summary>The value's first characters; empty when it was replaced before hints of replaced values were kept.</summary>
    public required string Hint { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime EndedAt { get; init; }
}
