using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

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

/// <summary>The filters of the page of products as they stand in its address, and in that of its file; what does not exist filters
/// nothing.</summary>
/// <param name="Q">Part of a code or name.</param>
/// <param name="Archived"><c>1</c> to list the archived ones too.</param>
public sealed record ProductFilters(string? Q, string? Archived)
{
    /// <summary>What they list.</summary>
    public ProductQuery ToQuery() => new() { Search = ListPage.Given(Q), IncludeArchived = Archived == "1" };
}

/// <summary>A product.</summary>
public sealed record ProductResource
{
    /// <summary>The product's ID. It never changes and is never reused.</summary>
    /// <example>1</example>
    public required int Id { get; init; }

    /// <summary>The product's code (SKU): unique, in upper case. It never changes.</summary>
    /// <example>TREE-OAK-180</example>
    [Length(1, Product.CodeLength), RegularExpression(ProductCode.Pattern)]
    public required string Code { get; init; }

    /// <summary>The product's name.</summary>
    /// <example>Scratching tree, oak, 180 cm</example>
    [Length(1, TextRules.NameLength)]
    public required string Name { get; init; }

    /// <summary>The price of one item.</summary>
    /// <example>59.95</example>
    [Range(0, (double)Money.MaximumPrice)]
    public required decimal Price { get; init; }

    /// <summary>The currency of the price, as an ISO 4217 code.</summary>
    /// <example>EUR</example>
    [Length(Product.CurrencyLength, Product.CurrencyLength), RegularExpression(Product.CurrencyPattern)]
    public required string Currency { get; init; }

    /// <summary>Whether the product is archived and can't be ordered.</summary>
    /// <example>false</example>
    public required bool Archived { get; init; }

    /// <summary>When the product was created.</summary>
    /// <example>2026-11-20T08:15:00Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When the product was last changed.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>The number of changes. The ETag begins with the same number.</summary>
    /// <example>3</example>
    public required int Version { get; init; }
}

/// <summary>A new product.</summary>
public sealed record CreateProductRequest
{
    /// <summary>The product's code (SKU): letters A to Z, digits and <c>. _ -</c>, starting with a letter or digit. It must be unique and
    /// is stored in upper case.</summary>
    /// <example>TREE-OAK-180</example>
    [Required, Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)]
    public string? Code { get; init; }

    /// <summary>The product's name: one line.</summary>
    /// <example>Scratching tree, oak, 180 cm</example>
    [Required, Length(1, TextRules.NameLength)]
    public string? Name { get; init; }

    /// <summary>The price of one item, with at most 4 decimal places.</summary>
    /// <example>59.95</example>
    [Required, Range(0, (double)Money.MaximumPrice)]
    public decimal? Price { get; init; }

    /// <summary>The currency of the price, as an ISO 4217 code.</summary>
    /// <example>EUR</example>
    [Required, Length(Product.CurrencyLength, Product.CurrencyLength), RegularExpression(Product.CurrencyPattern)]
    public string? Currency { get; init; }
}

/// <summary>Changes to a product. A member that is left out keeps its value. The code can't be changed: orders refer to it.</summary>
public sealed record ProductEdit
{
    /// <summary>The product's name: one line.</summary>
    /// <example>Scratching tree, oak, 180 cm</example>
    [Length(1, TextRules.NameLength)]
    public Optional<string?> Name { get; init; }

    /// <summary>The price of one item, with at most 4 decimal places.</summary>
    /// <example>59.95</example>
    [Range(0, (double)Money.MaximumPrice)]
    public Optional<decimal?> Price { get; init; }

    /// <summary>The currency of the price, as an ISO 4217 code.</summary>
    /// <example>EUR</example>
    [Length(Product.CurrencyLength, Product.CurrencyLength), RegularExpression(Product.CurrencyPattern)]
    public Optional<string?> Currency { get; init; }

    /// <summary>False restores an archived product. True archives the product and requires the permission <c>products.delete</c>.</summary>
    /// <example>false</example>
    public Optional<bool?> Archived { get; init; }
}

/// <summary>The query string of a list of products, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Archived">List only archived products (true) or only products that are not archived (false).</param>
/// <param name="Q">List only products whose code or name contains this text, for example <c>tree</c>.</param>
/// <param name="Code">List only the product with exactly this code, for example <c>TREE-OAK-180</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record ProductListRequest(
    string? Limit = null,
    string? After = null,
    [property: ParsedAs<bool>(Default = false)] string? Archived = null,
    [property: MaxLength(SearchText.MaximumSearch)] string? Q = null,
    [property: Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)] string? Code = null,
    string? Sort = null);
