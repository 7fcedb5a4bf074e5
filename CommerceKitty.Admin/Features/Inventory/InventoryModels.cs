using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

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

    /// <summary>Only where so few items or fewer can still be sold, of products that are sold.</summary>
    public int? AtMost { get; init; }

    public InventorySort Sort { get; init; } = InventorySort.Product;

    public bool Descending { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>The filters of the page of stock as they stand in its address, and in that of its file; what does not exist filters
/// nothing.</summary>
/// <param name="Q">Part of a product's code or name.</param>
/// <param name="Source">A source's code.</param>
/// <param name="Stock"><see cref="Low"/> or <see cref="SoldOut"/>.</param>
public sealed record InventoryFilters(string? Q, string? Source, string? Stock)
{
    /// <summary>Where few can still be sold, or none.</summary>
    public const string Low = "low";

    /// <summary>Where none can be sold.</summary>
    public const string SoldOut = "sold-out";

    /// <summary>What they list.</summary>
    public InventoryQuery ToQuery() => new()
    {
        Search = ListPage.Given(Q),
        SourceCode = ListPage.Given(Source),
        AtMost = Stock switch { Low => StockPresentation.LowStock, SoldOut => 0, _ => null },
    };
}

/// <summary>The stock of one product at one inventory source. Where there has never been any, all quantities are 0.</summary>
public sealed record StockResource
{
    /// <summary>The inventory source's code.</summary>
    /// <example>rotterdam</example>
    [Length(1, InventorySource.CodeLength)]
    public required string Source { get; init; }

    /// <summary>The inventory source's name.</summary>
    /// <example>Rotterdam</example>
    [Length(1, TextRules.NameLength)]
    public required string SourceName { get; init; }

    /// <summary>The product's code.</summary>
    /// <example>TREE-OAK-180</example>
    [Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)]
    public required string Sku { get; init; }

    /// <summary>The product's name.</summary>
    /// <example>Scratching tree, oak, 180 cm</example>
    [Length(1, TextRules.NameLength)]
    public required string ProductName { get; init; }

    /// <summary>The number of items in stock.</summary>
    /// <example>24</example>
    [Range(0, StockItem.MaximumQuantity)]
    public required int OnHand { get; init; }

    /// <summary>The number of items in stock that are reserved for orders.</summary>
    /// <example>3</example>
    [Range(0, StockItem.MaximumQuantity)]
    public required int Reserved { get; init; }

    /// <summary>The number of items that can be sold: those in stock that are not reserved.</summary>
    /// <example>21</example>
    [Range(0, StockItem.MaximumQuantity)]
    public int Available => OnHand - Reserved;

    /// <summary>The number of changes. The ETag begins with the same number.</summary>
    /// <example>3</example>
    public required int Version { get; init; }
}

/// <summary>The query string of a list of stock, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Source">List only the stock at the inventory source with this code, for example <c>rotterdam</c>.</param>
/// <param name="Sku">List only the stock of the product with exactly this code, for example <c>TREE-OAK-180</c>.</param>
/// <param name="Q">List only the stock of products whose code or name contains this text, for example <c>tree</c>.</param>
/// <param name="Sort">How the list is sorted. The ID is the order in which stock was first recorded.</param>
public sealed record InventoryListRequest(
    string? Limit = null,
    string? After = null,
    [property: Length(1, InventorySource.CodeLength)] string? Source = null,
    [property: Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)] string? Sku = null,
    [property: MaxLength(SearchText.MaximumSearch)] string? Q = null,
    string? Sort = null);

/// <summary>The quantity in stock, for example after a stock count.</summary>
public sealed record SetStockRequest
{
    /// <summary>The number of items in stock. It can't be lower than the number of reserved items.</summary>
    /// <example>24</example>
    [Required, Range(0, StockItem.MaximumQuantity)]
    public int? OnHand { get; init; }

    /// <summary>A note for the movement: one line.</summary>
    /// <example>Counted on Monday</example>
    [MaxLength(StockMovement.NoteLength)]
    public string? Note { get; init; }
}

