using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Demo;

/// <summary>The demo shop's trade: products, stock at two sources, and 90 days in which customers order, goods come in, and parcels
/// leave. Everything happens in the order of time and through the entities' own operations, so the books are right.</summary>
internal sealed class DemoCommerce
{
    private static readonly Actor Warehouse = new() { Kind = ActorKind.Person, Label = "Marit Hoekstra" };
    private static readonly Actor Sync = new() { Kind = ActorKind.ApiKey, Label = "Nightly Inventory" };

    private readonly DemoRandom _random = new(0x0C_A7_0C_A7);
    private readonly DemoRandom _stockRandom = new(0x57_0C_0C_A7);
    private readonly Work _work;
    private readonly DateTime _now;
    private readonly List<(DateTime At, Action Do)> _events = [];
    private readonly Dictionary<string, List<StockItem>> _stock = [];

    private DemoCommerce(Work work) => (_work, _now) = (work, work.Now.AddTicks(-(work.Now.Ticks % TimeSpan.TicksPerMinute)));

    /// <summary>Adds all of it.</summary>
    public static void Add(Work work) => new DemoCommerce(work).Add();

    private void Add()
    {
        var products = DemoCatalogue.Products.Select(p => new Product
        {
            Code = p.Code,
            Name = p.Name,
            Price = p.Price,
            Currency = DemoCatalogue.Currency,
            Archived = p.Archived,
            CreatedAt = _now.AddDays(-DemoShop.Days),
            UpdatedAt = _now.AddDays(-_random.Next(DemoShop.Days)),
        }).ToList();
        var sold = products.Where(p => !p.Archived).ToList();
        var times = Enumerable.Range(0, DemoShop.OrderCount).Select(_ => PlacedAt()).Order().ToList();
        var orders = times.Select((placedAt, index) => NewOrder(sold, $"CK-{10_001 + index}", placedAt)).ToList();
        _work.Db.Products.AddRange(products);
        _work.Db.Orders.AddRange(orders);
        OpenStock(products);
        CountStock(sold);
        // Stable: what happens in one minute stays in the order in which it was thought of.
        foreach (var (_, act) in _events.OrderBy(e => e.At))
            act();
    }

    private DateTime PlacedAt()
    {
        var time = _now
            .Date.AddDays(-_random.Next(DemoShop.Days - 1))
            .AddHours(_random.Pick(DemoCatalogue.Hours))
            .AddMinutes(_random.Next(60));
        return time <= _now ? time : time.AddDays(-1);
    }

    private Order NewOrder(List<Product> sold, string number, DateTime placedAt)
    {
        var (name, email) = _random.Pick(DemoCatalogue.Customers);
        var order = new Order
        {
            Number = number,
            Channel = _random.Pick(DemoCatalogue.Channels),
            CustomerName = name,
            CustomerEmail = email,
            Currency = DemoCatalogue.Currency,
            PlacedAt = placedAt,
            UpdatedAt = placedAt,
            Notes = _random.Chance(12) ? _random.Pick(DemoCatalogue.Notes) : null,
        };
        var codes = new HashSet<string>();
        for (var lines = _random.Between(1, _random.Chance(30) ? 5 : 3); lines > 0; lines--)
        {
            var product = _random.Pick(sold);
            if (codes.Add(product.Code))
                order.AddLine(product.Code, product.Name, _random.Chance(70) ? 1 : _random.Between(2, 4), product.Price);
        }

        _events.Add((placedAt, () => Reserve(order)));
        Proceed(order);
        return order;
    }

    /// <summary>Lets the order get as far as orders of its age do.</summary>
    private void Proceed(Order order)
    {
        var age = (_now - order.PlacedAt).TotalDays;
        var (shipped, partly, cancelled) = age switch
        {
            > 21 => (91, 1, 8),
            > 7 => (82, 6, 8),
            > 2 => (45, 15, 6),
            _ => (8, 4, 4),
        };
        var at = order.PlacedAt;
        var fate = _random.Next(100);
        if (fate < shipped)
        {
            if (_random.Chance(10))
                At(_random.Between(4, 24), time => Ship(order, time, whole: false));
            At(_random.Between(4, 72), time => Ship(order, time, whole: true));
        }
        else if (fate < shipped + partly)
        {
            At(_random.Between(4, 48), time => Ship(order, time, whole: false));
        }
        else if (fate < shipped + partly + cancelled)
        {
            At(_random.Between(1, 36), time => Cancel(order, time));
        }

        void At(int hours, Action<DateTime> act)
        {
            var time = at.AddHours(hours) <= _now ? at.AddHours(hours) : _now;
            at = time;
            _events.Add((time, () => act(time)));
        }
    }

