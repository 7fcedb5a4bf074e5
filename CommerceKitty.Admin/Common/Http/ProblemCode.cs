namespace CommerceKitty.Admin.Common.Http;

/// <summary>A reason for which the API refuses.</summary>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Meaning">What happened and what to do about it.</param>
public sealed record ProblemCode(int Status, string Code, string Meaning);
