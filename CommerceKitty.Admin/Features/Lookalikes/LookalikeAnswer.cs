namespace CommerceKitty.Admin.Features.Lookalikes;

/// <summary>What was found.</summary>
/// <param name="Name">The name that looks the same, or null.</param>
public sealed record LookalikeAnswer(string? Name);
