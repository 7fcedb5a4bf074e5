namespace CommerceKitty.Admin.Common.Http;

/// <summary>Metadata of a list's endpoint: the values of its parameter <c>sort</c>.</summary>
/// <param name="Choices">All values.</param>
/// <param name="Default">The value that is used when none is given.</param>
public sealed record ListSorts(IReadOnlyList<string> Choices, string Default);
