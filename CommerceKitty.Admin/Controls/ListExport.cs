using System.Globalization;

namespace CommerceKitty.Admin.Controls;

/// <summary>The file that a list can be downloaded as: the rows that its filters leave, all pages.</summary>
/// <param name="Address">Without a query; it gets the list's.</param>
/// <param name="One">What one row is: "order".</param>
/// <param name="Many">What several are: "orders".</param>
public sealed record ListExport(string Address, string One, string Many)
{
    /// <summary>The same rows in other formats: what the link says, and its address without a query.</summary>
    public IReadOnlyList<(string Text, string Address)> Others { get; init; } = [];

    /// <summary>What the link to it says: "Export 1,200 orders", or "Export all orders" where their number is not known.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="hasMore">There are more than that.</param>
    public string Text(int rows, bool hasMore = false) => hasMore
        ? $"Export all {Many}"
        : string.Create(CultureInfo.InvariantCulture, $"Export {rows:N0} {(rows == 1 ? One : Many)}");
}
