using Bunit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Inventory;

public sealed class InventoryPageTests : PageContext
{
    [Fact]
    public async Task Open_ListsStockAndMarksShortageAsText()
    {
        await AddStockAsync();

        var page = await OpenWithAsync("/inventory", Permissions.Inventory.ViewAll);

        page.Rows().Should().BeEquivalentTo(
            (string[][])
            [
                ["Ball", "B-1", "North", "8", "3", "Low 5"],
                ["Ball", "B-1", "South", "1,500", "0", "1,500"],
                ["Old mouse Archived", "C-1", "North", "2", "2", "Sold out 0"],
                ["Wand", "A-1", "North", "10", "4", "6"],
            ],
            o => o.WithStrictOrdering());
        page.FindAll(".ck-table tbody tr:first-child td.ck-number").Should().HaveCount(3);
    }

    [Fact]
    public async Task Source_Chosen_ListsOnlyThatAndStandsInAddress()
    {
        await AddStockAsync();
        var page = await OpenWithAsync("/inventory", Permissions.Inventory.ViewAll);
        page.Rows();

        page.Choice("Source").Change("south");

        page.WaitForAssertion(() => page.Column(2).Should().Equal("South"));
        Address.Should().Be("/inventory?source=south");
        page.ShouldSay("Source: South");
    }

    [Fact]
    public async Task Source_Unknown_ListsNothing()
    {
        await AddStockAsync();

        (await OpenWithAsync("/inventory?source=moon", Permissions.Inventory.ViewAll)).ShouldSay("No matching stock");
    }

    [Fact]
    public async Task Available_LowOrSoldOut_ListsWhatIsSoldAndRunsOut()
    {
        await AddStockAsync();
        var page = await OpenWithAsync("/inventory", Permissions.Inventory.ViewAll);
        page.Rows().Should().HaveCount(4);

        page.Choice("Available").Change("low");

        // 6 wands are enough, and the old mouse is no longer sold.
        page.WaitForAssertion(() => page.Column(0).Should().Equal("Ball"));
        Address.Should().Be("/inventory?stock=low");
        page.ShouldSay("Available: Low or sold out");
        page.Find(".ck-export").GetAttribute("href").Should().Be("/inventory/export?stock=low");
        page.Choice("Available").Change("sold-out");
        page.ShouldSay("No matching stock");
    }

    [Fact]
    public async Task Open_NoStock_SaysSo() =>
        (await OpenWithAsync("/inventory", Permissions.Inventory.ViewAll)).ShouldSay("No stock yet");

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync("/inventory", Permissions.Inventory.View)).ShouldSay("You don't have access to this page");

    private Task AddStockAsync()
    {
        var north = new InventorySource { Code = "north", Name = "North", Priority = 1 };
        var south = new InventorySource { Code = "south", Name = "South", Priority = 2 };
        var (wand, ball, mouse) = (Product("A-1", "Wand"), Product("B-1", "Ball"), Product("C-1", "Old mouse", archived: true));
        return Shop.AddAsync(
            Stock(north, wand, 10, 4), Stock(north, ball, 8, 3), Stock(south, ball, 1_500, 0), Stock(north, mouse, 2, 2));
    }

    private static StockItem Stock(InventorySource source, Product product, int onHand, int reserved) =>
        new() { Source = source, Product = product, OnHand = onHand, Reserved = reserved };

    private static Product Product(string code, string name, bool archived = false)
    {
        var at = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);
        return new() { Code = code, Name = name, Price = 1, Currency = "EUR", Archived = archived, CreatedAt = at, UpdatedAt = at };
    }
}
