using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A finding of one key.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Acceptance">Until when it is accepted, why and by whom; null while it is open.</param>
public sealed record KeyFinding(ApiKeyFinding Finding, ApiKeyFindingAcceptance? Acceptance);
