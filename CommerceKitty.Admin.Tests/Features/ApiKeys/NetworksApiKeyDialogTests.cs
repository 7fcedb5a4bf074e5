using Bunit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class NetworksApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Networks_Entered_AreKept_AndTakenBack()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Allowed networks…");

        page.Find("#networks-listed").Change("listed");
        page.ShouldSay("Without a network the key is accepted from nowhere: every request is rejected.");
        page.Find("#api-key-networks").Input("203.0.113.0/24, !203.0.113.9\n2001:db8::/32");
        page.Find("#networks-api-key-form").Submit();

        page.ShouldShowNoDialog();
        (await StoredAsync(id)).AllowedNetworks.Should().Be("203.0.113.0/24\n!203.0.113.9/32\n2001:db8::/32");
        page.WaitForAssertion(() => page.FindAll(".ck-cell-menu button").Should().ContainSingle());
        ChooseFromMenu(page, "Allowed networks…");
        page.Find("#networks-anywhere").Change("anywhere");
        page.Find("#networks-api-key-form").Submit();
        page.ShouldShowNoDialog();
        (await StoredAsync(id)).AllowedNetworks.Should().BeNull();
    }

    [Fact]
    public async Task Networks_ThatShutOutPresentUse_AreWarnedAbout_AndCanBeLearned()
    {
        var (page, id) = await OpenKeyAsync();
        var now = Shop.Time.GetUtcNow().UtcDateTime;
        await Shop.AddAsync(new ApiKeyAddress
        {
            ApiKeyId = id,
            Hour = now.AddDays(-1),
            Address = "198.51.100.7",
            Count = 12,
            LastAt = now.AddDays(-1),
            UserAgent = "curl",
        });
        ChooseFromMenu(page, "Allowed networks…");
        page.Find("#networks-listed").Change("listed");
        page.Find("#api-key-networks").Input("203.0.113.0/24");
        page.Find("#api-key-networks").Change("203.0.113.0/24");
        page.ShouldSay("This would reject present use: 198.51.100.7 (12).");

        page.Find("#use-addresses").Click();

        page.WaitForAssertion(() => page.Text().Should().NotContain("This would reject present use"));
        page.Find("#networks-api-key-form").Submit();
        page.ShouldShowNoDialog();
        (await StoredAsync(id)).AllowedNetworks.Should().Be("198.51.100.7/32");
    }

    [Theory]
    [InlineData("203.0.113.5/24", "Enter 203.0.113.0/24 for all of it")]
    [InlineData("anywhere", "is no network")]
    public async Task Networks_ThatCannotBeRead_AreRefusedAtTheirField(string entered, string expected)
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Allowed networks…");
        page.Find("#networks-listed").Change("listed");

        page.Find("#api-key-networks").Input(entered);
        page.Find("#networks-api-key-form").Submit();

        page.ShouldSay(expected);
        (await StoredAsync(id)).AllowedNetworks.Should().BeNull();
    }

    [Fact]
    public async Task Networks_OfEverything_AreWarnedAbout()
    {
        var (page, _) = await OpenKeyAsync();
        ChooseFromMenu(page, "Allowed networks…");
        page.Find("#networks-listed").Change("listed");

        page.Find("#api-key-networks").Input("0.0.0.0/0");
        page.Find("#api-key-networks").Change("0.0.0.0/0");

        page.ShouldSay("A network with /0 holds every address: it limits nothing.");
    }
}
