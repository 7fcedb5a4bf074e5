using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What became of one of several keys.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">Its name; empty when there is no such key.</param>
/// <param name="Refusal">Why it stayed as it was; null when it was done, or was so already.</param>
public sealed record KeyBulkResult(int Id, string Name, Error? Refusal);
