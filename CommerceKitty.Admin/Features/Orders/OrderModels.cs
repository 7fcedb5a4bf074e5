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
using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

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

/// <summary>An order with everything in it, as its page and the public API show it. Times are UTC.</summary>
public sealed record OrderResource
{
    /// <summary>Stable, never reused.</summary>
    public required int Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Number { get; init; }

    /// <summary>open, partially-shipped, shipped or cancelled.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>Where it was bought.</summary>
    public required string Channel { get; init; }

    /// <summary>Who bought it.</summary>
    public required string CustomerName { get; init; }

    /// <summary>How to reach them.</summary>
    public required string CustomerEmail { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The sum of the lines.</summary>
    public required decimal Total { get; init; }

    /// <summary>What was bought.</summary>
    public required IReadOnlyList<OrderLineResource> Lines { get; init; }

    /// <summary>Null when there are none.</summary>
    public required string? Notes { get; init; }

    /// <summary>When it was bought.</summary>
    public required DateTime PlacedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When the last piece left; null before.</summary>
    public required DateTime? ShippedAt { get; init; }

    /// <summary>Null while it is not cancelled.</summary>
    public required DateTime? CancelledAt { get; init; }

    /// <summary>Who cancelled it; null while nobody did.</summary>
    public required string? CancelledBy { get; init; }

    /// <summary>Why it was cancelled; null when nobody said.</summary>
    public required string? CancelReason { get; init; }

    /// <summary>What left so far, oldest first.</summary>
    public IReadOnlyList<ShipmentResource> Shipments { get; init; } = [];

    /// <summary>Where the pieces that have not left are reserved.</summary>
    public IReadOnlyList<OrderReservationResource> Reservations { get; init; } = [];

    /// <summary>Counts changes; the same number as in the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>One product of an order.</summary>
/// <param name="Id">Names the line in a shipment.</param>
/// <param name="ProductCode">The product's code when it was bought.</param>
/// <param name="ProductName">The product's name when it was bought.</param>
/// <param name="Quantity">Pieces bought.</param>
/// <param name="Shipped">Pieces of them that left.</param>
/// <param name="UnitPrice">For one piece, in the order's currency.</param>
public sealed record OrderLineResource(int Id, string ProductCode, string ProductName, int Quantity, int Shipped, decimal UnitPrice)
{
    /// <summary>For all its pieces.</summary>
    public decimal Total => Quantity * UnitPrice;
}

/// <summary>What left the house at once.</summary>
public sealed record ShipmentResource
{
    /// <summary>Stable, never reused.</summary>
    public required int Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ShippedAt { get; init; }

    /// <summary>Who said that it left.</summary>
    public required string ShippedBy { get; init; }

    /// <summary>Who brings it; null when nobody said.</summary>
    public required string? Carrier { get; init; }

    /// <summary>The carrier's number; null when nobody said.</summary>
    public required string? TrackingNumber { get; init; }

    /// <summary>What left.</summary>
    public required IReadOnlyList<ShipmentLineResource> Lines { get; init; }
}

/// <summary>Pieces of one line in one shipment.</summary>
/// <param name="LineId">The order's line.</param>
/// <param name="ProductCode">What it was.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record ShipmentLineResource(int LineId, string ProductCode, int Quantity);

/// <summary>Pieces that wait for an order at one source.</summary>
/// <param name="LineId">The order's line.</param>
/// <param name="Source">The source's code.</param>
/// <param name="SourceName">What people call the source.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record OrderReservationResource(int LineId, string Source, string SourceName, int Quantity);

/// <summary>A new order as it is asked for; whatever is wrong with it is named by field.</summary>
public sealed record CreateOrderRequest
{
    /// <summary>Where it was bought: 1 to 40 characters on one line.</summary>
    [Required]
    public string? Channel { get; init; }

    /// <summary>1 to 80 characters on one line.</summary>
    [Required]
    public string? CustomerName { get; init; }

    /// <summary>One email address.</summary>
    [Required]
    public string? CustomerEmail { get; init; }

    /// <summary>ISO 4217; the products' own when not given.</summary>
    public string? Currency { get; init; }

    /// <summary>At most 2,000 characters on several lines.</summary>
    public string? Notes { get; init; }

    /// <summary>1 to 100 lines.</summary>
    [Required]
    public IReadOnlyList<CreateOrderLine?>? Lines { get; init; }
}

/// <summary>One product of a new order.</summary>
public sealed record CreateOrderLine
{
    /// <summary>A product for sale.</summary>
    [Required]
    public string? ProductCode { get; init; }

    /// <summary>1 to 1,000,000 pieces.</summary>
    [Required]
    public int? Quantity { get; init; }

    /// <summary>For one piece; the product's price when not given.</summary>
    public decimal? UnitPrice { get; init; }
}

/// <summary>Why an order is cancelled.</summary>
public sealed record CancelOrderRequest
{
    /// <summary>At most 200 characters on one line; may be left out.</summary>
    public string? Reason { get; init; }
}

/// <summary>What leaves the house for an order.</summary>
public sealed record ShipOrderRequest
{
    /// <summary>The pieces of each line; everything that has not left when not given.</summary>
    public IReadOnlyList<ShipOrderLine?>? Lines { get; init; }

    /// <summary>Who brings it, at most 80 characters; may be left out.</summary>
    public string? Carrier { get; init; }

    /// <summary>The carrier's number, at most 80 characters; may be left out.</summary>
    public string? TrackingNumber { get; init; }
}

/// <summary>Pieces of one line that leave.</summary>
public sealed record ShipOrderLine
{
    /// <summary>The line's id in this order.</summary>
    [Required]
    public int? LineId { get; init; }

    /// <summary>At least 1, at most what has not left.</summary>
    [Required]
    public int? Quantity { get; init; }
}

/// <summary>What to change about an order; what is not given stays.</summary>
public sealed record OrderEdit
{
    /// <summary>At most 2,000 characters on several lines; null or empty clears them.</summary>
    public Optional<string?> Notes { get; init; }

    /// <summary>1 to 80 characters on one line.</summary>
    public Optional<string?> CustomerName { get; init; }

    /// <summary>One email address.</summary>
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

    /// <summary>Exactly this channel; null or empty lists all.</summary>
    public string? Channel { get; init; }

    public OrderSort Sort { get; init; } = OrderSort.Placed;

    public bool Descending { get; init; } = true;

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>Which orders the API lists: the query string as it came, so that whatever is wrong with it is named by field.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="Status">open, partially-shipped, shipped or cancelled.</param>
/// <param name="Channel">Exactly this channel.</param>
/// <param name="Q">Part of a number, customer name or email.</param>
/// <param name="Sort">placedAt, updatedAt, number or total, with a minus before it for falling; <c>-placedAt</c> when not given.</param>
public sealed record OrderListRequest(
    string? Limit = null, string? After = null, string? Status = null, string? Channel = null, string? Q = null, string? Sort = null);

/// <summary>That somebody placed or edited an order.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Who did it, as named at that time.</param>
/// <param name="Fields">The API's names of what was edited; none when the order was placed.</param>
public sealed record OrderChange(DateTime At, string By, IReadOnlyList<string> Fields);
