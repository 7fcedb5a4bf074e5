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
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Users;

public sealed class UsersPageTests : PageContext
{
    [Fact]
    public async Task Open_ListsEverybody()
    {
        await AddUsersAsync();

        var page = await OpenWithAsync("/configuration/users", Permissions.Users.ViewAll);

        page.Rows().Should().BeEquivalentTo(
            (string[][])
            [
                ["bot Test", "bot+1@example.com", "Integration", "staff", "Enabled", "–", "1"],
                ["gone Test", "gone@example.com", "Person", "staff", "Disabled", "Never", "0"],
                ["owner Test Owner", "owner@example.com", "Person", "nothing", "Enabled", "Never", "0"],
                ["viewer Test", "viewer@example.com", "Person", "viewer-group", "Enabled", "Never", "0"],
            ],
            o => o.WithStrictOrdering());
        page.FindAll(".ck-table a").Should().BeEmpty("the keys are not this user's to see");
    }

    [Fact]
    public async Task KeyCount_WithPermissionOfKeys_LinksToThem()
    {
        await AddUsersAsync();

        var page = await OpenWithAsync("/configuration/users", Permissions.Users.ViewAll, Permissions.ApiKeys.ViewAll);
        page.Rows();

        page.WaitForElement(".ck-table a").GetAttribute("href").Should().Be("/configuration/api-keys?user=bot%2B1%40example.com");
    }

    [Theory]
    [InlineData("?group=staff&status=disabled", "gone Test")]
    [InlineData("?kind=integration", "bot Test")]
    [InlineData("?q=owner@", "owner Test Owner")]
    public async Task Open_FiltersInAddress_ListsWhatTheySay(string query, string name)
    {
        await AddUsersAsync();

        var page = await OpenWithAsync("/configuration/users" + query, Permissions.Users.ViewAll);

        page.Column(0).Should().Equal(name);
    }

    [Fact]
    public async Task Open_NothingMatches_OffersToClearTheFilters()
    {
        var page = await OpenWithAsync("/configuration/users?q=zzz&kind=person", Permissions.Users.ViewAll);
        page.ShouldSay("No matching users");

        page.Button("Clear filters").Click();

        page.WaitForAssertion(() => page.Rows().Should().ContainSingle());
        Address.Should().Be("/configuration/users");
    }

    [Fact]
    public async Task GroupFilter_OffersTheGroupsThatUsersAreIn()
    {
        await AddUsersAsync();
        await Shop.AddGroupAsync("empty");

        var page = await OpenWithAsync("/configuration/users", Permissions.Users.ViewAll);

        page.WaitForAssertion(() => page.Choice("Group").QuerySelectorAll("option").Select(o => o.TextContent)
            .Should().Equal("All groups", "nothing", "staff", "viewer-group"));
    }

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowedAndTheServiceRefuses_R1()
    {
        var page = await OpenWithAsync("/configuration/users", Permissions.Users.View);

        page.ShouldSay("You don't have access to this page");
        (await Get<UserService>().ListGroupsAsync()).Error!.MissingPermission.Should().Be(Permissions.Users.ViewAll);
    }

    private async Task AddUsersAsync()
    {
        await Shop.AddOwnerAsync();
        await Shop.AddGroupAsync("staff");
        await Shop.AddUserAsync("gone@example.com", "staff", enabled: false);
        var bot = await Shop.AddUserAsync("bot+1@example.com", "staff", UserKind.Integration);
        await using (var db = Shop.OpenDatabase())
        {
            (await db.Users.FindAsync(bot.Id))!.FirstName = "bot";
            await db.SaveChangesAsync();
        }

        await Shop.Services.AddKeyAsync(bot);
    }
}
