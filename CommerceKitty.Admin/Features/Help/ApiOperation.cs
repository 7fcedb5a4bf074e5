namespace CommerceKitty.Admin.Features.Help;

/// <summary>An operation of the API, for the list on the help page.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The address below <c>/api/v1</c>, for example <c>/orders/{id}</c>.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Filters">The names of its filters, when it is a list.</param>
/// <param name="Sorts">The names of what it can be sorted by, when it is a list.</param>
/// <param name="Permission">The permission that it requires, or null.</param>
public sealed record ApiOperation(
    string Method, string Path, string Summary, IReadOnlyList<string> Filters, IReadOnlyList<string> Sorts, string? Permission);
