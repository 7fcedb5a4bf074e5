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

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

public sealed class UserGroupsPageTests : PageContext
{
    [Fact]
    public async Task Open_ListsGroupsWithMembersAndPermissions()
    {
        await Shop.AddGroupAsync("warehouse", Permissions.Orders.View, Permissions.Orders.Edit, Permissions.AuditLog.View);
        await Shop.AddOwnerAsync();

        var page = await OpenWithAsync("/configuration/user-groups", Permissions.UserGroups.ViewAll);

        var all = PermissionCatalogue.All.Length;
        page.Rows().Should().BeEquivalentTo(
            (string[][])
            [
                ["nothing", "nothing", "None", "1"],
                ["viewer-group", "viewer-group", $"1 of {all} User groups View all", "1"],
                ["warehouse", "warehouse", $"3 of {all} Orders View, Edit Audit log View", "0"],
            ],
            o => o.WithStrictOrdering());
        page.FindAll(".ck-table details[open]").Should().BeEmpty();
    }

    [Fact]
    public async Task Members_WithPermissionOfUsers_LinkToThem()
    {
        var page = await OpenWithAsync("/configuration/user-groups", Permissions.UserGroups.ViewAll, Permissions.Users.ViewAll);

        page.WaitForElement(".ck-table a").GetAttribute("href").Should().Be("/configuration/users?group=viewer-group");
    }

    [Fact]
    public async Task Open_MoreGroupsThanAPage_ListsThemInPagesOfTheChosenSize()
    {
        for (var i = 0; i < 30; i++)
            await Shop.AddGroupAsync($"group-{i}");

        var page = await OpenWithAsync("/configuration/user-groups?page=2", Permissions.UserGroups.ViewAll);
        page.Rows().Should().HaveCount(6);

        page.Find(".ck-pager select").Change("50");

        page.WaitForAssertion(() => page.Rows().Should().HaveCount(31));
        page.Buttons("Next page").Should().BeEmpty();
        Address.Should().Be("/configuration/user-groups?size=50", "what was the second page is on the first now");
    }

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync("/configuration/user-groups", Permissions.UserGroups.View)).ShouldSay("You don't have access to this page");
}
