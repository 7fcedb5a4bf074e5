using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Orders;

/// <summary>Shipping and cancelling on an order's page.</summary>
public sealed class OrderFulfilmentPageTests : PageContext, IAsyncLifetime
{
    private static readonly string[] MayEdit = [Permissions.Orders.View, Permissions.Orders.Edit];

    private OrderResource _order = default!;

    public async ValueTask InitializeAsync()
    {
        await Shop.AddSourcesAsync();
        await Shop.AddProductAsync("WAND", north: 2, south: 5, name: "Feather wand");
        await Shop.AddProductAsync("BALL", north: 5, name: "Ball");
        _order = await Shop.OrderAsync(("WAND", 3), ("BALL", 1));
    }

    [Fact]
    public async Task Ship_SomePieces_ShowsThemInLinesAndTimeline()
    {
        var page = await OpenShipAsync();
        page.Text().Should().Contain("North 2, South 1").And.Contain("Ship 4 items");
        page.FindAll(".ck-quantity")[0].Input("2");
        page.FindAll(".ck-quantity")[1].Input("0");
        page.Find("#ship-carrier").Input("DHL");
        page.Find("#ship-tracking").Input("JD0146");
        page.ShouldSay("Ship 2 items");

        page.Find("#ship-order-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("is partially shipped.");
        page.ShouldSay("Shipped 2 of 4 items DHL JD0146 by viewer Test");
        page.FindAll(".ck-lines tbody tr").Select(r => r.Words()).Should().Equal(
            "Feather wand WAND Reserved at South 3 2 € 5.00 € 15.00", "Ball BALL Reserved at North 1 0 € 5.00 € 5.00");
        page.Buttons("Cancel order").Should().BeEmpty("what has left in part cannot be cancelled");
        (await Shop.StockAsync("WAND")).Should().Be("0/0 5/1");

        page.Find("#ship-order").Click();
        page.WaitForElement("#ship-order-form").Submit();

        page.ShouldSay("Shipped the last 2 items");
        page.WaitForAssertion(() => page.Buttons("Ship").Should().BeEmpty());
        await Shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task Ship_NothingOrTooMany_SaysWhatIsWrongAndStays()
    {
        var page = await OpenShipAsync();
        page.FindAll(".ck-quantity")[0].Input("");
        page.FindAll(".ck-quantity")[1].Input("0");
        page.Find("#ship-order-form").Submit();
        page.ShouldSay("Enter how many items to ship");
        foreach (var quantity in page.FindAll(".ck-quantity"))
        {
            quantity.GetAttribute("aria-invalid").Should().Be("true");
            page.Find("#" + quantity.GetAttribute("aria-describedby")).TextContent.Should().Contain("how many items");
        }

        page.FindAll(".ck-quantity")[1].Input("2");
        page.FindAll(".ck-quantity")[1].HasAttribute("aria-invalid").Should().BeFalse();
        page.Find("#ship-carrier").Input("DHL");
        page.Find("#ship-order-form").Submit();

        page.ShouldSay("BALL has 1 left to ship");
        page.FindAll(".ck-quantity")[0].HasAttribute("aria-invalid").Should().BeFalse();
        page.FindAll(".ck-quantity")[1].GetAttribute("aria-invalid").Should().Be("true");
        page.Find("#ship-carrier").GetAttribute("value").Should().Be("DHL");
        (await Shop.StockAsync("BALL")).Should().Be("5/1 0/0");
    }

    [Fact]
    public async Task Ship_ChangedMeanwhile_ShipsNothingAndShowsTheNewOrder()
    {
        var page = await OpenShipAsync();
        await using (var other = Shop.AsCommandLine())
            (await other.Get<OrderFulfilmentService>().CancelAsync(_order.Id, new() { Reason = "Too late" })).Error.Should().BeNull();

        page.Find("#ship-order-form").Submit();

        page.ShouldSay("Someone else changed this order");
        page.Button("Cancel").Click();
        page.ShouldSay("Cancelled Too late by Command line (tester)");
        (await Shop.StockAsync("WAND")).Should().Be("2/0 5/0");
    }

    [Fact]
    public async Task Cancel_WithReason_ShowsItInTheTimelineAndGivesStockFree()
    {
        var page = await OpenWithAsync($"/orders/{_order.Id}", MayEdit);
        page.WaitForElement("#cancel-order").Click();
        page.WaitForElement("#cancel-order-form");
        page.ShouldSay("4 reserved items return to stock.");
        page.Find("#cancel-reason").Input("a\u202Eb");
        page.Find("#cancel-order-form").Submit();
        page.ShouldSay("The reason holds invisible characters");

        page.Find("#cancel-reason").Input("Changed their mind");
        page.Find("#cancel-order-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("Cancelled Changed their mind by viewer Test");
        page.Buttons("Ship").Should().BeEmpty();
        (await Shop.StockAsync("WAND")).Should().Be("2/0 5/0");
    }

    [Fact]
    public async Task Open_WithoutEdit_HasNoButtons_R1()
    {
        var page = await OpenWithAsync($"/orders/{_order.Id}", Permissions.Orders.View);

        page.ShouldSay(_order.Number);
        page.Buttons("Ship").Concat(page.Buttons("Cancel order")).Should().BeEmpty();
    }

    private async Task<IRenderedComponent<Routes>> OpenShipAsync()
    {
        var page = await OpenWithAsync($"/orders/{_order.Id}", MayEdit);
        page.WaitForElement("#ship-order").Click();
        page.WaitForElement("#ship-order-form");
        return page;
    }
}