    private void OpenStock(List<Product> products)
    {
        var sources = DemoCatalogue
            .Sources.Select(s => new InventorySource
            {
                Code = s.Code,
                Name = s.Name,
                Priority = s.Priority,
            })
            .ToList();
        var opened = _now.AddDays(-DemoShop.Days);
        foreach (var product in products)
        {
            _stock[product.Code] =
            [
                .. sources.Select(source => new StockItem
                {
                    Source = source,
                    Product = product,
                    OnHand = 0,
                    Reserved = 0,
                }),
            ];
            _work.Db.StockItems.AddRange(_stock[product.Code]);
            foreach (var item in _stock[product.Code])
            {
                // A shop floor holds less than a warehouse.
                var pieces =
                    product.Archived ? _stockRandom.Between(0, 3)
                    : item.Source!.Priority == 1 ? _stockRandom.Between(12, 90)
                    : _stockRandom.Between(2, 25);
                if (pieces > 0)
                    Book(item.Move(pieces, 0, new StockCause(StockReason.Opening, Sync, opened)));
            }
        }
    }

    /// <summary>Someone counts, and some products turn out to be gone.</summary>
    private void CountStock(List<Product> sold)
    {
        foreach (var product in sold)
        {
            foreach (var item in _stock[product.Code])
            {
                var (soldOut, low, at) = (
                    _stockRandom.Chance(8),
                    _stockRandom.Chance(10),
                    _now.AddMinutes(-_stockRandom.Between(1, 48 * 60)));
                if (soldOut || low)
                    _events.Add((at, () => Count(item, item.Reserved + (soldOut ? 0 : 3), at)));
            }
        }
    }

    private void Count(StockItem item, int pieces, DateTime at)
    {
        if (pieces < item.OnHand)
            Book(item.Move(pieces - item.OnHand, 0, new StockCause(StockReason.Counted, Warehouse, at, "Stocktake")));
    }

    private void Reserve(Order order)
    {
        foreach (var line in order.Lines)
        {
            var item = _stock[line.ProductCode][0];
            if (item.Available < line.Quantity)
                Book(item.Move(_stockRandom.Between(2, 8) * 10, 0, new StockCause(StockReason.Received, Sync, order.PlacedAt, "Delivery")));
            Book(item.Move(0, line.Quantity, new StockCause(StockReason.OrderPlaced, Sync, order.PlacedAt, Order: order)));
            line.Reservations.Add(new OrderReservation { StockItem = item, Quantity = line.Quantity });
        }
    }

    private void Ship(Order order, DateTime at, bool whole)
    {
        var pieces = order.Lines.Where(l => l.ToShip > 0).ToDictionary(l => l, l => l.ToShip);
        if (!whole && pieces.Values.Sum() > 1)
        {
            // The first line alone, or one piece of an only line.
            var first = order.Lines[0];
            pieces = new() { [first] = order.Lines.Count > 1 ? first.Quantity : 1 };
        }

        if (pieces.Count == 0)
            return;
        foreach (var (line, quantity) in pieces)
        {
            var reservation = line.Reservations[0];
            Book(reservation.StockItem!.Move(-quantity, -quantity, new StockCause(StockReason.OrderShipped, Warehouse, at, Order: order)));
            reservation.Quantity -= quantity;
            if (reservation.Quantity == 0)
                line.Reservations.Remove(reservation);
        }

        var (carrier, letters) = _stockRandom.Pick(DemoCatalogue.Carriers);
        Demand(order.Ship(pieces, Warehouse.Label, carrier, $"{letters}{_stockRandom.Between(10_000_000, 99_999_999)}", at));
    }

    private void Cancel(Order order, DateTime at)
    {
        if (order.Cancel(Warehouse.Label, _stockRandom.Pick(DemoCatalogue.CancelReasons), at) is { } refusal)
            throw new InvalidOperationException(refusal.Message);
        foreach (var line in order.Lines)
        {
            Book(
                line.Reservations[0]
                    .StockItem!.Move(
                        0,
                        -line.Quantity,
                        new StockCause(StockReason.OrderCancelled, Warehouse, at, order.CancelReason, order)));
            line.Reservations.Clear();
        }
    }

    private void Book(Result<StockMovement> moved) => _work.Db.StockMovements.Add(Demand(moved));

    private static T Demand<T>(Result<T> result) =>
        result.IsDone ? result.Value : throw new InvalidOperationException(result.Error.Message);
}
