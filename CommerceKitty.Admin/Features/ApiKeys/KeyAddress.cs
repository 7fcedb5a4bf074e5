namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How often a key was used from an address.</summary>
/// <param name="Address">Empty for all others together.</param>
/// <param name="Count">How many requests.</param>
/// <param name="LastAt">UTC; the last of them.</param>
/// <param name="UserAgent">What the last caller said it is; empty when it said nothing.</param>
public sealed record KeyAddress(string Address, long Count, DateTime LastAt, string UserAgent);
