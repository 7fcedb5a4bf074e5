namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A key's latest accepted use.</summary>
/// <param name="At">UTC.</param>
/// <param name="Address">The caller's address.</param>
/// <param name="UserAgent">What the caller said it is.</param>
public sealed record KeyUse(DateTime At, string Address, string UserAgent);
