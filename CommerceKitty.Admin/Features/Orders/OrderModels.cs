using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>An order as pages list it.</summary>
public sealed record OrderRow
{
    public required int Id { get; init; }

    public required string Number { get; init; }

    public required string Channel { get; init; }

    public required string CustomerName { get; init; }

    public required string CustomerEmail { get; init; }

    public required OrderStatus Status { get; init; }

    public required string Currency { get; init; }

    public required decimal Total { get; init; }

    /// <summary>How many lines it has.</summary>
    public required int LineCount { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime PlacedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }
}

/// <summary>An order.</summary>
public sealed record OrderResource
{
    /// <summary>The order's ID. It never changes and is never reused.</summary>
    /// <example>400</example>
    public required int Id { get; init; }

    /// <summary>The order number, which customers see.</summary>
    /// <example>CK-10400</example>
    [Length(1, Order.NumberLength)]
    public required string Number { get; init; }

    /// <summary>How much of the order has been shipped, or that it was cancelled.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The sales channel.</summary>
    /// <example>Web shop</example>
    [Length(1, Order.ChannelLength)]
    public required string Channel { get; init; }

    /// <summary>The customer's name.</summary>
    /// <example>Anna de Vries</example>
    [Length(1, TextRules.NameLength)]
    public required string CustomerName { get; init; }

    /// <summary>The customer's email address.</summary>
    /// <example>anna@example.com</example>
    [EmailAddress, Length(3, TextRules.EmailLength)]
    public required string CustomerEmail { get; init; }

    /// <summary>The currency of all amounts, as an ISO 4217 code.</summary>
    /// <example>EUR</example>
    [Length(Product.CurrencyLength, Product.CurrencyLength), RegularExpression(Product.CurrencyPattern)]
    public required string Currency { get; init; }

    /// <summary>The sum of the lines.</summary>
    /// <example>119.90</example>
    [Range(0, (double)Money.MaximumTotal)]
    public required decimal Total { get; init; }

    /// <summary>The ordered products.</summary>
    [MaxLength(Order.MaximumLines)]
    public required IReadOnlyList<OrderLineResource> Lines { get; init; }

    /// <summary>Internal notes. Null when there are none.</summary>
    /// <example>Leave at the back door</example>
    [MaxLength(Order.NotesLength)]
    public required string? Notes { get; init; }

    /// <summary>When the order was placed.</summary>
    /// <example>2026-11-20T08:15:00Z</example>
    public required DateTime PlacedAt { get; init; }

    /// <summary>When the order was last changed.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When the last item was shipped. Null until then.</summary>
    public required DateTime? ShippedAt { get; init; }

    /// <summary>When the order was cancelled. Null otherwise.</summary>
    public required DateTime? CancelledAt { get; init; }

    /// <summary>Who cancelled the order. Null otherwise.</summary>
    [MaxLength(AuditEntry.ActorLength)]
    public required string? CancelledBy { get; init; }

    /// <summary>Why the order was cancelled. Null when no reason was given.</summary>
    [MaxLength(Order.CancelReasonLength)]
    public required string? CancelReason { get; init; }

    /// <summary>The shipments so far, oldest first.</summary>
    [MaxLength(Order.MaximumLines * OrderPlacementService.MaximumQuantity)]
    public IReadOnlyList<ShipmentResource> Shipments { get; init; } = [];

    /// <summary>Where the items that are not yet shipped are reserved.</summary>
    [MaxLength(Order.MaximumLines * OrderPlacementService.MaximumQuantity)]
    public IReadOnlyList<OrderReservationResource> Reservations { get; init; } = [];

    /// <summary>The number of changes. The ETag begins with the same number.</summary>
    /// <example>3</example>
    public required int Version { get; init; }
}

/// <summary>One product of an order.</summary>
public sealed record OrderLineResource(int Id, string ProductCode, string ProductName, int Quantity, int Shipped, decimal UnitPrice)
{
    /// <summary>The line's ID, which shipments refer to.</summary>
    /// <example>812</example>
    public int Id { get; init; } = Id;

    /// <summary>The product's code at the time of the order.</summary>
    /// <example>TREE-OAK-180</example>
    [Length(1, Product.CodeLength), RegularExpression(Entities.ProductCode.AnyCasePattern)]
    public string ProductCode { get; init; } = ProductCode;

    /// <summary>The product's name at the time of the order.</summary>
    /// <example>Scratching tree, oak, 180 cm</example>
    [Length(1, TextRules.NameLength)]
    public string ProductName { get; init; } = ProductName;

    /// <summary>The number of items ordered.</summary>
    /// <example>2</example>
    [Range(1, OrderPlacementService.MaximumQuantity)]
    public int Quantity { get; init; } = Quantity;

    /// <summary>The number of items shipped so far.</summary>
    /// <example>1</example>
    [Range(0, OrderPlacementService.MaximumQuantity)]
    public int Shipped { get; init; } = Shipped;

    /// <summary>The price of one item.</summary>
    /// <example>59.95</example>
    [Range(0, (double)Money.MaximumPrice)]
    public decimal UnitPrice { get; init; } = UnitPrice;

