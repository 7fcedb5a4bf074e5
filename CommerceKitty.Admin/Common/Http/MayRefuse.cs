namespace CommerceKitty.Admin.Common.Http;

/// <summary>Notes at an endpoint that its reasons to refuse include these, beside those that every endpoint of its kind has.</summary>
/// <param name="Codes">Codes of <see cref="ProblemCodes"/>.</param>
public sealed record MayRefuse(params IReadOnlyList<(int Status, string Code)> Codes);
