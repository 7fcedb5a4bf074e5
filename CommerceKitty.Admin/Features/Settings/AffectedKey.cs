namespace CommerceKitty.Admin.Features.Settings;

/// <summary>A key that a stricter policy no longer allows.</summary>
/// <param name="Id">The key's ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="ActsAs">The name of the user it acts as.</param>
/// <param name="ExpiresAt">UTC; null when it never ends.</param>
public sealed record AffectedKey(int Id, string Name, string ActsAs, DateTime? ExpiresAt);
