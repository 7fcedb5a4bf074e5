using System.Linq.Expressions;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>Everything that can be done to orders; pages and the API come through here (R1).</summary>
public sealed class OrderService(Operations operations)
{
    /// <summary>A page of orders, for the web UI.</summary>
    public Task<Result<Page<OrderRow>>> ListAsync(OrderQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<OrderRow>>(Permissions.Orders.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            var orders = SortBy(query.Sort).Order(Filter(db.Orders.AsNoTracking(), search.Value, query), query.Descending);
            return await PageReader.ReadAsync(orders, query.Window, some => some.Select(ToRow), ct);
        }, ct);

    /// <summary>Some orders and where the list goes on, for the API. Each order that was there from the first call to the last
    /// comes exactly once, whatever is added between.</summary>
    public Task<Result<Slice<OrderResource>>> ListAsync(OrderListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<OrderResource>>(Permissions.Orders.ViewAll, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            var search = errors.Take(SearchText.Pattern(request.Q, "q"));
            var channel = errors.Take(
                TextRules.OptionalLine(request.Channel, "channel", "The channel", Entities.Order.ChannelLength, keepMarks: true));
            errors.Add(OrderStatusNames.TryRead(request.Status, out var status));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;

            var orders = Filter(db.Orders.AsNoTracking(), search!, new OrderQuery { Status = status, Channel = channel });
            var slice = await order!.ReadAsync(orders, limit, ToResource, ct);
            return slice with { Items = await WithStockAsync(db, slice.Items, ct) };
        }, ct);

    /// <summary>The orders of a page's list, some at a time and in its order, for its file.</summary>
    public Task<Result<Slice<OrderRow>>> ListAllAsync(OrderQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<OrderRow>>(Permissions.Orders.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            if (SortBy(query.Sort).TryFollow("orders", query.Descending, after, out var order) is { } error)
                return error;
            return await order!.ReadAsync(Filter(db.Orders.AsNoTracking(), search.Value, query), SliceLimit.Maximum, ToRow, ct);
        }, ct);

    /// <summary>How many orders there are of each status, among those that all filters but the status leave.</summary>
    public Task<Result<IReadOnlyDictionary<OrderStatus, int>>> CountByStatusAsync(OrderQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyDictionary<OrderStatus, int>>(Permissions.Orders.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            return await Filter(db.Orders.AsNoTracking(), search.Value, query with { Status = null, ToShip = false })
                .GroupBy(o => o.Status)
                .Select(g => new { Status = g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Status, g => g.Count, ct);
        }, ct);

    /// <summary>The orders placed since a time, by hour; hours without orders are left out.</summary>
    /// <param name="since">UTC.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<IReadOnlyList<HourCount>>> CountByHourAsync(DateTime since, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<HourCount>>(Permissions.Orders.ViewAll, async (db, _) =>
        {
            var hours = await db.Orders
                .Where(o => o.PlacedAt >= since)
                .GroupBy(o => new { o.PlacedAt.Date, o.PlacedAt.Hour })
                .Select(g => new { g.Key.Date, g.Key.Hour, Count = g.LongCount() })
                .ToListAsync(ct);
            return hours.ConvertAll(h => new HourCount(DateTime.SpecifyKind(h.Date, DateTimeKind.Utc).AddHours(h.Hour), h.Count));
        }, ct);

    /// <summary>Who placed and edited an order, oldest first; what was there before anybody kept count is not.</summary>
    public Task<Result<IReadOnlyList<OrderChange>>> ListChangesAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<OrderChange>>(Permissions.Orders.View, async (db, _) =>
        {
            var entries = await db.AuditEntries.AsNoTracking()
                .Where(e =>
                    e.TargetType == "orders"
                    && e.TargetId == id
                    && (e.Action == AuditActions.OrderCreated || e.Action == AuditActions.OrderEdited))
                .OrderBy(e => e.Id)
                .Select(e => new { e.At, e.Actor, e.Action, e.After })
                .ToListAsync(ct);
            return entries.ConvertAll(e => new OrderChange(
                e.At, e.Actor, e.Action == AuditActions.OrderCreated ? [] : [.. JsonNode.Parse(e.After!)!.AsObject().Select(f => f.Key)]));
        }, ct);

    /// <summary>The channels that orders came over, by name.</summary>
    public Task<Result<IReadOnlyList<string>>> ListChannelsAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<string>>(Permissions.Orders.ViewAll, async (db, _) =>
        {
            return await db.Orders.Select(o => o.Channel).Distinct().OrderBy(c => c).ToListAsync(ct);
        }, ct);

    /// <summary>One order.</summary>
    public Task<Result<OrderResource>> GetAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<OrderResource>(Permissions.Orders.View, async (db, _) => await FindAsync(db, id, ct), ct);

