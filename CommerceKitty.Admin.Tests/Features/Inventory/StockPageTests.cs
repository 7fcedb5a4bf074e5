using Bunit;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Inventory;

/// <summary>One stock with its movements, the dialog that adjusts it, and the sources.</summary>
public sealed class StockPageTests : PageContext, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await Shop.AddSourcesAsync();
        await Shop.AddProductAsync("WAND", north: 12, name: "Feather wand");
    }

    [Fact]
    public async Task Open_ListsMovementsNewestFirst()
    {
        var order = await Shop.OrderAsync(("WAND", 2));
        await using (var acting = Shop.AsCommandLine())
            await acting
                .Get<StockService>()
                .AdjustAsync(
                    new()
                    {
                        Source = "north",
                        Sku = "WAND",
                        Change = -3,
                        Reason = AdjustmentReason.Damaged,
                        Note = "<i>Cat</i>",
                    });

        var page = await OpenWithAsync("/inventory/north/WAND", Permissions.Inventory.View, Permissions.Orders.View);

        page.Rows().Should().BeEquivalentTo(
            (string[][])
            [
                ["just now", "Damaged <i>Cat</i>", "Command line (tester)", "−3", "9", "–", "2"],
                ["just now", $"Order placed {order.Number}", "Command line (tester)", "–", "12", "+2", "2"],
                ["just now", "Counted", "Command line (tester)", "+12", "12", "–", "0"],
            ],
            o => o.WithStrictOrdering());
        page.Find(".ck-figures").Words().Should().Be("On hand 9 Reserved 2 Available 7");
        page.Find($"a[href='/orders/{order.Id}']").TextContent.Should().Be(order.Number);
        page.Buttons("Adjust").Should().BeEmpty();
    }

    [Theory]
    [InlineData("/inventory/north/NONE")]
    [InlineData("/inventory/moon/WAND")]
    [InlineData("/inventory/%F0%9F%90%88/..")]
    public async Task Open_NoSuchStock_SaysSo(string address) =>
        (await OpenWithAsync(address, Permissions.Inventory.View)).ShouldSay("Stock not found");

    [Theory]
    [InlineData("Received", "4", "16/0 0/0")]
    [InlineData("Returned", "1", "13/0 0/0")]
    [InlineData("Damaged", "12", "0/0 0/0")]
    [InlineData("Lost", "2", "10/0 0/0")]
    [InlineData("Counted", "0", "0/0 0/0")]
    public async Task Adjust_EachWay_ChangesStockAndMovements(string what, string quantity, string stock)
    {
        var page = await OpenAdjustAsync();
        page.Find("#adjust-what").Change(what);
        page.Find("#adjust-quantity").Input(quantity);

        page.Find("#adjust-stock-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Rows().Should().HaveCount(2));
        (await Shop.StockAsync("WAND")).Should().Be(stock);
    }

    [Theory]
    [InlineData("Lost", "13", "12 items available here, and 13 are wanted")]
    [InlineData("Lost", "-1", "other than 0")]
    [InlineData("Received", "-1", "other than 0")]
    [InlineData("Received", "", "The change is not a whole number")]
    [InlineData("Received", "0", "other than 0")]
    [InlineData("Received", "1000000000", "at most 1,000,000,000")]
    [InlineData("Counted", "-1", "The quantity is not a whole number")]
    [InlineData("Counted", "", "The quantity is not a whole number")]
    public async Task Adjust_Impossible_SaysWhyAndStays(string what, string quantity, string message)
    {
        var page = await OpenAdjustAsync();
        page.Find("#adjust-what").Change(what);
        page.Find("#adjust-quantity").Input(quantity);
        page.Find("#adjust-note").Input("Delivery 7");

        page.Find("#adjust-stock-form").Submit();

        page.ShouldSay(message);
        page.Find("#adjust-note").GetAttribute("value").Should().Be("Delivery 7");
        (await Shop.StockAsync("WAND")).Should().Be("12/0 0/0");
    }

    [Fact]
    public async Task Adjust_FromTheList_ReloadsIt()
    {
        var page = await OpenWithAsync("/inventory", Commerce.Everything);
        page.Rows();
        page.Button("Adjust Feather wand at North").Click();
        page.WaitForElement("#adjust-quantity").Input("3");
        page.Find("#adjust-stock-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Column(3).Should().Equal("15"));
    }

    [Fact]
    public async Task Adjust_PermissionTakenAwayMeanwhile_IsRefused_R3()
    {
        var page = await OpenAdjustAsync();
        await Shop.SetPermissionsAsync("viewer-group", Permissions.Inventory.View);
        page.Find("#adjust-quantity").Input("3");

        page.Find("#adjust-stock-form").Submit();

        page.ShouldSay("This needs the permission inventory.edit");
        (await Shop.StockAsync("WAND")).Should().Be("12/0 0/0");
    }

    [Fact]
    public async Task Sources_AddAndEdit_ListsThemByPriority()
    {
        var page = await OpenWithAsync("/inventory/sources", Commerce.Everything);
        page.Rows();
        page.Find("#add-source").Click();
        page.WaitForElement("#source-name").Input("Pop-up store");
        page.Find("#source-code").Input("South");
        page.Find("#source-form").Submit();
        page.ShouldSay("The code is not 1 to 40 lowercase letters");
        page.Find("#source-code").Input("south");
        page.Find("#source-form").Submit();
        page.ShouldSay("There is a source south already");
        page.Find("#source-code").Input("pop-up");
        page.Find("#source-form").Submit();
        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Column(1).Should().Equal("north", "south", "pop-up"));

        page.Button("Edit South").Click();
        page.WaitForElement("#source-priority").Input("4");
        page.Find("#source-form").Submit();

        page.WaitForAssertion(() => page.Column(1).Should().Equal("north", "pop-up", "south"));
        (await Shop.AuditAsync()).Select(e => e.Action).Should().EndWith(["inventory-source.created", "inventory-source.edited"]);
    }

    [Fact]
    public async Task Sources_WithoutEdit_AreOnlyListed_R1()
    {
        var page = await OpenWithAsync("/inventory/sources", Permissions.Inventory.ViewAll);

        page.Column(1).Should().Equal("north", "south");
        page.FindAll(".ck-table button, .ck-page-header button").Should().BeEmpty();
        var refused = await Get<InventorySourceService>().CreateAsync(new() { Code = "x", Name = "X", Priority = 1 });
        refused.Error!.MissingPermission.Should().Be(Permissions.Inventory.Edit);
        (await Get<InventorySourceService>().EditAsync(1, new() { Name = "X", Priority = 1 }))
            .Error!.MissingPermission.Should()
            .Be(Permissions.Inventory.Edit);
    }

    private async Task<IRenderedComponent<Admin.Components.Routes>> OpenAdjustAsync()
    {
        var page = await OpenWithAsync("/inventory/north/WAND", Permissions.Inventory.View, Permissions.Inventory.Edit);
        page.WaitForElement("#adjust-stock").Click();
        page.WaitForElement("#adjust-stock-form");
        return page;
    }
}
