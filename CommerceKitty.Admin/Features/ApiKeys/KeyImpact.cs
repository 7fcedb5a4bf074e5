namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What would stop without a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="InDay">Accepted requests of the last 24 hours.</param>
/// <param name="InMonth">Accepted requests of the last 30 days.</param>
/// <param name="Permissions">The labels of the permissions that these requests needed, the most used first.</param>
/// <param name="Rhythm">When it is usually used; null when that shows no pattern.</param>
public sealed record KeyImpact(ApiKeyRow Key, long InDay, long InMonth, IReadOnlyList<string> Permissions, KeyRhythm? Rhythm);
