namespace CommerceKitty.Admin.Common.Http;

/// <summary>Metadata of an endpoint: error codes that it can return besides those that every endpoint of its kind can.</summary>
/// <param name="Codes">Codes of <see cref="ProblemCodes"/>.</param>
public sealed record MayRefuse(params IReadOnlyList<(int Status, string Code)> Codes);
