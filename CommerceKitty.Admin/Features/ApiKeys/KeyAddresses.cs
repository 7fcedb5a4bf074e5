namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>From where a key was used.</summary>
/// <param name="Most">The addresses with the most requests, the busiest first.</param>
/// <param name="Addresses">How many addresses there were, as far as they were told apart.</param>
/// <param name="Others">Requests from addresses that are not among <paramref name="Most"/>, also of those that were not told
/// apart.</param>
public sealed record KeyAddresses(IReadOnlyList<KeyAddress> Most, int Addresses, long Others);
