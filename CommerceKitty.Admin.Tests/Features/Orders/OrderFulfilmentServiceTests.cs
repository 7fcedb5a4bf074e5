using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Features.Orders;

public sealed class OrderFulfilmentServiceTests : IAsyncLifetime
{
    private readonly TestShop _shop = new();

    public async ValueTask InitializeAsync() => await _shop.AddSourcesAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(Permissions.Orders.Edit)]
    [InlineData(Permissions.Orders.View)]
    public async Task CancelAndShip_WithoutPermission_AreRefused_R1(string missing)
    {
        await _shop.AddProductAsync("WAND", north: 2);
        var order = await _shop.OrderAsync(("WAND", 2));
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Commerce.Everything.Except([missing])));
        var orders = acting.Get<OrderFulfilmentService>();

        (await orders.CancelAsync(order.Id, new())).Error!.MissingPermission.Should().Be(missing);
        (await orders.ShipAsync(order.Id, new() { All = true })).Error!.MissingPermission.Should().Be(missing);

        (await _shop.StockAsync("WAND")).Should().Be("2/2 0/0");
    }

    [Fact]
    public async Task CancelAsync_OpenOrder_GivesItsStockFreeAndAuditsOnce_R8()
    {
        await _shop.AddProductAsync("WAND", north: 2, south: 2);
        var order = await _shop.OrderAsync(("WAND", 3));
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("ops@example.com", Permissions.Orders.View, Permissions.Orders.Edit));
        var audits = (await _shop.AuditAsync()).Count;

        var cancelled = (
            await acting.Get<OrderFulfilmentService>().CancelAsync(order.Id, new() { Reason = "Changed their mind" }, order.Version)
        ).Value!;

        (cancelled.Status, cancelled.CancelledBy, cancelled.CancelReason, cancelled.Version)
            .Should()
            .Be((OrderStatus.Cancelled, "ops Test", "Changed their mind", 1));
        cancelled.CancelledAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime);
        cancelled.Reservations.Should().BeEmpty();
        (await _shop.StockAsync("WAND")).Should().Be("2/0 2/0");
        var entry = (await _shop.AuditAsync()).Skip(audits).Should().ContainSingle().Subject;
        (entry.Action, entry.Before, entry.After).Should()
            .Be((AuditActions.OrderCancelled, """{"status":"open"}""", """{"status":"cancelled","reason":"Changed their mind"}"""));
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task CancelAsync_Twice_IsRefusedTheSecondTime()
    {
        await _shop.AddProductAsync("WAND", north: 2);
        var order = await _shop.OrderAsync(("WAND", 2));
        await using var acting = _shop.AsCommandLine();
        var orders = acting.Get<OrderFulfilmentService>();
        await orders.CancelAsync(order.Id, new());

        var again = await orders.CancelAsync(order.Id, new());

        again.Error!.Code.Should().Be("order-status");
        (await _shop.StockAsync("WAND")).Should().Be("2/0 0/0");
    }

    [Fact]
    public async Task ShipAsync_InTwoParts_TakesFromTheFirstSourceFirstAndEndsShipped()
    {
        await _shop.AddProductAsync("WAND", north: 2, south: 9);
        await _shop.AddProductAsync("BALL", north: 4);
        var order = await _shop.OrderAsync(("WAND", 4), ("BALL", 1));
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("ops@example.com", Permissions.Orders.View, Permissions.Orders.Edit));
        var orders = acting.Get<OrderFulfilmentService>();

        var partly = (await orders.ShipAsync(order.Id, new()
        {
            Lines = [new() { LineId = order.Lines[0].Id, Quantity = 3 }],
            Carrier = "DHL",
            TrackingNumber = "JD0146",
        })).Value!;

        partly.Status.Should().Be(OrderStatus.PartiallyShipped);
        partly.Lines.Select(l => l.Shipped).Should().Equal(3, 0);
        partly.ShippedAt.Should().BeNull();
        var shipment = partly.Shipments.Should().ContainSingle().Subject;
        (shipment.Carrier, shipment.TrackingNumber, shipment.ShippedBy).Should().Be(("DHL", "JD0146", "ops Test"));
        shipment.Lines.Should().Equal(new ShipmentLineResource(order.Lines[0].Id, "WAND", 3));
        (await _shop.StockAsync("WAND")).Should().Be("0/0 8/1");

        _shop.Time.Advance(TimeSpan.FromHours(2));
        var shipped = (await orders.ShipAsync(order.Id, new() { All = true }, partly.Version)).Value!;

        (shipped.Status, shipped.ShippedAt, shipped.Version).Should().Be((OrderStatus.Shipped, _shop.Time.GetUtcNow().UtcDateTime, 2));
        shipped.Shipments[1].Lines.Select(l => (l.ProductCode, l.Quantity)).Should().Equal(("WAND", 1), ("BALL", 1));
        (await _shop.StockAsync("WAND")).Should().Be("0/0 7/0");
        (await _shop.StockAsync("BALL")).Should().Be("3/0 0/0");
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.OrderShipped).Should().Be(2);
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task ShipAsync_PartAfterPart_StaysPartlyShipped()
    {
        await _shop.AddProductAsync("WAND", north: 3);
        var order = await _shop.OrderAsync(("WAND", 3));
        await using var acting = _shop.AsCommandLine();
        var part = new ShipOrderRequest { Lines = [new() { LineId = order.Lines[0].Id, Quantity = 1 }] };

        var statuses = new List<OrderStatus>();
        for (var i = 0; i < 3; i++)
            statuses.Add((await acting.Get<OrderFulfilmentService>().ShipAsync(order.Id, part)).Value!.Status);

        statuses.Should().Equal(OrderStatus.PartiallyShipped, OrderStatus.PartiallyShipped, OrderStatus.Shipped);
        (await acting.Get<OrderFulfilmentService>().CancelAsync(order.Id, new())).Error!.Code.Should().Be("order-status");
        (await acting.Get<OrderFulfilmentService>().ShipAsync(order.Id, part)).Error!.Code.Should().Be("order-status");
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task ShipAsync_WrongPieces_AreRefusedByFieldAndNothingLeaves()
    {
        await _shop.AddProductAsync("WAND", north: 9);
        var (other, order) = (await _shop.OrderAsync(("WAND", 1)), await _shop.OrderAsync(("WAND", 2)));
        var line = order.Lines[0].Id;
        await using var acting = _shop.AsCommandLine();

        foreach (var (lines, field) in new (ShipOrderLine?[] Lines, string Field)[]
        {
            ([], "lines"),
            ([null], "lines[0].lineId"),
            ([new() { LineId = other.Lines[0].Id, Quantity = 1 }], "lines[0].lineId"),
            ([new() { LineId = line }], "lines[0].quantity"),
            ([new() { LineId = line, Quantity = 0 }], "lines[0].quantity"),
            ([new() { LineId = line, Quantity = 3 }], "lines[0].quantity"),
            ([new() { LineId = line, Quantity = int.MinValue }], "lines[0].quantity"),
            ([new() { LineId = line, Quantity = 1 }, new() { LineId = line, Quantity = 1 }], "lines[1].lineId"),
        })
        {
            (await acting.Get<OrderFulfilmentService>().ShipAsync(order.Id, new() { Lines = lines }))
                .Error!.Fields.Keys.Should()
                .Equal(field);
        }

        var texts = new ShipOrderRequest { All = true, Carrier = new string('c', 81), TrackingNumber = "a\tb" };
        (await acting.Get<OrderFulfilmentService>().ShipAsync(order.Id, texts))
            .Error!.Fields.Keys.Should()
            .Equal("carrier", "trackingNumber");
        (await _shop.StockAsync("WAND")).Should().Be("9/3 0/0");
    }

    [Fact]
    public async Task CancelAndShip_OtherVersionOrNoOrder_ChangeNothing()
    {
        await _shop.AddProductAsync("WAND", north: 2);
        var order = await _shop.OrderAsync(("WAND", 2));
        await using var acting = _shop.AsCommandLine();
        var orders = acting.Get<OrderFulfilmentService>();

        (await orders.CancelAsync(order.Id, new(), 7)).Error!.Kind.Should().Be(ErrorKind.Stale);
        (await orders.ShipAsync(order.Id, new() { All = true }, 7)).Error!.Kind.Should().Be(ErrorKind.Stale);
        (await orders.CancelAsync(4711, new())).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await orders.ShipAsync(4711, new() { All = true })).Error!.Kind.Should().Be(ErrorKind.NotFound);

        (await _shop.StockAsync("WAND")).Should().Be("2/2 0/0");
    }

    [Fact]
    public async Task ShipAsync_OrderWithoutItemsOrReservations_IsRefused()
    {
        var (empty, old) = (new OrderBuilder().Numbered("CK-1").Build(), new OrderBuilder().Numbered("CK-2").WithLine(1, 5).Build());
        await _shop.AddAsync(empty, old);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<OrderFulfilmentService>().ShipAsync(empty.Id, new() { All = true })).Error!.Code.Should().Be("nothing-to-ship");
        (await acting.Get<OrderFulfilmentService>().ShipAsync(old.Id, new() { All = true })).Error!.Code.Should().Be("not-reserved");
    }

    [Fact]
    public async Task ShipAndCancel_RacingOnTwoNodes_ExactlyOneWins()
    {
        await using var otherNode = _shop.OtherNode();
        await _shop.AddProductAsync("WAND", north: 20);
        for (var round = 0; round < 10; round++)
        {
            var order = await _shop.OrderAsync(("WAND", 2));

            var outcomes = await Task.WhenAll(
                Task.Run(() => DoAsync(_shop, o => o.ShipAsync(order.Id, new() { All = true }))),
                Task.Run(() => DoAsync(otherNode, o => o.CancelAsync(order.Id, new()))),
                Task.Run(() => DoAsync(otherNode, o => o.ShipAsync(order.Id, new() { All = true }))));

            outcomes.Count(o => o.IsDone).Should().Be(1);
            outcomes.Where(o => !o.IsDone).Should().OnlyContain(o => o.Error!.Code == "order-status");
        }

        await _shop.ShouldAddUpAsync();

        static async Task<Result<OrderResource>> DoAsync(TestShop node, Func<OrderFulfilmentService, Task<Result<OrderResource>>> action)
        {
            await using var acting = node.AsCommandLine();
            return await action(acting.Get<OrderFulfilmentService>());
        }
    }

    /// <summary>Whatever people do in whichever order: reserved ≤ on hand, movements add up, money adds up.</summary>
    [Fact]
    public async Task AnySequenceOfOperations_KeepsTheBooksRight()
    {
        await _shop.AddProductAsync("WAND", north: 3, south: 3, price: 0.3333m);
        await _shop.AddProductAsync("BALL", north: 6, price: 19.99m);
        var orders = new List<int>();
        await using var acting = _shop.AsCommandLine();
        var (placement, fulfilment, stock) = (
            acting.Get<OrderPlacementService>(),
            acting.Get<OrderFulfilmentService>(),
            acting.Get<StockService>());
        var steps = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 30], Gen.Int[-6, 9]);

        // Fixed seed: the same steps on every machine.
        await steps.Array[120].SampleAsync(
            async sequence =>
            {
                foreach (var (step, which, number) in sequence)
                {
                    var (code, source) = (which % 2 == 0 ? "WAND" : "BALL", which % 3 == 0 ? "south" : "north");
                    switch (step)
                    {
                        case 0 or 1:
                            if ((await placement.CreateAsync(Commerce.Wish((code, number), ("WAND", 1)))).Value is { } placed)
                                orders.Add(placed.Id);
                            break;
                        case 2 when orders.Count > 0:
                            await fulfilment.CancelAsync(orders[which % orders.Count], new());
                            break;
                        case 3
                            when orders.Count > 0
                                && (await acting.Get<OrderService>().GetAsync(orders[which % orders.Count])).Value is { } order:
                            await fulfilment.ShipAsync(
                                order.Id,
                                number > 4
                                    ? new() { All = true }
                                    : new() { Lines = [new() { LineId = order.Lines[0].Id, Quantity = number }] });
                            break;
                        case 4:
                            await stock.AdjustAsync(
                                new()
                                {
                                    Source = source,
                                    Sku = code,
                                    Change = number,
                                    Reason = AdjustmentReason.Correction,
                                });
                            break;
                        default:
                            await stock.SetAsync(source, code, new() { OnHand = number });
                            break;
                    }
                }
            },
            iter: 1, threads: 1, seed: "0N0XIzNsQ0O2");

        orders.Should().HaveCountGreaterThan(5);
        await _shop.ShouldAddUpAsync();
    }
}
