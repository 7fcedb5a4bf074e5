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

/// <summary>Takes new orders in and reserves their stock (R1).</summary>
public sealed class OrderPlacementService(Operations operations, StockChanges changes)
{
    /// <summary>Most pieces of one line.</summary>
    public const int MaximumQuantity = 1_000_000;

    /// <summary>Creates an order that is placed now, and reserves its pieces. Each line takes from the source with the lowest priority
    /// number first and what is missing there from the next ones; archived products are not for sale. When any line cannot be had in
    /// full, nothing is created and nothing reserved (docs/decisions/0007). The answer is made of what the caller sent and the products'
    /// names and prices, so it needs no permission to view orders.</summary>
    public Task<Result<OrderResource>> CreateAsync(CreateOrderRequest request, CancellationToken ct = default) =>
        operations.ChangeAsync<CleanOrder, OrderResource>(Permissions.Orders.Create, _ => Clean(request), async (work, cleaned) =>
        {
            var products = await FindProductsAsync(work.Db, cleaned.Lines, ct);
            var built = Build(cleaned, products, work.Now);
            if (!built.IsDone)
                return built.Error;
            var order = built.Value;
            work.Db.Orders.Add(order);
            if (await ReserveAsync(work, order, products, work.Actor, ct) is { } shortage)
                return shortage;
            await work.Db.SaveChangesAsync(ct);
            order.NumberById();
            work.Audit(AuditActions.OrderCreated, new AuditTarget("orders", order.Id, order.Number), after: new
            {
                order.Channel,
                order.CustomerName,
                order.CustomerEmail,
                order.Currency,
                order.Total,
                order.Notes,
                Lines = order.Lines.Select(ToDisplayText).ToList(),
            });
            await work.Db.SaveChangesAsync(ct);
            return await OrderService.FindAsync(work.Db, order.Id, ct);
        }, ct, changes);

    private static string ToDisplayText(OrderLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Quantity} × {line.ProductCode} at {line.UnitPrice}");

    private static Result<CleanOrder> Clean(CreateOrderRequest request)
    {
        var errors = new FieldErrors();
        var channel = errors.Take(TextRules.Line(request.Channel, "channel", "The channel", Order.ChannelLength, keepMarks: true));
        var name = errors.Take(TextRules.Line(request.CustomerName, "customerName", "Customer name", keepMarks: true));
        var email = errors.Take(TextRules.Email(request.CustomerEmail, "customerEmail"));
        var notes = errors.Take(TextRules.Paragraphs(request.Notes, "notes", "Notes", Order.NotesLength));
        var currency = string.IsNullOrEmpty(request.Currency) ? null : errors.Take(Money.ReadCurrency(request.Currency, "currency"));
        var lines = new List<CleanLine>();
        if (request.Lines is not { Count: >= 1 and <= Order.MaximumLines } asked)
            errors.Add(
                Error.Invalid("lines", string.Create(CultureInfo.InvariantCulture, $"An order has 1 to {Order.MaximumLines} lines.")));
        else
            lines.AddRange(
                asked.Select((line, index) => Clean(line, string.Create(CultureInfo.InvariantCulture, $"lines[{index}]"), errors)));
        if (errors.ToError() is { } error)
            return error;
        return new CleanOrder(channel!, name!, email!, currency, string.IsNullOrEmpty(notes) ? null : notes, lines);
    }

    private static CleanLine Clean(CreateOrderLine? line, string field, FieldErrors errors)
    {
        if (line is null)
        {
            errors.Add(Error.Invalid(field, "A line cannot be null."));
            return new CleanLine(string.Empty, 0, UnitPrice: null, field);
        }

        var code = errors.Take(ProductCode.Read(line.ProductCode, $"{field}.productCode"));
        if (line.Quantity is not (>= 1 and <= MaximumQuantity))
            errors.Add(
                Error.Invalid(
                    $"{field}.quantity",
                    string.Create(CultureInfo.InvariantCulture, $"The quantity is not a whole number from 1 to {MaximumQuantity:N0}.")));
        var price = line.UnitPrice is { } given ? errors.Take(Money.ReadPrice(given, $"{field}.unitPrice")) : null;
        return new CleanLine(code ?? string.Empty, line.Quantity ?? 0, price, field);
    }

