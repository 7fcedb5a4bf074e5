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
