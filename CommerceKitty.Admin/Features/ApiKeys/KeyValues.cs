namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The values of a rotated key.</summary>
/// <param name="RotatedAt">UTC.</param>
/// <param name="Current">The newest value.</param>
/// <param name="Previous">The value before it, while it works; else null.</param>
/// <param name="Tried">Requests with values that ended, from where and how often, the latest first.</param>
public sealed record KeyValues(
    DateTime RotatedAt, KeyValueState Current, KeyValueState? Previous, IReadOnlyList<RefusedAddress> Tried)
{
    /// <summary>UTC; when <see cref="Previous"/> ends at the latest.</summary>
    public DateTime? PreviousUntil { get; init; }

    /// <summary>True when <see cref="Previous"/> ends once the new value is used.</summary>
    public bool PreviousEndsOnUse { get; init; }

    /// <summary>True when nothing seems to need the old value: the new one is in use, and the old one was not used since that
    /// began.</summary>
    public bool IsPreviousUnused => Previous is not null && Current.LastUsedAt is not null
        && !(Previous.LastUsedAt >= CurrentFirstUsedAt);

    /// <summary>UTC; null when the new value was not used yet.</summary>
    public DateTime? CurrentFirstUsedAt { get; init; }
}