    private static async Task<Dictionary<string, Product>> FindProductsAsync(
        CommerceKittyDbContext db,
        IEnumerable<CleanLine> lines,
        CancellationToken ct)
    {
        var codes = lines.Select(l => l.ProductCode).Distinct().ToList();
        return await db.Products.AsNoTracking().Where(p => codes.Contains(p.Code) && !p.Archived).ToDictionaryAsync(p => p.Code, ct);
    }

    private static Result<Order> Build(CleanOrder asked, Dictionary<string, Product> products, DateTime now)
    {
        var errors = new FieldErrors();
        foreach (var line in asked.Lines.Where(l => !products.ContainsKey(l.ProductCode)))
            errors.Add(Error.Invalid($"{line.Field}.productCode", $"No product {line.ProductCode} is for sale."));
        if (errors.ToError() is { } missing)
            return missing;

        var currency = asked.Currency ?? products[asked.Lines[0].ProductCode].Currency;
        foreach (var line in asked.Lines.Where(l => l.UnitPrice is null && products[l.ProductCode].Currency != currency))
        {
            errors.Add(Error.Invalid($"{line.Field}.unitPrice",
                $"{line.ProductCode} is priced in {products[line.ProductCode].Currency} and the order is in {currency}. Say the unit "
                + $"price in {currency}."
            ));
        }

        if (errors.ToError() is { } unpriced)
            return unpriced;
        var order = new Order
        {
            // Until the database gave an id.
            Number = System.Security.Cryptography.RandomNumberGenerator.GetHexString(Order.NumberLength),
            Channel = asked.Channel,
            CustomerName = asked.CustomerName,
            CustomerEmail = asked.CustomerEmail,
            Currency = currency,
            Notes = asked.Notes,
            PlacedAt = now,
            UpdatedAt = now,
        };
        foreach (var line in asked.Lines)
        {
            var product = products[line.ProductCode];
            order.AddLine(product.Code, product.Name, line.Quantity, line.UnitPrice ?? product.Price);
        }

        return order.Total <= Money.MaximumTotal
            ? order
            : Error.Invalid(
                "lines",
                string.Create(CultureInfo.InvariantCulture, $"The order's total is more than {Money.MaximumTotal:N0} {currency}."));
    }

    private static async Task<Error?> ReserveAsync(
        Work work,
        Order order,
        Dictionary<string, Product> products,
        Actor actor,
        CancellationToken ct)
    {
        var ids = products.Values.Select(p => p.Id).ToList();
        var items = await work.Db.StockItems.Where(i => ids.Contains(i.ProductId))
            .OrderBy(i => i.Source!.Priority).ThenBy(i => i.SourceId).ToListAsync(ct);
        var stock = items.ToLookup(i => i.ProductId);
        var cause = new StockCause(StockReason.OrderPlaced, actor, work.Now, Order: order);
        foreach (var line in order.Lines)
        {
            var available = stock[products[line.ProductCode].Id].Sum(i => (long)i.Available);
            if (available < line.Quantity)
            {
                return new Error(ErrorKind.Conflict, "out-of-stock", string.Create(CultureInfo.InvariantCulture,
                    $"Of {line.ProductCode} {available:N0} items are available, and {line.Quantity:N0} are ordered. Nothing was ordered "
                    + $"or reserved."
                ));
            }

            var missing = line.Quantity;
            foreach (var item in stock[products[line.ProductCode].Id].Where(i => i.Available > 0))
            {
                if (missing == 0)
                    break;
                var taken = Math.Min(missing, item.Available);
                var moved = item.Move(onHand: 0, taken, cause);
                if (!moved.IsDone)
                    return moved.Error;
                work.Db.StockMovements.Add(moved.Value);
                line.Reservations.Add(new OrderReservation { StockItem = item, Quantity = taken });
                missing -= taken;
            }
        }

        return null;
    }

    private sealed record CleanOrder(
        string Channel, string CustomerName, string CustomerEmail, string? Currency, string? Notes, IReadOnlyList<CleanLine> Lines);

    private sealed record CleanLine(string ProductCode, int Quantity, decimal? UnitPrice, string Field);
}
