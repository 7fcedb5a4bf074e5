using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>A source as lists and filters show it.</summary>
public sealed record InventorySourceRow(int Id, string Code, string Name, int Priority);

/// <summary>The stock of one product at one source.</summary>
public sealed record StockRow
{
    public required int Id { get; init; }

    public required int SourceId { get; init; }

    public required string SourceName { get; init; }

    public required int ProductId { get; init; }

    public required string ProductCode { get; init; }

    public required string ProductName { get; init; }

    /// <summary>The product is no longer sold.</summary>
    public required bool ProductArchived { get; init; }

    public required int OnHand { get; init; }

    public required int Reserved { get; init; }

    /// <summary>What can still be sold.</summary>
    public int Available => OnHand - Reserved;
}

/// <summary>The columns a list of stock can be sorted by.</summary>
public enum InventorySort
{
    Product,
    Code,
    Source,
    OnHand,
    Reserved,
    Available,
}

/// <summary>Which stock to list.</summary>
public sealed record InventoryQuery
{
    /// <summary>Part of a product's code or name.</summary>
    public string? Search { get; init; }

    /// <summary>Only at this source.</summary>
    public int? SourceId { get; init; }

    /// <summary>Only at the source of this code; one that does not exist holds nothing.</summary>
    public string? SourceCode { get; init; }

    public InventorySort Sort { get; init; } = InventorySort.Product;

    public bool Descending { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}
