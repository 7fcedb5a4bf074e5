using Bunit;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class RenameApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Rename_NewName_IsStoredAndListed()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Rename…");
        page.Find(".mud-dialog input").GetAttribute("value").Should().Be("Nightly sync");

        page.Find(".mud-dialog input").Input("Hourly sync");
        page.Find("#rename-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Column(1).Should().Equal("Hourly sync"));
        (await StoredAsync(id)).Name.Should().Be("Hourly sync");
    }

    [Fact]
    public async Task Rename_WrongName_SaysWhyAndKeepsIt()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Rename…");

        page.Find(".mud-dialog input").Input(new string('x', 81));
        page.Find("#rename-api-key-form").Submit();

        page.ShouldSay("Shorten it to 80 or fewer");
        page.Find(".mud-dialog input").GetAttribute("value").Should().HaveLength(81);
        (await StoredAsync(id)).Name.Should().Be("Nightly sync");
    }
}
