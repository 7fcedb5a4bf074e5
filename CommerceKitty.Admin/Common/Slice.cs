namespace CommerceKitty.Admin.Common;

/// <summary>Some rows of a long list, and where the list goes on.</summary>
/// <param name="Items">The rows, in the order asked for.</param>
/// <param name="Next">The cursor of the rows after these; null at the end.</param>
public sealed record Slice<T>(IReadOnlyList<T> Items, string? Next);
