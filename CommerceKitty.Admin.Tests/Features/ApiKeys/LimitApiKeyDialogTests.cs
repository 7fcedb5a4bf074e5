using Bunit;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class LimitApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Limit_ANumber_IsStoredListedAndAudited_ThenGivenBack()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Rate limit…");
        page.ShouldSay("the default, 6,000 per minute");

        page.Find(".mud-dialog input").Input("1,200");
        page.Find("#limit-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("at most 1,200 requests per minute");
        (await StoredAsync(id)).RequestsPerMinute.Should().Be(1_200);
        (await Shop.AuditAsync())[^1].Action.Should().Be(AuditActions.ApiKeyLimited);

        ChooseFromMenu(page, "Rate limit…");
        page.Find(".mud-dialog input").GetAttribute("value").Should().Be("1200");
        page.Find(".mud-dialog input").Input(" ");
        page.Find("#limit-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Markup.Should().NotContain("at most"));
        (await StoredAsync(id)).RequestsPerMinute.Should().BeNull();
    }

    [Fact]
    public async Task Limit_BelowTheBusiestHour_WarnsBeforeItIsSaved()
    {
        var (page, id) = await OpenKeyAsync();
        await Shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = id,
            Hour = Shop.Time.GetUtcNow().UtcDateTime.Date.AddDays(-2),
            Permission = Permissions.Orders.View,
            Result = KeyUseResult.Accepted,
            Node = Guid.Empty,
            Count = 1_170,
        });
        ChooseFromMenu(page, "Rate limit…");
        page.ShouldSay("The busiest hour of the last 30 days had 1,170 requests, about 20 requests a minute.");
        page.Find(".mud-dialog").TextContent.Should().NotContain("would have rejected");

        page.Find(".mud-dialog input").Input("19");

        page.ShouldSay("This limit would have rejected some of them.");
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
        ChooseFromMenu(page, "Rate limit…");

        page.Find(".mud-dialog input").Input(text);
        page.Find("#limit-api-key-form").Submit();

        page.ShouldSay("not a whole number from 1 to 1,000,000");
        page.Find(".mud-dialog input").GetAttribute("value").Should().Be(text);
        (await StoredAsync(id)).RequestsPerMinute.Should().BeNull();
    }
}
