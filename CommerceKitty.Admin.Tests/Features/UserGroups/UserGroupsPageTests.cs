using Bunit;
using CommerceKitty.Admin.Security;
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
