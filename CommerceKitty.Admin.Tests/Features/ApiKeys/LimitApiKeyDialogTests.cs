using Bunit;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class LimitApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Limit_ANumber_IsStoredListedAndAudited_ThenGivenBack()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Limit requests…");
        page.ShouldSay("the usual limit, 6,000 a minute");

        page.Find(".mud-dialog input").Input("1,200");
        page.Find("#limit-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("at most 1,200 requests a minute");
        (await StoredAsync(id)).RequestsPerMinute.Should().Be(1_200);
        (await Shop.AuditAsync())[^1].Action.Should().Be(AuditActions.ApiKeyLimited);

        ChooseFromMenu(page, "Limit requests…");
        page.Find(".mud-dialog input").GetAttribute("value").Should().Be("1200");
        page.Find(".mud-dialog input").Input(" ");
        page.Find("#limit-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Markup.Should().NotContain("at most"));
        (await StoredAsync(id)).RequestsPerMinute.Should().BeNull();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1000001")]
    [InlineData("99999999999")]
    [InlineData("many")]
    [InlineData("1.5")]
    public async Task Limit_NoNumberThatThereIs_SaysWhyAndKeepsIt(string text)
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Limit requests…");

        page.Find(".mud-dialog input").Input(text);
        page.Find("#limit-api-key-form").Submit();

        page.ShouldSay("not a whole number from 1 to 1,000,000");
        page.Find(".mud-dialog input").GetAttribute("value").Should().Be(text);
        (await StoredAsync(id)).RequestsPerMinute.Should().BeNull();
    }
}
