namespace CommerceKitty.Admin.Common;

/// <summary>One page of a list in a page of the web UI.</summary>
/// <param name="Items">The rows of this page, in the order asked for.</param>
/// <param name="Total">How many rows there are on all pages, or at least how many when <see cref="HasMore"/>.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total)
{
    /// <summary>There are more rows than <see cref="Total"/>.</summary>
    public bool HasMore { get; init; }
}
