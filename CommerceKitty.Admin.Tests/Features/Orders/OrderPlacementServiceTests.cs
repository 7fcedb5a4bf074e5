using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Orders;

public sealed class OrderPlacementServiceTests : IAsyncLifetime
{
    private readonly TestShop _shop = new();

    public async ValueTask InitializeAsync() => await _shop.AddSourcesAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task CreateAsync_WithoutCreate_IsRefusedAndReservesNothing_R1()
    {
        await _shop.AddProductAsync("WAND", north: 3);
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("a@example.com", Commerce.Everything.Except([Permissions.Orders.Create])));

        (await acting.Get<OrderPlacementService>().CreateAsync(Commerce.Wish(("WAND", 1))))
            .Error!.MissingPermission.Should()
            .Be(Permissions.Orders.Create);

        (await _shop.StockAsync("WAND")).Should().Be("3/0 0/0");
    }

    [Fact]
    public async Task CreateAsync_EnoughAtTheFirstSource_ReservesThereAndAuditsOnce_R8()
    {
        await _shop.AddProductAsync("WAND", north: 5, south: 9, price: 7.95m);
        var user = await _shop.AddUserWithAsync("a@example.com", Permissions.Orders.Create);
        await using var acting = await _shop.ByKeyOfAsync(user);
        var audits = (await _shop.AuditAsync()).Count;

        var order = (
            await acting.Get<OrderPlacementService>().CreateAsync(Commerce.Wish(("wand", 2)) with { Notes = " Ring twice " })).Value!;

        (order.Status, order.Total, order.Currency, order.Notes, order.Version)
            .Should()
            .Be((OrderStatus.Open, 15.90m, "EUR", "Ring twice", 0));
        order.Number.Should().Be($"CK-{10_000 + order.Id}");
        order.PlacedAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime);
        order.Lines.Should().ContainSingle().Which.ProductCode.Should().Be("WAND");
        order.Reservations.Should().Equal(new OrderReservationResource(order.Lines[0].Id, "north", "North", 2));
        (await _shop.StockAsync("WAND")).Should().Be("5/2 9/0");
        var entry = (await _shop.AuditAsync()).Skip(audits).Should().ContainSingle().Subject;
        (entry.Action, entry.Target, entry.ActorUserId, entry.ActorKind)
            .Should()
            .Be((AuditActions.OrderCreated, order.Number, user.Id, ActorKind.ApiKey));
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task CreateAsync_FirstSourceHasTooFew_TakesTheRestFromTheNext()
    {
        await _shop.AddProductAsync("WAND", north: 2, south: 5);

        var order = await _shop.OrderAsync(("WAND", 3), ("WAND", 1));

        (await _shop.StockAsync("WAND")).Should().Be("2/2 5/2");
        order.Reservations.Select(r => (r.LineId == order.Lines[0].Id, r.Source, r.Quantity)).Should()
            .Equal((true, "north", 2), (true, "south", 1), (false, "south", 1));
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task CreateAsync_OneLineShort_CreatesAndReservesNothing()
    {
        await _shop.AddProductAsync("WAND", north: 5);
        await _shop.AddProductAsync("BALL", north: 1, south: 1);

        await using var acting = _shop.AsCommandLine();
        var order = await acting.Get<OrderPlacementService>().CreateAsync(Commerce.Wish(("WAND", 2), ("BALL", 3)));

        order.Error!.Code.Should().Be("out-of-stock");
        order.Error.Kind.Should().Be(ErrorKind.Conflict);
        order.Error.Message.Should().Contain("Of BALL 2 items are available, and 3 are ordered");
        (await _shop.StockAsync("WAND")).Should().Be("5/0 0/0");
        await using var db = _shop.OpenDatabase();
        (await db.Orders.AnyAsync()).Should().BeFalse();
        (await _shop.AuditAsync()).Should().NotContain(e => e.Action == AuditActions.OrderCreated);
    }

    [Fact]
    public async Task CreateAsync_ArchivedOrUnknownProduct_IsRefusedByField()
    {
        var old = await _shop.AddProductAsync("OLD", north: 5);
        await using var acting = _shop.AsCommandLine();
        await acting.Get<ProductService>().ArchiveAsync(old.Id);

        var order = await acting.Get<OrderPlacementService>().CreateAsync(Commerce.Wish(("OLD", 1), ("NONE", 1)));

        order.Error!.Fields.Keys.Should().Equal("lines[0].productCode", "lines[1].productCode");
    }

    [Fact]
    public async Task CreateAsync_OtherCurrency_NeedsItsOwnPrices()
    {
        await _shop.AddProductAsync("WAND", north: 5);
        await using var acting = _shop.AsCommandLine();
        var wish = Commerce.Wish(("WAND", 2)) with { Currency = "usd" };

        var refused = await acting.Get<OrderPlacementService>().CreateAsync(wish);
        var priced = await acting.Get<OrderPlacementService>().CreateAsync(
            wish with { Lines = [new() { ProductCode = "WAND", Quantity = 2, UnitPrice = 0.0001m }] });

        refused.Error!.Fields.Keys.Should().Equal("lines[0].unitPrice");
        (priced.Value!.Currency, priced.Value.Total).Should().Be(("USD", 0.0002m));
    }

    public static TheoryData<CreateOrderRequest, string> Wrong => new()
    {
        { new(), "channel customerName customerEmail lines" },
        { Commerce.Wish() with { Channel = "Web\nshop" }, "channel lines" },
        { Commerce.Wish(("WAND", 0)), "lines[0].quantity" },
        {
            Commerce.Wish(("WAND", -1), ("WAND", 1_000_001), ("WAND", int.MaxValue)),
            "lines[0].quantity lines[1].quantity lines[2].quantity"
        },
        {
            Commerce.Wish(("", 1), ("../x", 1), ("A B", 1), ("Ä", 1), (new string('A', 41), 1)),
            "lines[0].productCode lines[1].productCode lines[2].productCode lines[3].productCode lines[4].productCode"
        },
        { Commerce.Wish(("WAND", 1)) with { Currency = "XXX" }, "currency" },
        { Commerce.Wish(("WAND", 1)) with { Currency = "€" }, "currency" },
        {
            Commerce.Wish(("WAND", 1)) with
            {
                CustomerName = "A\u202Eb",
                CustomerEmail = "a b@example.com",
                Notes = new string('n', 2001),
            },
            "customerName customerEmail notes"
        },
        { Commerce.Wish(("WAND", 1)) with { Lines = [null] }, "lines[0]" },
        {
            Commerce.Wish(("WAND", 1)) with
            {
                Lines =
                [
                    new()
                    {
                        ProductCode = "WAND",
                        Quantity = 1,
                        UnitPrice = -0.01m,
                    },
                ],
            },
            "lines[0].unitPrice"
        },
        {
            Commerce.Wish(("WAND", 1)) with
            {
                Lines =
                [
                    new()
                    {
                        ProductCode = "WAND",
                        Quantity = 1,
                        UnitPrice = 0.00001m,
                    },
                ],
            },
            "lines[0].unitPrice"
        },
        {
            Commerce.Wish(("WAND", 1)) with
            {
                Lines =
                [
                    new()
                    {
                        ProductCode = "WAND",
                        Quantity = 1,
                        UnitPrice = decimal.MaxValue,
                    },
                ],
            },
            "lines[0].unitPrice"
        },
        {
            Commerce.Wish(("WAND", 1)) with
            {
                Lines =
                [
                    new()
                    {
                        ProductCode = "WAND",
                        Quantity = 1_000_000,
                        UnitPrice = 99_999_999.9999m,
                    },
                    new()
                    {
                        ProductCode = "WAND",
                        Quantity = 1_000_000,
                        UnitPrice = 99_999_999m,
                    },
                ],
            },
            "lines"
        },
        { Commerce.Wish([.. Enumerable.Repeat(("WAND", 1), 101)]), "lines" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task CreateAsync_WrongFields_AreNamed(CreateOrderRequest request, string fields)
    {
        await _shop.AddProductAsync("WAND", north: 1_000_000_000);
        await using var acting = _shop.AsCommandLine();

        var order = await acting.Get<OrderPlacementService>().CreateAsync(request);

        string.Join(' ', order.Error!.Fields.Keys).Should().Be(fields);
        (await _shop.StockAsync("WAND")).Should().Be("1000000000/0 0/0");
    }

    /// <summary>The promise of design §7: never oversold under concurrency. On two nodes, each with many customers.</summary>
    [Fact]
    public async Task CreateAsync_HundredRacingForTheLastPiece_SellsExactlyOne()
    {
        await _shop.AddProductAsync("LAST", south: 1);

        var outcomes = await RaceAsync(100, ("LAST", 1));

        outcomes.Count(o => o.IsDone).Should().Be(1);
        outcomes.Where(o => !o.IsDone).Should().OnlyContain(o => o.Error!.Code == "out-of-stock");
        (await _shop.StockAsync("LAST")).Should().Be("0/0 1/1");
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task CreateAsync_HundredRacingForSixty_SellsExactlySixtyAndLosesNoUpdate()
    {
        await _shop.AddProductAsync("FEW", north: 45, south: 15);

        var outcomes = await RaceAsync(100, ("FEW", 1));

        outcomes.Count(o => o.IsDone).Should().Be(60);
        outcomes.Where(o => !o.IsDone).Should().OnlyContain(o => o.Error!.Code == "out-of-stock");
        (await _shop.StockAsync("FEW")).Should().Be("45/45 15/15");
        outcomes.Where(o => o.IsDone).Select(o => o.Value!.Number).Should().OnlyHaveUniqueItems();
        await _shop.ShouldAddUpAsync();
    }

    private async Task<Result<OrderResource>[]> RaceAsync(int customers, params (string, int)[] lines)
    {
        await using var otherNode = _shop.OtherNode();
        TestShop[] nodes = [_shop, otherNode];
        return await Task.WhenAll(Enumerable.Range(0, customers).Select(i => Task.Run(async () =>
        {
            await using var acting = nodes[i % 2].AsCommandLine();
            return await acting.Get<OrderPlacementService>().CreateAsync(Commerce.Wish(lines));
        })));
    }
}
