using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.ComponentModel.DataAnnotations;

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

/// <summary>A product with everything in it, as its page and the public API show it. Times are UTC.</summary>
public sealed record ProductResource
{
    /// <summary>Stable, never reused.</summary>
    public required int Id { get; init; }

    /// <summary>The SKU: unique, in upper case, never changed.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>For one piece, in <see cref="Currency"/>.</summary>
    public required decimal Price { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>No longer sold.</summary>
    public required bool Archived { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Counts changes; the same number as in the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>A new product as it is asked for.</summary>
public sealed record CreateProductRequest
{
    /// <summary>1 to 40 letters A to Z, digits and <c>. _ -</c>; unique; kept in upper case.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>1 to 80 characters on one line.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>For one piece: 0 or more, at most 4 digits after the point.</summary>
    [Required]
    public decimal? Price { get; init; }

    /// <summary>ISO 4217.</summary>
    [Required]
    public string? Currency { get; init; }
}

/// <summary>What to change about a product; what is not given stays. The code never changes: orders name it.</summary>
public sealed record ProductEdit
{
    /// <summary>1 to 80 characters on one line.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary>For one piece: 0 or more, at most 4 digits after the point.</summary>
    public Optional<decimal?> Price { get; init; }

    /// <summary>ISO 4217.</summary>
    public Optional<string?> Currency { get; init; }

    /// <summary>False sells it again, true is the same as deleting and needs that permission.</summary>
    public Optional<bool?> Archived { get; init; }
}

/// <summary>Which products the API lists: the query string as it came.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="Archived">true or false; only those that are for sale when not given.</param>
/// <param name="Q">Part of a code or name.</param>
/// <param name="Code">Exactly this code.</param>
/// <param name="Sort">createdAt, updatedAt, code or name, with a minus before it for falling; <c>-createdAt</c> when not given.</param>
public sealed record ProductListRequest(
    string? Limit = null, string? After = null, string? Archived = null, string? Q = null, string? Code = null, string? Sort = null);
