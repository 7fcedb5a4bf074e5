using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>Brings orders to their end: ships them, or calls them off (R1). Both are edits and answer the whole order, so they need
/// <c>orders.view</c> as well.</summary>
public sealed class OrderFulfilmentService(Operations operations, StockChanges changes)
{
    /// <summary>Cancels an order of which nothing has left, and gives its stock free.</summary>
    /// <param name="id">The order.</param>
    /// <param name="request">Why.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels the call.</param>
    public Task<Result<OrderResource>> CancelAsync(
        int id,
        CancelOrderRequest request,
        ExpectedVersion? expectedVersion = null,
        CancellationToken ct = default) =>
        ChangeAsync(id, expectedVersion, (work, order, actor) =>
        {
            var reason = TextRules.OptionalLine(request.Reason, "reason", "The reason", Order.CancelReasonLength, keepMarks: true);
            if (!reason.IsDone)
                return reason.Error;
            var why = reason.Value.Length == 0 ? null : reason.Value;
            var before = new { Status = OrderStatusNames.ToDisplayText(order.Status) };
            if (order.Cancel(actor.Label, why, work.Now) is { } refusal)
                return refusal;
            var cause = new StockCause(StockReason.OrderCancelled, actor, work.Now, why, order);
            foreach (var line in order.Lines)
            {
                foreach (var reservation in line.Reservations.ToList())
                {
                    if (Take(work, line, reservation, reservation.Quantity, shipped: false, cause) is { } impossible)
                        return impossible;
                }
            }

            work.Audit(AuditActions.OrderCancelled, new AuditTarget("orders", order.Id, order.Number),
                before, new { Status = OrderStatusNames.ToDisplayText(order.Status), Reason = why });
            return Done.Value;
        }, ct);

