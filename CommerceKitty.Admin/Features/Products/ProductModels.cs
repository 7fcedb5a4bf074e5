using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>A product as lists show it.</summary>
public sealed record ProductRow
{
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required decimal Price { get; init; }

    public required string Currency { get; init; }

    public required bool Archived { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }
}

/// <summary>The columns a list of products can be sorted by.</summary>
public enum ProductSort
{
    Code,
    Name,
    Price,
    Updated,
}

/// <summary>Which products to list.</summary>
public sealed record ProductQuery
{
    /// <summary>Part of a code or name.</summary>
    public string? Search { get; init; }

    /// <summary>List the archived ones too.</summary>
    public bool IncludeArchived { get; init; }

    public ProductSort Sort { get; init; } = ProductSort.Name;

    public bool Descending { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}
