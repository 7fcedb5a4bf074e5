using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>How orders are put to people.</summary>
public static class OrderPresentation
{
    /// <summary>The sign and colour of an order's status.</summary>
    public static StatusTone Tone(OrderStatus status) => status switch
    {
        OrderStatus.Open => StatusTone.Waiting,
        OrderStatus.PartiallyShipped => StatusTone.Partial,
        OrderStatus.Shipped => StatusTone.Good,
        _ => StatusTone.Ended,
    };

    /// <summary>For example "Partially shipped".</summary>
    public static string Label(OrderStatus status)
    {
        var words = OrderStatusNames.ToDisplayText(status);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>For example "1,200".</summary>
    public static string Count(long pieces) => pieces.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For example "1 item", "1,200 items".</summary>
    public static string Items(long pieces) => pieces == 1 ? "1 item" : $"{Count(pieces)} items";

    /// <summary>Where the pieces of a line wait, for example "Rotterdam warehouse", "North 2, South 1".</summary>
    public static string ReservedAt(OrderResource order, int lineId)
    {
        var places = order.Reservations.Where(r => r.LineId == lineId).ToList();
        return places.Count == 1
            ? places[0].SourceName
            : string.Join(", ", places.Select(r => $"{r.SourceName.Isolated()} {Count(r.Quantity)}"));
    }

    /// <summary>What happened to an order, oldest first.</summary>
    /// <param name="order">As it is now.</param>
    /// <param name="changes">Who placed and edited it, as far as it is known.</param>
    public static IEnumerable<OrderEvent> Timeline(OrderResource order, IReadOnlyList<OrderChange> changes) =>
        Steps(order, changes.FirstOrDefault(c => c.Fields.Count == 0)?.By)
            .Concat(changes.Where(c => c.Fields.Count > 0).Select(c => new OrderEvent("Edited", c.At, c.By, ToDisplayText(c.Fields))))
            .OrderBy(e => e.At);

    private static string ToDisplayText(IReadOnlyList<string> fields) => string.Join(", ", fields.Select((field, index) => field switch
    {
        "customerName" => index == 0 ? "Customer name" : "customer name",
        "customerEmail" => index == 0 ? "Customer email" : "customer email",
        _ => index == 0 ? "Notes" : "notes",
    }));

    private static IEnumerable<OrderEvent> Steps(OrderResource order, string? placedBy)
    {
        yield return new("Placed", order.PlacedAt, placedBy, null);
        var (left, all) = (0, order.Lines.Sum(l => l.Quantity));
        foreach (var shipment in order.Shipments)
        {
            var pieces = shipment.Lines.Sum(l => l.Quantity);
            left += pieces;
            var what =
                pieces == all ? "Shipped"
                : left == all ? $"Shipped the last {Items(pieces)}"
                : $"Shipped {Count(pieces)} of {Items(all)}";
            var how = string.Join(' ', new[] { shipment.Carrier, shipment.TrackingNumber }.OfType<string>());
            yield return new(what, shipment.ShippedAt, shipment.ShippedBy, how.Length == 0 ? null : how);
        }

        if (order.Shipments.Count == 0 && order.ShippedAt is { } shipped)
            yield return new("Shipped", shipped, null, null);
        if (order.CancelledAt is { } cancelled)
            yield return new("Cancelled", cancelled, order.CancelledBy, order.CancelReason);
    }
}