    /// <summary>Ships an order or a part of it: its pieces leave the sources where they are reserved, those with the lowest priority number
    /// first.</summary>
    /// <param name="id">The order.</param>
    /// <param name="request">What leaves, and how.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels the call.</param>
    public Task<Result<OrderResource>> ShipAsync(
        int id,
        ShipOrderRequest request,
        ExpectedVersion? expectedVersion = null,
        CancellationToken ct = default) =>
        ChangeAsync(id, expectedVersion, (work, order, actor) =>
        {
            var errors = new FieldErrors();
            var carrier = errors.Take(
                TextRules.OptionalLine(request.Carrier, "carrier", "The carrier", Shipment.CarrierLength, keepMarks: true));
            var tracking = errors.Take(
                TextRules.OptionalLine(
                    request.TrackingNumber, "trackingNumber", "The tracking number", Shipment.CarrierLength, keepMarks: true));
            var before = new { Status = OrderStatusNames.ToDisplayText(order.Status) };
            // Said before the lines are: of an order that cannot be shipped no line is right.
            if (order.Status is OrderStatus.Shipped or OrderStatus.Cancelled)
                return order.MoveTo(OrderStatus.Shipped, work.Now)!;
            var pieces = ReadPieces(request, order, errors);
            if (errors.ToError() is { } error)
                return error;
            if (pieces.Count == 0)
                return new Error(ErrorKind.Conflict, "nothing-to-ship", $"Order {order.Number} has no items.");
            foreach (var (line, quantity) in pieces)
            {
                if (Consume(work, order, line, quantity, actor) is { } missing)
                    return missing;
            }

            var shipment = order.Ship(pieces, actor.Label, NullIfEmpty(carrier), NullIfEmpty(tracking), work.Now);
            if (!shipment.IsDone)
                return shipment.Error;
            work.Audit(AuditActions.OrderShipped, new AuditTarget("orders", order.Id, order.Number), before, new
            {
                Status = OrderStatusNames.ToDisplayText(order.Status),
                Lines = pieces.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value} × {p.Key.ProductCode}")).ToList(),
                shipment.Value.Carrier,
                shipment.Value.TrackingNumber,
            });
            return Done.Value;
        }, ct);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private async Task<Result<OrderResource>> ChangeAsync(
        int id,
        ExpectedVersion? expectedVersion,
        Func<Work, Order, Actor, Result<Done>> change,
        CancellationToken ct)
    {
        var requirement = Requirement.Both(Permissions.Orders.Edit, Permissions.Orders.View);
        var changed = await operations.ChangeAsync<OrderResource>(requirement, async work =>
        {
            // With its reservations in one statement: between two, another node's shipment could come, and the order would still look
            // open while nothing is reserved for it any more.
            var order = await work.Db.Orders
                .Include(o => o.Lines).ThenInclude(l => l.Reservations).ThenInclude(r => r.StockItem).ThenInclude(i => i!.Source)
                .AsSingleQuery()
                .SingleOrDefaultAsync(o => o.Id == id, ct);
            if (order is null)
                return Error.NotFound("order");
            if (ExpectedVersion.RefuseOther(expectedVersion, order.Version, "order") is { } stale)
                return stale;
            var result = change(work, order, work.Actor);
            if (!result.IsDone)
                return result.Error;
            order.Version++;
            await work.SaveAsync(ct);
            return await OrderService.FindAsync(work.Db, id, ct);
        }, ct, changes);
        return changed.OrStale(expectedVersion, "order");
    }

    private static Dictionary<OrderLine, int> ReadPieces(ShipOrderRequest request, Order order, FieldErrors errors)
    {
        // To ship everything must be said: a body that was lost on the way says nothing.
        var pieces = new Dictionary<OrderLine, int>();
        if (request.All == true)
        {
            if (request.Lines is null)
                return order.Lines.Where(l => l.ToShip > 0).ToDictionary(l => l, l => l.ToShip);
            errors.Add(Error.Invalid("all", "Send either lines or \"all\": true, not both."));
        }
        else if (request.Lines is not { } asked)
            errors.Add(
                Error.Invalid("lines", "Name the lines to ship, or send \"all\": true to ship everything that is not yet shipped."));
        else if (asked.Count is 0 or > Order.MaximumLines)
            errors.Add(
                Error.Invalid(
                    "lines",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A shipment has 1 to {Order.MaximumLines} lines. Send \"all\": true to ship everything.")));
        else
        {
            for (var i = 0; i < asked.Count; i++)
                ReadPiece(asked[i], string.Create(CultureInfo.InvariantCulture, $"lines[{i}]"), order, pieces, errors);
        }

        return pieces;
    }

    private static void ReadPiece(ShipOrderLine? asked, string field, Order order, Dictionary<OrderLine, int> pieces, FieldErrors errors)
    {
        if (order.Lines.FirstOrDefault(l => l.Id == asked?.LineId) is not { } line)
            errors.Add(Error.Invalid($"{field}.lineId", $"Order {order.Number} has no such line. The order's lines name their ids."));
        else if (asked!.Quantity is not { } quantity || quantity < 1 || quantity > line.ToShip)
            errors.Add(
                Error.Invalid(
                    $"{field}.quantity",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{line.ProductCode} has {line.ToShip:N0} left to ship; the quantity is not a whole number from 1 to that.")));
        else if (!pieces.TryAdd(line, quantity))
            errors.Add(Error.Invalid($"{field}.lineId", "The line is there twice. Name its quantity once."));
    }

    private static Error? Consume(Work work, Order order, OrderLine line, int quantity, Actor actor)
    {
        if (line.Reservations.Sum(r => r.Quantity) < quantity)
        {
            // Only in databases older than reservations.
            return new Error(
                ErrorKind.Conflict,
                "not-reserved",
                $"No stock is reserved for {line.ProductCode} of order {order.Number}. Place the order again.");
        }

        var cause = new StockCause(StockReason.OrderShipped, actor, work.Now, Order: order);
        foreach (
            var reservation in line.Reservations.OrderBy(r => r.StockItem!.Source!.Priority).ThenBy(r => r.StockItem!.SourceId).ToList())
        {
            var taken = Math.Min(quantity, reservation.Quantity);
            if (taken == 0)
                break;
            if (Take(work, line, reservation, taken, shipped: true, cause) is { } impossible)
                return impossible;
            quantity -= taken;
        }

        return null;
    }

    private static Error? Take(Work work, OrderLine line, OrderReservation reservation, int quantity, bool shipped, StockCause cause)
    {
        var moved = reservation.StockItem!.Move(shipped ? -quantity : 0, -quantity, cause);
        if (!moved.IsDone)
            return moved.Error;
        work.Db.StockMovements.Add(moved.Value);
        if (quantity == reservation.Quantity)
        {
            line.Reservations.Remove(reservation);
            work.Db.OrderReservations.Remove(reservation);
        }
        else
        {
            reservation.Quantity -= quantity;
        }

        return null;
    }
}