    /// <summary>Changes notes and customer. Nothing given or nothing different changes nothing, the version included.</summary>
    /// <param name="id">The order.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<OrderResource>> EditAsync(
        int id, OrderEdit edit, ExpectedVersion? expectedVersion = null, CancellationToken ct = default)
    {
        // The answer is the whole order: a caller who may not see it must not get it this way.
        var requirement = Requirement.Both(Permissions.Orders.Edit, Permissions.Orders.View);
        var edited = await operations.ChangeAsync<OrderEdit, OrderResource>(requirement, _ => Clean(edit), async (work, cleaned) =>
        {
            var order = await work.Db.Orders.SingleOrDefaultAsync(o => o.Id == id, ct);
            if (order is null)
                return Error.NotFound("order");
            if (ExpectedVersion.RefuseOther(expectedVersion, order.Version, "order") is { } stale)
                return stale;
            Apply(work, order, cleaned);
            await work.SaveAsync(ct);
            return await FindAsync(work.Db, id, ct);
        }, ct);
        return edited.OrStale(expectedVersion, "order");
    }

    /// <summary>One order as it is in this context's transaction; for the services of orders, which demanded the permission.</summary>
    internal static async Task<Result<OrderResource>> FindAsync(CommerceKittyDbContext db, int id, CancellationToken ct)
    {
        var order = await db.Orders.AsNoTracking().Where(o => o.Id == id).Select(ToResource).SingleOrDefaultAsync(ct);
        return order is null ? Error.NotFound("order") : (await WithStockAsync(db, [order], ct))[0];
    }

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<Order> Sorts = new("orders", "-placedAt",
        SliceSort<Order>.By("placedAt", o => o.PlacedAt, o => o.Id),
        SliceSort<Order>.By("updatedAt", o => o.UpdatedAt, o => o.Id),
        SliceSort<Order>.By("number", o => o.Number, o => o.Id),
        SliceSort<Order>.By("total", o => o.Total, o => o.Id));

    /// <summary>What a page's list and its file can be sorted by.</summary>
    private static readonly Dictionary<OrderSort, SliceSort<Order>> PageSorts = new()
    {
        [OrderSort.Placed] = SliceSort<Order>.By("placedAt", o => o.PlacedAt, o => o.Id),
        [OrderSort.Number] = SliceSort<Order>.By("number", o => o.Number, o => o.Id),
        [OrderSort.Customer] = SliceSort<Order>.By("customer", o => o.CustomerName.ToLower(), o => o.Id),
        [OrderSort.Channel] = SliceSort<Order>.By("channel", o => o.Channel, o => o.Id),
        // In the order of its life, not of the alphabet.
        [OrderSort.Status] = SliceSort<Order>.By(
            "status",
            o => o.Status == OrderStatus.Open ? 0
                : o.Status == OrderStatus.PartiallyShipped ? 1
                : o.Status == OrderStatus.Shipped ? 2 : 3,
            o => o.Id),
        [OrderSort.Total] = SliceSort<Order>.By("total", o => o.Total, o => o.Id),
        [OrderSort.Updated] = SliceSort<Order>.By("updatedAt", o => o.UpdatedAt, o => o.Id),
    };

    private static readonly Expression<Func<Order, OrderRow>> ToRow = o => new OrderRow
    {
        Id = o.Id,
        Number = o.Number,
        Channel = o.Channel,
        CustomerName = o.CustomerName,
        CustomerEmail = o.CustomerEmail,
        Status = o.Status,
        Currency = o.Currency,
        Total = o.Total,
        LineCount = o.Lines.Count,
        PlacedAt = o.PlacedAt,
        UpdatedAt = o.UpdatedAt,
    };

    private static readonly Expression<Func<Order, OrderResource>> ToResource = o => new OrderResource
    {
        Id = o.Id,
        Number = o.Number,
        Status = o.Status,
        Channel = o.Channel,
        CustomerName = o.CustomerName,
        CustomerEmail = o.CustomerEmail,
        Currency = o.Currency,
        Total = o.Total,
        Lines = o.Lines.OrderBy(l => l.Id)
            .Select(l => new OrderLineResource(l.Id, l.ProductCode, l.ProductName, l.Quantity, l.Shipped, l.UnitPrice)).ToList(),
        Notes = o.Notes,
        PlacedAt = o.PlacedAt,
        UpdatedAt = o.UpdatedAt,
        ShippedAt = o.ShippedAt,
        CancelledAt = o.CancelledAt,
        CancelledBy = o.CancelledBy,
        CancelReason = o.CancelReason,
        Version = o.Version,
    };

    /// <summary>Adds shipments and reservations. By queries of their own: joined with the lines they would multiply.</summary>
    private static async Task<IReadOnlyList<OrderResource>> WithStockAsync(
        CommerceKittyDbContext db,
        IReadOnlyList<OrderResource> orders,
        CancellationToken ct)
    {
        var ids = orders.Select(o => o.Id).ToList();
        var shipments = await db.Orders.AsNoTracking().Where(o => ids.Contains(o.Id)).SelectMany(o => o.Shipments).OrderBy(s => s.Id)
            .Select(s => new
            {
                s.OrderId,
                Shipment = new ShipmentResource
                {
                    Id = s.Id,
                    ShippedAt = s.ShippedAt,
                    ShippedBy = s.ShippedBy,
                    Carrier = s.Carrier,
                    TrackingNumber = s.TrackingNumber,
                    Lines = s.Lines.OrderBy(l => l.Id)
                        .Select(l => new ShipmentLineResource(l.OrderLineId, l.OrderLine!.ProductCode, l.Quantity)).ToList(),
                },
            }).ToListAsync(ct);
        var reservations = await db.Orders.AsNoTracking().Where(o => ids.Contains(o.Id)).SelectMany(o => o.Lines)
            .SelectMany(
                l => l.Reservations,
                (l, r) =>
                    new
                    {
                        l.OrderId,
                        r.OrderLineId,
                        r.StockItem!.Source!.Code,
                        r.StockItem.Source.Name,
                        r.StockItem.Source.Priority,
                        r.Quantity,
                        r.Id,
                    })
            .OrderBy(r => r.OrderLineId).ThenBy(r => r.Priority).ThenBy(r => r.Id)
            .ToListAsync(ct);
        var shipmentsOf = shipments.ToLookup(s => s.OrderId, s => s.Shipment);
        var reservationsOf = reservations.ToLookup(
            r => r.OrderId,
            r => new OrderReservationResource(r.OrderLineId, r.Code, r.Name, r.Quantity));
        return [.. orders.Select(o => o with { Shipments = [.. shipmentsOf[o.Id]], Reservations = [.. reservationsOf[o.Id]] })];
    }

    private static IQueryable<Order> Filter(IQueryable<Order> orders, string searchPattern, OrderQuery query)
    {
        if (query.Status is { } status)
            orders = orders.Where(o => o.Status == status);
        if (query.ToShip)
            orders = orders.Where(o => o.Status == OrderStatus.Open || o.Status == OrderStatus.PartiallyShipped);
        if (query.Channel is { Length: > 0 } channel)
            orders = orders.Where(o => o.Channel == channel);
        if (query.From is { } from)
            orders = orders.Where(o => o.PlacedAt >= from);
        if (query.Before is { } before)
            orders = orders.Where(o => o.PlacedAt < before);
        if (searchPattern.Length > 0)
            orders = orders.Where(o => EF.Functions.Like(o.SearchText, searchPattern, SearchPattern.Escape));
        return orders;
    }

    private static SliceSort<Order> SortBy(OrderSort sort) => PageSorts.GetValueOrDefault(sort) ?? PageSorts[OrderSort.Placed];

    private static Result<OrderEdit> Clean(OrderEdit edit)
    {
        var errors = new FieldErrors();
        var cleaned = new OrderEdit();
        if (edit.CustomerName.IsGiven)
        {
            cleaned = cleaned with
            {
                CustomerName = errors.Take(TextRules.Line(edit.CustomerName.Value, "customerName", "Customer name", keepMarks: true)),
            };
        }

        if (edit.CustomerEmail.IsGiven)
            cleaned = cleaned with { CustomerEmail = errors.Take(TextRules.Email(edit.CustomerEmail.Value, "customerEmail")) };
        if (edit.Notes.IsGiven)
        {
            var notes = errors.Take(TextRules.Paragraphs(edit.Notes.Value, "notes", "Notes", Entities.Order.NotesLength));
            cleaned = cleaned with { Notes = string.IsNullOrEmpty(notes) ? null : notes };
        }

        return errors.ToError() is { } error ? error : cleaned;
    }

    private static void Apply(Work work, Order order, OrderEdit edit)
    {
        Dictionary<string, string?> before = [], after = [];
        if (Differs("customerName", order.CustomerName, edit.CustomerName))
            order.CustomerName = edit.CustomerName.Value!;
        if (Differs("customerEmail", order.CustomerEmail, edit.CustomerEmail))
            order.CustomerEmail = edit.CustomerEmail.Value!;
        if (Differs("notes", order.Notes, edit.Notes))
            order.Notes = edit.Notes.Value;
        if (after.Count == 0)
            return;
        order.UpdatedAt = work.Now;
        order.Version++;
        work.Audit(AuditActions.OrderEdited, new AuditTarget("orders", order.Id, order.Number), before, after);

        bool Differs(string field, string? old, Optional<string?> changed)
        {
            if (!changed.IsGiven || changed.Value == old)
                return false;
            (before[field], after[field]) = (old, changed.Value);
            return true;
        }
    }

}
