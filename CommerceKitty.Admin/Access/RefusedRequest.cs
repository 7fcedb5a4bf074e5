using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Access;

/// <summary>A request that the API refused before any operation saw it: a feature of the request, for who notes the call.</summary>
/// <param name="ApiKeyId">The key, if it is known.</param>
/// <param name="Reason">The true reason.</param>
public sealed record RefusedRequest(int? ApiKeyId, RefusalReason Reason);