/// <summary>The reason for an adjustment.</summary>
/// <example>damaged</example>
public enum AdjustmentReason
{
    /// <summary>Goods were received.</summary>
    Received,

    /// <summary>A customer returned items.</summary>
    Returned,

    /// <summary>Items were damaged or spoiled.</summary>
    Damaged,

    /// <summary>Items are missing.</summary>
    Lost,

    /// <summary>The recorded number was wrong.</summary>
    Correction,
}

/// <summary>A change of the quantity in stock.</summary>
public sealed record AdjustStockRequest
{
    /// <summary>The inventory source's code.</summary>
    /// <example>rotterdam</example>
    [Required, Length(1, InventorySource.CodeLength)]
    public string? Source { get; init; }

    /// <summary>The product's code.</summary>
    /// <example>TREE-OAK-180</example>
    [Required, Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)]
    public string? Sku { get; init; }

    /// <summary>The number of items to add (positive) or remove (negative). It can't be 0.</summary>
    /// <example>-2</example>
    [Required, Range(-StockItem.MaximumQuantity, StockItem.MaximumQuantity)]
    public int? Change { get; init; }

    /// <summary>The reason for the change.</summary>
    [Required]
    public AdjustmentReason? Reason { get; init; }

    /// <summary>A note for the movement: one line.</summary>
    /// <example>Counted on Monday</example>
    [MaxLength(StockMovement.NoteLength)]
    public string? Note { get; init; }
}

/// <summary>The quantities in stock of many products.</summary>
public sealed record StockBatchRequest
{
    /// <summary>The quantities. Each product can occur once per inventory source.</summary>
    [Required, Length(1, StockService.MaximumLines)]
    public IReadOnlyList<StockBatchLine?>? Lines { get; init; }

    /// <summary>A note for every movement: one line.</summary>
    /// <example>Counted on Monday</example>
    [MaxLength(StockMovement.NoteLength)]
    public string? Note { get; init; }
}

/// <summary>The quantity in stock of one product at one inventory source.</summary>
public sealed record StockBatchLine
{
    /// <summary>The inventory source's code.</summary>
    /// <example>rotterdam</example>
    [Required, Length(1, InventorySource.CodeLength)]
    public string? Source { get; init; }

    /// <summary>The product's code.</summary>
    /// <example>TREE-OAK-180</example>
    [Required, Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)]
    public string? Sku { get; init; }

    /// <summary>The number of items in stock. It can't be lower than the number of reserved items.</summary>
    /// <example>24</example>
    [Required, Range(0, StockItem.MaximumQuantity)]
    public int? OnHand { get; init; }
}

/// <summary>The result of a line.</summary>
/// <example>changed</example>
public enum BatchLineStatus
{
    /// <summary>The quantity was changed, with one movement.</summary>
    Changed,

    /// <summary>The quantity was already correct. There is no movement.</summary>
    Unchanged,

    /// <summary>The line was rejected. The code says why.</summary>
    Refused,
}

/// <summary>The results of a batch, one for each line and in the same order.</summary>
public sealed record StockBatchResponse(int Changed, int Unchanged, int Refused, IReadOnlyList<StockBatchResult> Results)
{
    /// <summary>The number of lines that changed a quantity.</summary>
    /// <example>1</example>
    [Range(0, StockService.MaximumLines)]
    public int Changed { get; init; } = Changed;

    /// <summary>The number of lines whose quantity was already correct.</summary>
    /// <example>0</example>
    [Range(0, StockService.MaximumLines)]
    public int Unchanged { get; init; } = Unchanged;

    /// <summary>The number of rejected lines.</summary>
    /// <example>0</example>
    [Range(0, StockService.MaximumLines)]
    public int Refused { get; init; } = Refused;

    /// <summary>The result of each line.</summary>
    [Length(1, StockService.MaximumLines)]
    public IReadOnlyList<StockBatchResult> Results { get; init; } = Results;
}

