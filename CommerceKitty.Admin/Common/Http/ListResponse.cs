namespace CommerceKitty.Admin.Common.Http;

/// <summary>The body of every list.</summary>
/// <param name="Data">The rows, in the order asked for.</param>
/// <param name="Next">What to send as <c>after</c> to get the rows after these; null at the end.</param>
public sealed record ListResponse<T>(IReadOnlyList<T> Data, string? Next);
