using Bunit;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Products;

/// <summary>Adding and editing products, archiving, and the stock on a product's page.</summary>
public sealed class ProductPageTests : PageContext, IAsyncLifetime
{
    private ProductResource _wand = default!;

    public async ValueTask InitializeAsync()
    {
        await Shop.AddSourcesAsync();
        _wand = await Shop.AddProductAsync("WAND", north: 12, price: 7.95m, name: "Feather wand");
    }

    [Fact]
    public async Task Open_ShowsProductAndItsStockEverywhere()
    {
        await Shop.OrderAsync(("WAND", 2));

        var page = await OpenWithAsync(At, Commerce.Everything);

        page.ShouldSay("Feather wand For sale WAND € 7.95");
        page.FindAll(".ck-lines tbody tr").Select(r => r.Words()).Should().Equal("North 12 2 10 Adjust", "South 0 0 0 Adjust");
        page.Find(".ck-lines a").GetAttribute("href").Should().Be("/inventory/north/WAND");
    }

    [Fact]
    public async Task Open_ViewOnly_ShowsNeitherStockNorButtons_R1()
    {
        var page = await OpenWithAsync(At, Permissions.Products.View);

        page.ShouldSay("Feather wand");
        page.FindAll("#product-stock, main .mud-button-root").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_Unknown_SaysSo() =>
        (await OpenWithAsync("/products/4711", Permissions.Products.View)).ShouldSay("Product not found");

    [Fact]
    public async Task Adjust_CountedAtAnEmptySource_IsTheFirstStockThere()
    {
        var page = await OpenWithAsync(At, Commerce.Everything);
        page.WaitForElement("[aria-label='Adjust the stock at South']").Click();
        page.WaitForElement("#adjust-what").Change("Counted");
        page.Find("#adjust-quantity").Input("30");
        page.ShouldSay("After saving: 30 on hand");

        page.Find("#adjust-stock-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.FindAll(".ck-lines tbody tr")[1].Words().Should().StartWith("South 30"));
        await Shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task Add_WrongThenRight_KeepsWhatWasTypedAndListsIt()
    {
        var page = await OpenWithAsync("/products", Commerce.Everything);
        page.WaitForElement("#add-product").Click();
        page.WaitForElement("#product-code").Input("wand");
        page.Find("#product-price").Input("7,9,5");
        page.Find("#product-form").Submit();
        page.ShouldSay("Enter a name.");
        page.ShouldSay("The price is not a number");
        page.Find("#product-price").Input("9.99999999999999999999999999999999999");
        page.Find("#product-form").Submit();
        page.ShouldSay("more than 4 digits after the point");

        page.Find("#product-name").Input("<b>Ball</b>");
        page.Find("#product-price").Input("7.95");
        page.Find("#product-form").Submit();
        page.ShouldSay("There is a product WAND already");
        page.Find("#product-name").GetAttribute("value").Should().Be("<b>Ball</b>");

        page.Find("#product-code").Input("ball-1");
        page.Find("#product-currency").Change("USD");
        page.Find("#product-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Rows().Should().Contain(r => r[0] == "<b>Ball</b>" && r[1] == "BALL-1" && r[4] == "$ 7.95"));
    }

    [Fact]
    public async Task Edit_SomebodyElseWasFaster_LosesNothing()
    {
        var page = await OpenWithAsync(At, Commerce.Everything);
        page.WaitForElement("#edit-product").Click();
        page.WaitForElement("#product-name").Input("My name");
        await using (var other = Shop.AsCommandLine())
            (await other.Get<ProductService>().EditAsync(_wand.Id, new() { Name = "Their name", Price = 8 })).Error.Should().BeNull();

        page.Find("#product-form").Submit();
        page.ShouldSay("Someone else changed this product");
        page.Button("Save").HasAttribute("disabled").Should().BeTrue();
        page.Button("Load the new version").Click();

        page.ShouldSay("Someone else saved: Their name");
        page.Find("#product-price").GetAttribute("value").Should().Be("8.00", "it was not touched");
        page.Find("#product-name").GetAttribute("value").Should().Be("My name");
        page.Find("#product-form").Submit();
        page.ShouldShowNoDialog();
        page.ShouldSay("My name For sale WAND € 8.00");
    }

    [Fact]
    public async Task Archive_ThenRestore_ShowsBoth()
    {
        var page = await OpenWithAsync(At, Commerce.Everything);
        page.WaitForElement("#archive-product").Click();
        page.WaitForElement(".mud-message-box__yes-button").Click();
        page.ShouldSay("Feather wand Archived");

        page.WaitForElement("#restore-product").Click();

        page.ShouldSay("Feather wand For sale");
    }

    private string At => $"/products/{_wand.Id}";
}
