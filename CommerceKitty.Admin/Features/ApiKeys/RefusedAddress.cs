namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Rejected requests from one address.</summary>
/// <param name="Address">The address; empty for all that were only counted.</param>
/// <param name="Count">How many requests.</param>
/// <param name="LastAt">UTC; the latest.</param>
public sealed record RefusedAddress(string Address, long Count, DateTime LastAt);
