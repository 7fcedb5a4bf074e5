namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What allowed networks would do to a key's present use.</summary>
/// <param name="ShutOut">Addresses that used the key lately and that would be rejected, the busiest first.</param>
/// <param name="Used">All addresses that used it lately, as far as they are told apart, the busiest first.</param>
/// <param name="Others">Requests from addresses that are not told apart: nobody knows whether they would be rejected.</param>
/// <param name="HoldsEverything">The networks hold every address of IPv4 or of IPv6.</param>
public sealed record NetworkPreview(
    IReadOnlyList<KeyAddress> ShutOut, IReadOnlyList<KeyAddress> Used, long Others, bool HoldsEverything);
