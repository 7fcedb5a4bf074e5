namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What happened since a key was revoked.</summary>
/// <param name="Key">The key.</param>
/// <param name="Refusals">How many requests with it were rejected since.</param>
/// <param name="LastRefusedAt">UTC; null when there was none.</param>
/// <param name="Addresses">Where they came from, the most first, at most <see cref="MostAddresses"/>; an empty address stands for others
/// that were only counted.</param>
public sealed record KeyReceipt(ApiKeyRow Key, long Refusals, DateTime? LastRefusedAt, IReadOnlyList<RefusedAddress> Addresses)
{
    /// <summary>The most addresses in it.</summary>
    public const int MostAddresses = 20;
}