/// <summary>The result of one line of a batch.</summary>
public sealed record StockBatchResult(string? Source, string? Sku, BatchLineStatus Status, string? Code = null, string? Detail = null)
{
    /// <summary>The maximum length of a repeated source or product code. A longer one can't be valid and is shortened.</summary>
    public const int EchoLength = 60;

    /// <summary>The inventory source's code as the line had it, shortened if it is too long.</summary>
    /// <example>rotterdam</example>
    [MaxLength(EchoLength)]
    public string? Source { get; init; } = Source;

    /// <summary>The product's code as the line had it, shortened if it is too long.</summary>
    /// <example>TREE-OAK-180</example>
    [MaxLength(EchoLength)]
    public string? Sku { get; init; } = Sku;

    /// <summary>The result.</summary>
    public BatchLineStatus Status { get; init; } = Status;

    /// <summary>The error code. Null unless the line was rejected.</summary>
    [Length(1, ProblemCode.MaximumLength), RegularExpression(CodeText.Shape)]
    public string? Code { get; init; } = Code;

    /// <summary>What went wrong and what to do about it. Null unless the line was rejected.</summary>
    [MaxLength(ProblemCode.MaximumDetail)]
    public string? Detail { get; init; } = Detail;
}

/// <summary>A change of the stock of one product at one inventory source.</summary>
public sealed record StockMovementResource
{
    /// <summary>The movement's ID. Later movements have higher IDs.</summary>
    /// <example>90211</example>
    public required long Id { get; init; }

    /// <summary>When the stock was changed.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTime At { get; init; }

    /// <summary>Why the stock was changed.</summary>
    public required StockReason Reason { get; init; }

    /// <summary>The number of items added (positive) or removed (negative).</summary>
    /// <example>-1</example>
    [Range(-StockItem.MaximumQuantity, StockItem.MaximumQuantity)]
    public required int OnHandChange { get; init; }

    /// <summary>The number of items reserved (positive) or released (negative).</summary>
    /// <example>-1</example>
    [Range(-StockItem.MaximumQuantity, StockItem.MaximumQuantity)]
    public required int ReservedChange { get; init; }

    /// <summary>The number of items in stock after the change.</summary>
    /// <example>24</example>
    [Range(0, StockItem.MaximumQuantity)]
    public required int OnHand { get; init; }

    /// <summary>The number of reserved items after the change.</summary>
    /// <example>3</example>
    [Range(0, StockItem.MaximumQuantity)]
    public required int Reserved { get; init; }

    /// <summary>A note. Null when there is none.</summary>
    /// <example>Counted on Monday</example>
    [MaxLength(StockMovement.NoteLength)]
    public required string? Note { get; init; }

    /// <summary>The ID of the order that caused the change. Null otherwise.</summary>
    /// <example>400</example>
    public required int? OrderId { get; init; }

    /// <summary>The number of that order. Null otherwise.</summary>
    /// <example>CK-10400</example>
    [Length(1, Order.NumberLength)]
    public required string? OrderNumber { get; init; }

    /// <summary>Who made the change, by the name at that time.</summary>
    /// <example>Nightly Inventory</example>
    [MaxLength(AuditEntry.ActorLength)]
    public required string Actor { get; init; }

    /// <summary>The ID of the API key that made the change. Null for a person.</summary>
    /// <example>12</example>
    public required int? ApiKeyId { get; init; }

    /// <summary>Whether an API key made the change.</summary>
    [JsonIgnore]
    public bool ByKey => ApiKeyId is not null;
}

/// <summary>The query string of a list of movements, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record StockMovementListRequest(string? Limit = null, string? After = null, string? Sort = null);

/// <summary>Which movements to list, newest first.</summary>
/// <param name="Source">The source's code.</param>
/// <param name="Sku">The product's code.</param>
/// <param name="Window">Which page of the list.</param>
public sealed record StockMovementQuery(string Source, string Sku, PageWindow Window);
