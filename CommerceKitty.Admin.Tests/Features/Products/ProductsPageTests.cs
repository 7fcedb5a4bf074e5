using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Bunit;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Products;

public sealed class ProductsPageTests : PageContext
{
    [Fact]
    public async Task Open_ListsWhatIsForSaleByName()
    {
        await AddProductsAsync();

        var page = await OpenWithAsync("/products", Permissions.Products.ViewAll);

        page.Rows().Should().BeEquivalentTo(
            (string[][])[["Ball", "B-1", "For sale", "3 days ago", "€ 3.50"], ["Wand", "A-1", "For sale", "3 days ago", "€ 12.00"]],
            o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task ShowArchived_Ticked_ListsThemTooAndStandsInAddress()
    {
        await AddProductsAsync();
        var page = await OpenWithAsync("/products", Permissions.Products.ViewAll);
        page.Rows();

        page.Find(".ck-check input").Change(true);

        page.WaitForAssertion(() => page.Column(2).Should().Equal("For sale", "Archived", "For sale"));
        Address.Should().Be("/products?archived=1");
    }

    [Fact]
    public async Task Search_InAddress_FindsByCode()
    {
        await AddProductsAsync();

        var page = await OpenWithAsync("/products?q=b-1", Permissions.Products.ViewAll);

        page.Column(1).Should().Equal("B-1");
    }

    [Fact]
    public async Task Open_NoProducts_SaysSo() =>
        (await OpenWithAsync("/products", Permissions.Products.ViewAll)).ShouldSay("No products yet");

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync("/products", Permissions.Products.View)).ShouldSay("You don't have access to this page");

    private Task AddProductsAsync() =>
        Shop.AddAsync(Product("A-1", "Wand", 12), Product("B-1", "Ball", 3.5m), Product("C-1", "Old mouse", 1, archived: true));

    private static Product Product(string code, string name, decimal price, bool archived = false)
    {
        var at = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);
        return new() { Code = code, Name = name, Price = price, Currency = "EUR", Archived = archived, CreatedAt = at, UpdatedAt = at };
    }
}
