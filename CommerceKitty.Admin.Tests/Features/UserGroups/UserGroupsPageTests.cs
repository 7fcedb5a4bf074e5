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
    public async Task Open_MoreGroupsThanAPage_ListsThemAllWithoutPager()
    {
        for (var i = 0; i < 30; i++)
            await Shop.AddGroupAsync($"group-{i}");

        var page = await OpenWithAsync("/configuration/user-groups", Permissions.UserGroups.ViewAll);

        page.Rows().Should().HaveCount(31);
        page.Buttons("Next page").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync("/configuration/user-groups", Permissions.UserGroups.View)).ShouldSay("You may not open this page");
}
