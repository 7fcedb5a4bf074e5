using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Inventory;

public sealed class InventoryServiceTests : IAsyncDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private readonly TestShop _shop = new();
    private readonly InventorySource _north = new() { Code = "north", Name = "North", Priority = 2 };
    private readonly InventorySource _south = new() { Code = "south", Name = "South", Priority = 1 };

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EveryMethod_WithoutViewAll_IsRefused_R1()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Inventory.View));
        var inventory = acting.Get<InventoryService>();

        (await inventory.ListAsync(new InventoryQuery())).Error!.MissingPermission.Should().Be(Permissions.Inventory.ViewAll);
        (await inventory.ListSourcesAsync()).Error!.MissingPermission.Should().Be(Permissions.Inventory.ViewAll);
    }

    [Fact]
    public async Task ListAsync_SourceAndSearch_ListsExactlyThose()
    {
        await using var acting = await WithStockAsync();
        var inventory = acting.Get<InventoryService>();

        (await inventory.ListAsync(new InventoryQuery())).Value!.Total.Should().Be(3);
        (await inventory.ListAsync(new InventoryQuery { SourceId = _north.Id })).Value!.Items
            .Should().ContainSingle().Which.SourceName.Should().Be("North");
        (await inventory.ListAsync(new InventoryQuery { Search = "WAND" }))
            .Value!.Items.Select(i => i.ProductCode)
            .Should()
            .Equal("A-1", "A-1");
        (await inventory.ListAsync(new InventoryQuery { Search = "wand", SourceId = 4711 })).Value!.Total.Should().Be(0);
    }

    [Fact]
    public async Task ListAsync_SortedByAvailable_CountsWhatIsReserved()
    {
        await using var acting = await WithStockAsync();

        var page = await acting.Get<InventoryService>().ListAsync(
            new InventoryQuery { Sort = InventorySort.Available, Descending = true, Window = new PageWindow(0, 2) });

        page.Value!.Items.Select(i => (i.ProductCode, i.OnHand, i.Reserved, i.Available))
            .Should()
            .Equal(("B-2", 9, 0, 9), ("A-1", 5, 0, 5));
        page.Value.Total.Should().Be(3);
    }

    [Fact]
    public async Task ListSourcesAsync_Sources_ComeByPriority()
    {
        await using var acting = await WithStockAsync();

        (await acting.Get<InventoryService>().ListSourcesAsync()).Value!.Select(s => s.Code).Should().Equal("south", "north");
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 2)]
    public async Task Database_NegativeOrOversold_Refuses(int onHand, int reserved)
    {
        var adding = () =>
            _shop.AddAsync(
                new StockItem
                {
                    Source = _north,
                    Product = New("A-1", "A"),
                    OnHand = onHand,
                    Reserved = reserved,
                });

        await adding.Should().ThrowAsync<DbUpdateException>();
    }

    [Fact]
    public async Task Database_SameProductTwiceAtASource_Refuses()
    {
        var product = New("A-1", "A");
        var adding = () => _shop.AddAsync(
            new StockItem { Source = _north, Product = product, OnHand = 1, Reserved = 0 },
            new StockItem { Source = _north, Product = product, OnHand = 2, Reserved = 0 });

        await adding.Should().ThrowAsync<DbUpdateException>();
    }

    private async Task<Acting> WithStockAsync()
    {
        var (wand, zoo) = (New("A-1", "Feather wand"), New("B-2", "Zoo"));
        await _shop.AddAsync(
            new StockItem { Source = _south, Product = wand, OnHand = 10, Reserved = 10 },
            new StockItem { Source = _north, Product = wand, OnHand = 5, Reserved = 0 },
            new StockItem { Source = _south, Product = zoo, OnHand = 9, Reserved = 0 });
        return _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Inventory.ViewAll));
    }

    private static Product New(string code, string name) =>
        new() { Code = code, Name = name, Price = 1m, Currency = "EUR", CreatedAt = Noon, UpdatedAt = Noon };
}
