using System.Globalization;
using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Components.Forms;

namespace CommerceKitty.Admin.Tests.Features.Csv;

/// <summary>The pages that bring files in.</summary>
public sealed class CsvImportPageTests : PageContext, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await Shop.AddSourcesAsync();
        await Shop.AddProductAsync("WAND", north: 5, price: 7.95m, name: "Wand");
    }

    [Fact]
    public async Task Products_PreviewedThenSaved_SaysWhatBecameOfEachLine()
    {
        var page = await OpenWithAsync("/products/import", Commerce.Everything);
        Choose(page, "code,name,price,currency\nWAND,Feather wand,8,EUR\nBALL,<b>Ball</b>,3,EUR\nBELL,Bell,cheap,EUR\n");

        page.ShouldSay("3 lines: 1 new, 1 changed, 1 with errors (skipped).");
        page.FindAll("#import-lines tbody tr").Select(r => r.Words()).Should().Equal(
            "4 BELL Error The price is not a number. Write it like 1234.50.",
            "2 WAND Changes name Wand → Feather wand; price € 7.95 → € 8.00",
            "3 BALL New <b>Ball</b>, € 3.00");
        (await Shop.AuditAsync()).Should().NotContain(e => e.Action == "product.edited");

        page.Find("#import-save").Click();

        page.ShouldSay("3 lines: 2 saved, 1 with errors (skipped).");
        page.ShouldSay("2 of 2");
        page.FindAll("#import-save").Should().BeEmpty();
        page.Find("#import-refused")
            .TextContent.Should()
            .Be("\uFEFFcode,name,price,currency,error\nBELL,Bell,cheap,EUR,The price is not a number. Write it like 1234.50.\n");
        (await Shop.StockAsync("BALL")).Should().Be("0/0 0/0", "it exists now");
    }

    [Fact]
    public async Task Stock_ThousandsOfLines_AreSavedWithProgress()
    {
        var at = Shop.Time.GetUtcNow().UtcDateTime;
        var codes = Enumerable.Range(0, 2_500).Select(i => string.Create(CultureInfo.InvariantCulture, $"P-{i:D4}")).ToList();
        await Shop.AddAsync(
            codes.Select(c => new Product
            {
                Code = c,
                Name = c,
                Price = 1,
                Currency = "EUR",
                CreatedAt = at,
                UpdatedAt = at,
            }));
        var page = await OpenWithAsync("/inventory/import", Commerce.Everything);
        Choose(page, "source,sku,onHand\n" + string.Concat(codes.Select(c => $"south,{c},7\n")));
        page.ShouldSay("2,500 lines: 2,500 new.");
        page.ShouldSay("And 2,300 lines more");

        page.Find("#import-save").Click();

        page.ShouldSay("2,500 lines: 2,500 saved.");
        (await Shop.StockAsync("P-2499")).Should().Be("0/0 7/0");
        await Shop.ShouldAddUpAsync();
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("name\nWand", "The column code is missing")]
    [InlineData("code,name\n", "The file has no lines below the column names.")]
    public async Task Products_NothingToRead_SaysSo(string text, string message)
    {
        var page = await OpenWithAsync("/products/import", Commerce.Everything);

        Choose(page, text);

        page.ShouldSay(message);
        page.FindAll("#import-save").Should().BeEmpty();
    }

    [Fact]
    public async Task Products_FileOfLinesWithErrors_CanBeImportedAgainAndAgain()
    {
        var page = await OpenWithAsync("/products/import", Commerce.Everything);
        Choose(page, "code,name,price,currency\nBELL,Bell,cheap,EUR\n");

        for (var round = 0; round < 2; round++)
        {
            Choose(page, page.Find("#import-refused").TextContent);
            page.ShouldSay("1 line: 1 with errors (skipped).");
            page.Find("#import-refused").TextContent.Should().Contain("code,name,price,currency,error\n");
        }

        Choose(page, page.Find("#import-refused").TextContent.Replace("cheap", "3.50", StringComparison.Ordinal));
        page.ShouldSay("1 line: 1 new.");
    }

    [Theory]
    [InlineData("/products/import", Permissions.Products.ViewAll)]
    [InlineData("/products/import", Permissions.Products.ViewAll, Permissions.Products.View, Permissions.Products.Delete)]
    public async Task Open_ByAViewer_OffersNoFile(string address, params string[] permissions)
    {
        var page = await OpenWithAsync(address, permissions);

        page.ShouldSay("You don't have access to this page");
        page.FindAll("input[type=file]").Should().BeEmpty();
    }

    [Fact]
    public async Task Products_LinesBeyondTheViewersPermissions_AreRefusedInThePreview()
    {
        var page = await OpenWithAsync(
            "/products/import", Permissions.Products.ViewAll, Permissions.Products.View, Permissions.Products.Edit);

        Choose(page, "code,name,price,currency,archived\nWAND,Feather wand,8,EUR,\nBALL,Ball,3,EUR,\n");

        page.ShouldSay("2 lines: 1 changed, 1 with errors (skipped).");
        page.ShouldSay("This needs the permission products.create");
        Choose(page, "code,archived\nWAND,true\n");
        page.ShouldSay("This needs the permission products.delete");
        page.FindAll("#import-save").Should().BeEmpty();
        // An edit answers with the whole product, so it needs to see it: said in the preview, and not only when saving.
        await Shop.SetPermissionsAsync("viewer-group", Permissions.Products.ViewAll, Permissions.Products.Edit);
        Choose(page, "code,name\nWAND,Feather wand\n");
        page.ShouldSay("This needs the permission products.view");
        page.FindAll("#import-save").Should().BeEmpty();
    }

    [Fact]
    public async Task File_Unreadable_TheErrorIsTheFields()
    {
        var page = await OpenWithAsync("/products/import", Commerce.Everything);

        Choose(page, "name\nWand");

        page.ShouldSay("The column code is missing");
        page.Find("#import-file").GetAttribute("aria-invalid").Should().Be("true");
        page.Find("#" + page.Find("#import-file").GetAttribute("aria-describedby"))
            .TextContent.Should().Contain("The column code is missing");
    }

    [Fact]
    public async Task Save_PermissionTakenAwayMeanwhile_SaysSoAndSavesNothing_R3()
    {
        var page = await OpenWithAsync("/inventory/import", Commerce.Everything);
        Choose(page, "source,sku,onHand,colour\nnorth,WAND,9,red\n");
        page.ShouldSay("Column “colour” is ignored.");
        await Shop.SetPermissionsAsync("viewer-group", Permissions.Inventory.ViewAll);

        page.Find("#import-save").Click();

        page.ShouldSay("This needs the permission inventory.edit");
        page.ShouldSay("Retry 1 line");
        (await Shop.StockAsync("WAND")).Should().Be("5/0 0/0");
    }

    private static void Choose(IRenderedComponent<Routes> page, string text)
    {
        page.WaitForElement("#import-file");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "file.csv", contentType: "text/csv"));
    }
}
