namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>One value of a rotated key, and its use since the rotation.</summary>
/// <param name="Hint">Its first characters; empty when they are not known.</param>
/// <param name="LastUsedAt">UTC; null when it was not used since the rotation.</param>
/// <param name="Addresses">From where, the latest first.</param>
public sealed record KeyValueState(string Hint, DateTime? LastUsedAt, IReadOnlyList<KeyAddress> Addresses)
{
    /// <summary>The address of the last use; null when there was none since the rotation.</summary>
    public string? LastUsedFrom { get; init; }
}
