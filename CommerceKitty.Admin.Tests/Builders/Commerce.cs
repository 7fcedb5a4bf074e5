using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Builders;

/// <summary>Sources, products, stock and orders by the product's own services, so that movements and reservations add up.</summary>
public static class Commerce
{
    /// <summary>What someone needs who does everything with orders, products and stock.</summary>
    public static readonly string[] Everything =
        [.. PermissionCatalogue.All.Where(p => p.Resource is "orders" or "products" or "inventory").Select(p => p.Name)];

    /// <summary>Two sources, <c>north</c> before <c>south</c>.</summary>
    public static Task AddSourcesAsync(this TestShop shop) => shop.AddAsync(
        new InventorySource
        {
            Code = "north",
            Name = "North",
            Priority = 1,
        },
        new InventorySource
        {
            Code = "south",
            Name = "South",
            Priority = 2,
        });

    /// <summary>A product and how many pieces of it there are at each source.</summary>
    public static async Task<ProductResource> AddProductAsync(
        this TestShop shop,
        string code,
        int north = 0,
        int south = 0,
        decimal price = 5m,
        string? name = null)
    {
        await using var acting = shop.AsCommandLine();
        var product = await acting
            .Get<ProductService>()
            .CreateAsync(
                new()
                {
                    Code = code,
                    Name = name ?? code,
                    Price = price,
                    Currency = "EUR",
                });
        product.Error.Should().BeNull();
        foreach (var (source, pieces) in new[] { ("north", north), ("south", south) })
        {
            if (pieces > 0)
                (await acting.Get<StockService>().SetAsync(source, code, new() { OnHand = pieces })).Error.Should().BeNull();
        }

        return product.Value!;
    }

    /// <summary>A wish for these pieces of these products.</summary>
    public static CreateOrderRequest Wish(params (string Code, int Quantity)[] lines) => new()
    {
        Channel = "Web shop",
        CustomerName = "Anna de Vries",
        CustomerEmail = "anna@example.com",
        Lines = [.. lines.Select(l => new CreateOrderLine { ProductCode = l.Code, Quantity = l.Quantity })],
    };

    /// <summary>An order of these pieces of these products.</summary>
    public static async Task<OrderResource> OrderAsync(this TestShop shop, params (string Code, int Quantity)[] lines)
    {
        await using var acting = shop.AsCommandLine();
        var order = await acting.Get<OrderPlacementService>().CreateAsync(Wish(lines));
        order.Error.Should().BeNull();
        return order.Value!;
    }

    /// <summary>On hand and reserved at both sources, e.g. "5/2 0/0".</summary>
    public static async Task<string> StockAsync(this TestShop shop, string code)
    {
        await using var acting = shop.AsCommandLine();
        var inventory = acting.Get<InventoryService>();
        var (north, south) = ((await inventory.GetAsync("north", code)).Value!, (await inventory.GetAsync("south", code)).Value!);
        return $"{north.OnHand}/{north.Reserved} {south.OnHand}/{south.Reserved}";
    }

    /// <summary>Whatever happened: movements add up to stock, reservations to what is reserved, and shipments to what was
    /// shipped.</summary>
    public static async Task ShouldAddUpAsync(this TestShop shop)
    {
        await using var db = shop.OpenDatabase();
        var movements = (await db.StockMovements.AsNoTracking().OrderBy(m => m.Id).ToListAsync()).ToLookup(m => m.StockItemId);
        var reservations = (await db.OrderReservations.AsNoTracking().ToListAsync()).ToLookup(r => r.StockItemId);
        foreach (var item in await db.StockItems.AsNoTracking().ToListAsync())
        {
            item.OnHand.Should().Be(movements[item.Id].Sum(m => m.OnHandChange));
            item.Reserved.Should().Be(movements[item.Id].Sum(m => m.ReservedChange)).And.Be(reservations[item.Id].Sum(r => r.Quantity));
            item.Reserved.Should().BeInRange(0, item.OnHand);
            item.Version.Should().Be(movements[item.Id].Count());
            var last = movements[item.Id].LastOrDefault();
            (last?.OnHand ?? 0, last?.Reserved ?? 0).Should().Be((item.OnHand, item.Reserved));
        }

        foreach (
            var order in await db.Orders.AsNoTracking()
                .Include(o => o.Lines)
                    .ThenInclude(l => l.Reservations)
                .Include(o => o.Shipments)
                    .ThenInclude(s => s.Lines)
                .ToListAsync())
        {
            foreach (var line in order.Lines)
            {
                line.Shipped.Should()
                    .Be(order.Shipments.SelectMany(s => s.Lines).Where(l => l.OrderLineId == line.Id).Sum(l => l.Quantity));
                line.Reservations.Sum(r => r.Quantity).Should().Be(order.Status == OrderStatus.Cancelled ? 0 : line.ToShip);
            }

            order.Total.Should().Be(order.Lines.Sum(l => l.Quantity * l.UnitPrice));
        }
    }
}
