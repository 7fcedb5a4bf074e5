using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>A day in the warehouse in a real browser: ship an order in parts, cancel another, count a shelf, take the list home and bring
/// it back.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class FulfilmentJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Operations_ShipsCancelsAdjustsAndImports()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("ops");

        // Ship an open order, one piece first.
        await visitor.OpenAsync("/orders?status=open&sort=total-desc");
        await page.Locator(".ck-table tbody tr a").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel order" })).ToBeVisibleAsync();
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "Ship", Exact = true });
        await opener.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var quantities = dialog.Locator(".ck-quantity");
        await Expect(quantities.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await quantities.First.FillAsync("1");
        var lines = await quantities.CountAsync();
        for (var i = 1; i < lines; i++)
            await quantities.Nth(i).FillAsync("0");
        await dialog.GetByLabel("Carrier").FillAsync("DHL");
        await dialog.GetByLabel("Tracking number").FillAsync("JVGL0042");
        await visitor.PictureAsync("ship");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ship 1 item" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.Locator(".ck-timeline")).ToContainTextAsync("DHL JVGL0042");
        await Expect(page.Locator(".ck-timeline")).ToContainTextAsync("by Marit Hoekstra");
        await opener.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ship " }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.Locator(".ck-page-header")).ToContainTextAsync("Shipped");
        await visitor.PictureAsync("order-shipped");

        // Cancel another one.
        await visitor.OpenAsync("/orders?status=open");
        await page.Locator(".ck-table tbody tr a").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel order" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Keep order" })).ToBeFocusedAsync();
        await dialog.GetByLabel("Reason").FillAsync("Customer moved to Mars");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel order" }).ClickAsync();
        await Expect(page.Locator(".ck-timeline")).ToContainTextAsync("Customer moved to Mars");
        await Expect(opener).ToHaveCountAsync(0);

        // Count a shelf.
        await visitor.OpenAsync("/inventory?source=utrecht&q=TOY-WAND");
        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust Feather wand at Shop floor Utrecht" }).ClickAsync();
        await dialog.GetByLabel("What happened?").SelectOptionAsync("Counted");
        await dialog.GetByLabel("How many are there?").FillAsync("17");
        await dialog.GetByLabel("Note").FillAsync("Shelf 4");
        await Expect(dialog.GetByText("After saving: 17 on hand")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Feather wand" }).ClickAsync();
        await Expect(page.Locator(".ck-table tbody tr").First).ToContainTextAsync("Shelf 4");
        await visitor.PictureAsync("stock-movements");

        // Take the list home, change a line, bring it back.
        await visitor.OpenAsync("/inventory");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        var file = await File.ReadAllTextAsync(await download.PathAsync());
        file.Should().Contain("utrecht,TOY-WAND,Feather wand,17,0,17");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import" }).ClickAsync();
        await visitor.ChooseFileAsync("#import-file", new FilePayload
        {
            Name = "stock.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(
                file.Replace("utrecht,TOY-WAND,Feather wand,17,", "utrecht,TOY-WAND,Feather wand,21,", StringComparison.Ordinal)
                    + "utrecht,NO-SUCH-THING,x,1,,\r\n"),
        });
        await Expect(page.Locator("#import-lines")).ToContainTextAsync("on hand 17 → 21");
        await Expect(page.Locator("#import-lines")).ToContainTextAsync("There is no product NO-SUCH-THING.");
        await visitor.PictureAsync("import-preview");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save 1 line" }).ClickAsync();
        await Expect(page.Locator("#import-summary")).ToContainTextAsync("1 saved");
        await visitor.PictureAsync("import-done");
        visitor.Complaints.Should().BeEmpty();
    }
}