    /// <summary>The price of all items of the line.</summary>
    /// <example>119.90</example>
    [Range(0, (double)Money.MaximumTotal)]
    public decimal Total => Quantity * UnitPrice;
}

/// <summary>Items that were shipped together.</summary>
public sealed record ShipmentResource
{
    /// <summary>The shipment's ID. It never changes and is never reused.</summary>
    /// <example>77</example>
    public required int Id { get; init; }

    /// <summary>When the items were shipped.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTime ShippedAt { get; init; }

    /// <summary>Who recorded the shipment.</summary>
    /// <example>Nightly Inventory</example>
    [MaxLength(AuditEntry.ActorLength)]
    public required string ShippedBy { get; init; }

    /// <summary>The carrier. Null when it was not given.</summary>
    /// <example>PostNL</example>
    [MaxLength(Shipment.CarrierLength)]
    public required string? Carrier { get; init; }

    /// <summary>The carrier's tracking number. Null when it was not given.</summary>
    /// <example>3SKITTY0123456</example>
    [MaxLength(Shipment.CarrierLength)]
    public required string? TrackingNumber { get; init; }

    /// <summary>The shipped items.</summary>
    [Length(1, Order.MaximumLines)]
    public required IReadOnlyList<ShipmentLineResource> Lines { get; init; }
}

/// <summary>The shipped items of one order line.</summary>
public sealed record ShipmentLineResource(int LineId, string ProductCode, int Quantity)
{
    /// <summary>The ID of the order line.</summary>
    /// <example>812</example>
    public int LineId { get; init; } = LineId;

    /// <summary>The product's code at the time of the order.</summary>
    /// <example>TREE-OAK-180</example>
    [Length(1, Product.CodeLength), RegularExpression(Entities.ProductCode.AnyCasePattern)]
    public string ProductCode { get; init; } = ProductCode;

    /// <summary>The number of items.</summary>
    /// <example>1</example>
    [Range(1, OrderPlacementService.MaximumQuantity)]
    public int Quantity { get; init; } = Quantity;
}

/// <summary>Items of one order line that are reserved at one inventory source.</summary>
public sealed record OrderReservationResource(int LineId, string Source, string SourceName, int Quantity)
{
    /// <summary>The ID of the order line.</summary>
    /// <example>812</example>
    public int LineId { get; init; } = LineId;

    /// <summary>The inventory source's code.</summary>
    /// <example>rotterdam</example>
    [Length(1, InventorySource.CodeLength)]
    public string Source { get; init; } = Source;

    /// <summary>The inventory source's name.</summary>
    /// <example>Rotterdam</example>
    [Length(1, TextRules.NameLength)]
    public string SourceName { get; init; } = SourceName;

    /// <summary>The number of items.</summary>
    /// <example>1</example>
    [Range(1, OrderPlacementService.MaximumQuantity)]
    public int Quantity { get; init; } = Quantity;
}

/// <summary>A new order.</summary>
public sealed record CreateOrderRequest
{
    /// <summary>The sales channel: one line.</summary>
    /// <example>Web shop</example>
    [Required, Length(1, Order.ChannelLength)]
    public string? Channel { get; init; }

    /// <summary>The customer's name: one line.</summary>
    /// <example>Anna de Vries</example>
    [Required, Length(1, TextRules.NameLength)]
    public string? CustomerName { get; init; }

    /// <summary>The customer's email address.</summary>
    /// <example>anna@example.com</example>
    [Required, EmailAddress, Length(3, TextRules.EmailLength)]
    public string? CustomerEmail { get; init; }

    /// <summary>The currency of all amounts, as an ISO 4217 code. By default the currency of the products.</summary>
    /// <example>EUR</example>
    [Length(Product.CurrencyLength, Product.CurrencyLength), RegularExpression(Product.CurrencyPattern)]
    public string? Currency { get; init; }

    /// <summary>Internal notes. Line breaks are allowed.</summary>
    /// <example>Leave at the back door</example>
    [MaxLength(Order.NotesLength)]
    public string? Notes { get; init; }

    /// <summary>The products to order.</summary>
    [Required, Length(1, Order.MaximumLines)]
    public IReadOnlyList<CreateOrderLine?>? Lines { get; init; }
}

/// <summary>One product of a new order.</summary>
public sealed record CreateOrderLine
{
    /// <summary>The code of a product that is not archived.</summary>
    /// <example>TREE-OAK-180</example>
    [Required, Length(1, Product.CodeLength), RegularExpression(Entities.ProductCode.AnyCasePattern)]
    public string? ProductCode { get; init; }

    /// <summary>The number of items.</summary>
    /// <example>2</example>
    [Required, Range(1, OrderPlacementService.MaximumQuantity)]
    public int? Quantity { get; init; }

    /// <summary>The price of one item. By default the product's price.</summary>
    /// <example>59.95</example>
    [Range(0, (double)Money.MaximumPrice)]
    public decimal? UnitPrice { get; init; }
}

