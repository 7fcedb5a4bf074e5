using Bunit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Orders;

/// <summary>Creating an order by hand.</summary>
public sealed class AddOrderDialogTests : PageContext, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await Shop.AddSourcesAsync();
        await Shop.AddProductAsync("WAND", north: 5, price: 7.95m, name: "Feather wand");
        await Shop.AddProductAsync("BALL", north: 3, price: 2m, name: "Ball");
    }

    [Fact]
    public async Task Create_TwoProducts_ReservesThemAndOpensTheOrder()
    {
        var page = await OpenWithAsync("/orders", Commerce.Everything);
        page.WaitForElement("#add-order").Click();
        page.WaitForElement("#new-order-name").Input("Anna de Vries");
        page.Find("#new-order-email").Input("anna@example.com");
        page.Find("#new-order-channel").Input("Phone");
        page.Find("#new-order-product-1").Input("wand");
        page.Find("#new-order-quantity-1").Input("2");
        page.Find("#new-order-add-line").Click();
        page.Find("#new-order-product-2").Input("BALL");

        page.Find("#add-order-form").Submit();

        page.WaitForAssertion(() => Address.Should().MatchRegex("^/orders/[0-9]+$"));
        page.ShouldSay("€ 17.90");
        (await Shop.StockAsync("WAND")).Should().Be("5/2 0/0");
        (await Shop.StockAsync("BALL")).Should().Be("3/1 0/0");
    }

    [Fact]
    public async Task Create_WrongFields_AreNamedWhereTheyAreAndNothingIsLost()
    {
        var page = await OpenWithAsync("/orders", Commerce.Everything);
        page.WaitForElement("#add-order").Click();
        page.WaitForElement("#new-order-email").Input("no address");
        page.Find("#new-order-product-1").Input("NO-SUCH");
        page.Find("#new-order-quantity-1").Input("0");

        page.Find("#add-order-form").Submit();

        page.ShouldSay("Enter a customer name.");
        page.ShouldSay("Email is not an address.");
        page.Find("#new-order-quantity-1").GetAttribute("aria-invalid").Should().Be("true");
        page.Find("#new-order-name").Input("Anna");
        page.Find("#new-order-email").Input("anna@example.com");
        page.Find("#new-order-channel").Input("Phone");
        page.Find("#new-order-quantity-1").Input("1");
        page.Find("#add-order-form").Submit();
        page.ShouldSay("No product NO-SUCH is for sale.");
        page.Find("#new-order-product-1").Input("WAND");
        page.Find("#new-order-quantity-1").Input("6");
        page.Find("#add-order-form").Submit();
        page.ShouldSay("Of WAND 5 items are available, and 6 are ordered.");
        (await Shop.StockAsync("WAND")).Should().Be("5/0 0/0");
    }

    [Fact]
    public async Task Open_WithoutPermission_OffersNoButton_R1()
    {
        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);

        page.Rows();
        page.FindAll("#add-order").Should().BeEmpty();
    }

    [Fact]
    public async Task Create_PermissionTakenWhileOpen_IsRefused_R3()
    {
        var page = await OpenWithAsync("/orders", Commerce.Everything);
        page.WaitForElement("#add-order").Click();
        page.WaitForElement("#new-order-name").Input("Anna");
        await Shop.SetPermissionsAsync("viewer-group", Permissions.Orders.ViewAll);

        page.Find("#add-order-form").Submit();

        page.ShouldSay("This needs the permission orders.create");
        page.Find("#new-order-name").GetAttribute("value").Should().Be("Anna");
    }
}
