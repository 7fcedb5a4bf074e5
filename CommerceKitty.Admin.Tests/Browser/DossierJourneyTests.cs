using System.IO.Compression;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>From a user to everything that is known about it, on a page, on paper and as a file that opens without a network.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class DossierJourneyTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Dossier_OneClickOnAUser_IsReadPrintedAndOpenedOffline_R15()
    {
        await ShopWithKeys.EnsureAsync(Fixture.App);
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/users?q=integration");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Nightly Inventory" }).First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Dossier" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Dossier of Nightly Inventory", Level = 1 }))
            .ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Refusals", Level = 2 })).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("dossier")).Should().BeEmpty();
        await visitor.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(visitor.Page.Locator("#navigation")).ToBeHiddenAsync();
        await visitor.PictureAsync("dossier-print");
        await visitor.Page.EmulateMediaAsync(new() { Media = Media.Screen });

        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var download = await visitor.Page.RunAndWaitForDownloadAsync(
                () => visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Download ZIP" }).ClickAsync());
            var file = Path.Combine(folder.FullName, download.SuggestedFilename);
            await download.SaveAsAsync(file);
            await ZipFile.ExtractToDirectoryAsync(file, folder.FullName);
            await visitor.Page.GotoAsync(new Uri(Path.Combine(folder.FullName, "dossier.html")).AbsoluteUri);
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Dossier of Nightly Inventory" })).ToBeVisibleAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Cell, new() { Name = "Nightly inventory sync script" }).First).ToBeVisibleAsync();
            string.Join('\n', await visitor.Page.AxeAsync()).Should().BeEmpty();
            await visitor.PictureAsync("dossier-offline");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        visitor.Complaints.Should().BeEmpty();
    }
}
