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
using System.Text.Json.Serialization;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>A source as lists and filters show it.</summary>
public sealed record InventorySourceRow(int Id, string Code, string Name, int Priority);

/// <summary>The stock of one product at one source.</summary>
public sealed record StockRow
{
    public required int Id { get; init; }

    public required int SourceId { get; init; }

    public required string SourceCode { get; init; }

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

/// <summary>The stock of one product at one source, as its page and the public API show it. Where nothing ever was, there are 0
/// pieces.</summary>
public sealed record StockResource
{
    /// <summary>The source's code.</summary>
    public required string Source { get; init; }

    /// <summary>What people call the source.</summary>
    public required string SourceName { get; init; }

    /// <summary>The product's code.</summary>
    public required string Sku { get; init; }

    /// <summary>What people call the product.</summary>
    public required string ProductName { get; init; }

    /// <summary>Pieces that are there.</summary>
    public required int OnHand { get; init; }

    /// <summary>Pieces of those that orders are waiting for.</summary>
    public required int Reserved { get; init; }

    /// <summary>What can still be sold.</summary>
    public int Available => OnHand - Reserved;

    /// <summary>Counts changes; the same number as in the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>Which stock the API lists: the query string as it came.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="Source">Only at the source with this code.</param>
/// <param name="Sku">Only the product with exactly this code.</param>
/// <param name="Q">Part of a product's code or name.</param>
/// <param name="Sort">id (as they came into being; when not given) or sku, with a minus before it for falling.</param>
public sealed record InventoryListRequest(
    string? Limit = null, string? After = null, string? Source = null, string? Sku = null, string? Q = null, string? Sort = null);

/// <summary>How many pieces there are now, for example after a count.</summary>
public sealed record SetStockRequest
{
    /// <summary>0 to 1,000,000,000 pieces, not fewer than are reserved.</summary>
    [Required]
    public int? OnHand { get; init; }

    /// <summary>At most 200 characters on one line; may be left out.</summary>
    public string? Note { get; init; }
}

/// <summary>Why somebody adjusts stock.</summary>
public enum AdjustmentReason
{
    /// <summary>Goods came in.</summary>
    Received,

    /// <summary>A customer sent something back.</summary>
    Returned,

    /// <summary>Something broke or spoiled.</summary>
    Damaged,

    /// <summary>Something is gone, nobody knows where.</summary>
    Lost,

    /// <summary>The number was wrong.</summary>
    Correction,
}

/// <summary>How many pieces come or leave.</summary>
public sealed record AdjustStockRequest
{
    /// <summary>The source's code.</summary>
    [Required]
    public string? Source { get; init; }

    /// <summary>The product's code.</summary>
    [Required]
    public string? Sku { get; init; }

    /// <summary>Pieces that come (positive) or leave (negative); not 0.</summary>
    [Required]
    public int? Change { get; init; }

    /// <summary>Why they come or leave.</summary>
    [Required]
    public AdjustmentReason? Reason { get; init; }

    /// <summary>At most 200 characters on one line; may be left out.</summary>
    public string? Note { get; init; }
}

/// <summary>How many pieces there are now of many products.</summary>
public sealed record StockBatchRequest
{
    /// <summary>1 to 1,000 lines, each stock at most once.</summary>
    [Required]
    public IReadOnlyList<StockBatchLine?>? Lines { get; init; }

    /// <summary>Goes to each movement; at most 200 characters on one line; may be left out.</summary>
    public string? Note { get; init; }
}

/// <summary>How many pieces of one product there are now at one source.</summary>
public sealed record StockBatchLine
{
    /// <summary>The source's code.</summary>
    [Required]
    public string? Source { get; init; }

    /// <summary>The product's code.</summary>
    [Required]
    public string? Sku { get; init; }

    /// <summary>0 to 1,000,000,000 pieces, not fewer than are reserved.</summary>
    [Required]
    public int? OnHand { get; init; }
}

/// <summary>What became of a line.</summary>
public enum BatchLineStatus
{
    /// <summary>It was saved, with one movement.</summary>
    Changed,

    /// <summary>It was so already; there is no movement.</summary>
    Unchanged,

    /// <summary>It was not saved; the code says why.</summary>
    Refused,
}

/// <summary>What became of each line of a batch, in the order of the lines.</summary>
/// <param name="Changed">How many lines changed something.</param>
/// <param name="Unchanged">How many changed nothing.</param>
/// <param name="Refused">How many were refused.</param>
/// <param name="Results">One for each line.</param>
public sealed record StockBatchResponse(int Changed, int Unchanged, int Refused, IReadOnlyList<StockBatchResult> Results);

/// <summary>What became of one line of a batch.</summary>
/// <param name="Source">The source as the line named it; its beginning when that is longer than any.</param>
/// <param name="Sku">The product as the line named it; its beginning when that is longer than any.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Code">Stable, kebab-case; null unless refused.</param>
/// <param name="Detail">What to do about it; null unless refused.</param>
public sealed record StockBatchResult(string? Source, string? Sku, BatchLineStatus Status, string? Code = null, string? Detail = null)
{
    /// <summary>How much of a source or product that cannot be one is repeated.</summary>
    public const int EchoLength = 60;
}

/// <summary>One change of one stock, as its page and the public API list it.</summary>
public sealed record StockMovementResource
{
    /// <summary>Rises with time.</summary>
    public required long Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Why it changed.</summary>
    public required StockReason Reason { get; init; }

    /// <summary>Pieces that came (positive) or left (negative).</summary>
    public required int OnHandChange { get; init; }

    /// <summary>Pieces that were reserved (positive) or no longer are (negative).</summary>
    public required int ReservedChange { get; init; }

    /// <summary>Pieces on hand afterwards.</summary>
    public required int OnHand { get; init; }

    /// <summary>Pieces reserved afterwards.</summary>
    public required int Reserved { get; init; }

    /// <summary>Null when there is none.</summary>
    public required string? Note { get; init; }

    /// <summary>The order it was for; null when it was for none.</summary>
    public required int? OrderId { get; init; }

    /// <summary>That order's number.</summary>
    public required string? OrderNumber { get; init; }

    /// <summary>Who did it, as named at that time.</summary>
    public required string Actor { get; init; }

    /// <summary>The key that the actor came by; null for a person.</summary>
    public required int? ApiKeyId { get; init; }

    /// <summary>True when the actor came by key.</summary>
    [JsonIgnore]
    public bool ByKey => ApiKeyId is not null;
}

/// <summary>Which movements of a stock the API lists: the query string as it came.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="Sort"><c>-id</c> (newest first; when not given) or <c>id</c>.</param>
public sealed record StockMovementListRequest(string? Limit = null, string? After = null, string? Sort = null);

/// <summary>Which movements to list, newest first.</summary>
/// <param name="Source">The source's code.</param>
/// <param name="Sku">The product's code.</param>
/// <param name="Window">Which page of the list.</param>
public sealed record StockMovementQuery(string Source, string Sku, PageWindow Window);