/// <summary>The reason for a cancellation.</summary>
public sealed record CancelOrderRequest
{
    /// <summary>The reason: one line.</summary>
    /// <example>The customer changed their mind</example>
    [MaxLength(Order.CancelReasonLength)]
    public string? Reason { get; init; }
}

/// <summary>A new shipment of an order.</summary>
public sealed record ShipOrderRequest
{
    /// <summary>The items to ship. Required unless <c>all</c> is true.</summary>
    [Length(1, Order.MaximumLines)]
    public IReadOnlyList<ShipOrderLine?>? Lines { get; init; }

    /// <summary>True to ship everything that is not yet shipped, instead of <c>lines</c>.</summary>
    public bool? All { get; init; }

    /// <summary>The carrier: one line.</summary>
    /// <example>PostNL</example>
    [MaxLength(Shipment.CarrierLength)]
    public string? Carrier { get; init; }

    /// <summary>The carrier's tracking number: one line.</summary>
    /// <example>3SKITTY0123456</example>
    [MaxLength(Shipment.CarrierLength)]
    public string? TrackingNumber { get; init; }
}

/// <summary>Items of one order line to ship.</summary>
public sealed record ShipOrderLine
{
    /// <summary>The ID of the order line.</summary>
    /// <example>812</example>
    [Required]
    public int? LineId { get; init; }

    /// <summary>The number of items, at most those that are not yet shipped.</summary>
    /// <example>1</example>
    [Required, Range(1, OrderPlacementService.MaximumQuantity)]
    public int? Quantity { get; init; }
}

/// <summary>Changes to an order. A member that is left out keeps its value.</summary>
public sealed record OrderEdit
{
    /// <summary>Internal notes. Line breaks are allowed. Null or an empty string removes them.</summary>
    /// <example>Leave at the back door</example>
    [AllowNull, MaxLength(Order.NotesLength)]
    public Optional<string?> Notes { get; init; }

    /// <summary>The customer's name: one line.</summary>
    /// <example>Anna de Vries</example>
    [Length(1, TextRules.NameLength)]
    public Optional<string?> CustomerName { get; init; }

    /// <summary>The customer's email address.</summary>
    /// <example>anna@example.com</example>
    [EmailAddress, Length(3, TextRules.EmailLength)]
    public Optional<string?> CustomerEmail { get; init; }
}

/// <summary>The columns a list of orders can be sorted by.</summary>
public enum OrderSort
{
    Placed,
    Number,
    Customer,
    Channel,
    Status,
    Total,
    Updated,
}

/// <summary>Which orders a page lists.</summary>
public sealed record OrderQuery
{
    /// <summary>Part of a number, customer name or email.</summary>
    public string? Search { get; init; }

    public OrderStatus? Status { get; init; }

    /// <summary>Only those of which something is still to be shipped.</summary>
    public bool ToShip { get; init; }

    /// <summary>Exactly this channel; null or empty lists all.</summary>
    public string? Channel { get; init; }

    /// <summary>Only those placed at this time or later; UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only those placed before this time; UTC.</summary>
    public DateTime? Before { get; init; }

    public OrderSort Sort { get; init; } = OrderSort.Placed;

    public bool Descending { get; init; } = true;

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>The filters of the page of orders as they stand in its address, and in that of its file; what does not exist filters
/// nothing.</summary>
/// <param name="Q">Part of a number, customer name or email.</param>
/// <param name="Status">A status, or <see cref="ToShip"/>.</param>
/// <param name="Channel">Exactly this channel.</param>
/// <param name="Placed">The days of a <see cref="DayRange"/>.</param>
public sealed record OrderFilters(string? Q, string? Status, string? Channel, string? Placed)
{
    /// <summary>The status of all orders of which something is still to be shipped.</summary>
    public const string ToShip = "to-ship";

    /// <summary>What they list for this viewer.</summary>
    public OrderQuery ToQuery(ViewerClock clock)
    {
        _ = OrderStatusNames.TryRead(Status, out var status);
        var placed = clock.Days(Placed);
        return new OrderQuery
        {
            Search = ListPage.Given(Q),
            Status = status,
            ToShip = Status == ToShip,
            Channel = ListPage.Given(Channel),
            From = placed?.From(clock.Zone),
            Before = placed?.Before(clock.Zone),
        };
    }
}

/// <summary>The query string of a list of orders, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Status">List only orders with this status.</param>
/// <param name="Channel">List only orders of exactly this channel, for example <c>Web shop</c>.</param>
/// <param name="Q">List only orders whose number, customer name or customer email contains this text, for example <c>vries</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record OrderListRequest(
    string? Limit = null,
    string? After = null,
    [property: ParsedAs<OrderStatus>] string? Status = null,
    [property: MaxLength(Order.ChannelLength)] string? Channel = null,
    [property: MaxLength(SearchText.MaximumSearch)] string? Q = null,
    string? Sort = null);

/// <summary>That someone placed or edited an order.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Who did it, as named at that time.</param>
/// <param name="Fields">The API's names of what was edited; none when the order was placed.</param>
public sealed record OrderChange(DateTime At, string By, IReadOnlyList<string> Fields);
