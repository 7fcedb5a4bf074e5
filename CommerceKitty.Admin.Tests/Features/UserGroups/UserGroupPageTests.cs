using AngleSharp.Dom;
using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

public sealed class UserGroupPageTests : PageContext
{
    private const string NotHeld = ". You don't have this permission, so you can't grant it";

    /// <summary>Enough to change groups and to see who is in them.</summary>
    private static readonly string[] Editor =
        [
            Permissions.UserGroups.View,
            Permissions.UserGroups.ViewAll,
            Permissions.UserGroups.Edit,
            Permissions.Users.ViewAll,
            Permissions.Orders.View,
            Permissions.Orders.Edit,
        ];

    [Fact]
    public async Task Matrix_Group_IsATableOfTheCatalogueWithDashesAndLabels()
    {
        var page = await OpenOfficeAsync();

        page.FindAll(".ck-matrix thead th")
            .Select(h => h.Words())
            .Should()
            .Equal("Resource", "View all", "View", "Create", "Edit", "Delete");
        page.FindAll(".ck-matrix tbody th").Select(h => h.Words()).Should().Equal(PermissionCatalogue.AllResources.Select(r => r.Label));
        page.FindAll(".ck-matrix td input").Should().HaveCount(PermissionCatalogue.All.Length);
        page.FindAll(".ck-matrix td").Count(c => c.Words() == "– not available").Should().Be(8 * 5 - PermissionCatalogue.All.Length);
        page.FindAll(".ck-matrix input[checked]").Select(Label).Should().Equal("Orders: View", "Orders: Edit", "Products: View");
        Box(page, "Orders: all actions").GetAttribute("data-state").Should().Be("some");
        Box(page, "View: all resources").GetAttribute("data-state").Should().Be("some");
        Box(page, "Users: all actions").GetAttribute("data-state").Should().Be("none");
        page.FindAll(".ck-save-bar").Should().BeEmpty();
    }

    [Fact]
    public async Task Matrix_WhatTheViewerDoesNotHold_IsDisabledWithAReasonUnlessGranted_R6()
    {
        var page = await OpenOfficeAsync();

        Box(page, "Users: Delete" + NotHeld).HasAttribute("disabled").Should().BeTrue();
        Box(page, "Products: View").HasAttribute("disabled").Should().BeFalse("it is granted, and may be taken away");
        Box(page, "Products: View").Change(false);
        page.WaitForAssertion(() =>
            Box(page, "Products: View").HasAttribute("disabled").Should().BeFalse("it may be put back before saving"));
        Box(page, "Products: View").Change(true);
        page.WaitForAssertion(() => page.FindAll(".ck-save-bar").Should().BeEmpty());
        // Hidden or disabled, a box can be made to fire: nothing happens, and the service would refuse it anyway.
        Box(page, "Users: Delete" + NotHeld).Change(true);
        page.FindAll(".ck-save-bar").Should().BeEmpty();
    }

    [Fact]
    public async Task SelectAll_RowAndColumn_TakeWhatMayBeGivenAndGiveItBack()
    {
        var page = await OpenOfficeAsync();

        Box(page, "View: all resources").Change(true);
        page.WaitForAssertion(() => SaveBar(page).Should().StartWith("+1 User groups: View"));
        SaveBar(page).Should().NotContain("Users: View,", "the viewer does not hold it");
        page.Button("Discard").Click();
        page.WaitForAssertion(() => page.FindAll(".ck-save-bar").Should().BeEmpty());

        Box(page, "Orders: all actions").Change(false);
        page.WaitForAssertion(() => SaveBar(page).Should().Contain("−2 Orders: View, Orders: Edit"));
        Box(page, "Orders: all actions").Change(true);
        page.WaitForAssertion(() => page.FindAll(".ck-save-bar").Should().BeEmpty("what the viewer holds of it is back"));
    }

    [Fact]
    public async Task Save_Difference_SaysItsReachSavesAndAuditsOnce()
    {
        var page = await OpenOfficeAsync();
        await Shop.AddKeyAsync(await Shop.AddUserAsync("bot@example.com", "office"));

        Box(page, "Orders: Edit").Change(false);
        page.WaitForAssertion(() => SaveBar(page).Should().Contain("−1 Orders: Edit").And.Contain("1 user"));
        page.Button("Save").Click();

        page.ShouldSay("office saved.");
        page.WaitForAssertion(() => page.FindAll(".ck-save-bar").Should().BeEmpty());
        (await StoredAsync()).Should().BeEquivalentTo(Permissions.Orders.View, Permissions.Products.View);
        Box(page, "Orders: Edit").Change(true);
        page.WaitForAssertion(() => SaveBar(page).Should().Contain("2 users · 1 API key, not used this month"));
    }

    [Fact]
    public async Task Save_ChangedMeanwhile_ShowsTheirsAndPutsMineOnTop()
    {
        var page = await OpenOfficeAsync();
        Box(page, "Orders: View all" + NotHeld).HasAttribute("disabled").Should().BeTrue();
        Box(page, "Orders: Edit").Change(false);
        await Shop.SetPermissionsAsync("office", Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Orders.Create);

        page.WaitForAssertion(() => page.Button("Save"));
        page.Button("Save").Click();

        page.ShouldSay("Command line (tester) changed this group");
        page.ShouldSay("+1 Orders: Create · −1 Products: View. Your changes weren't saved.");
        page.FindAll(".ck-save-bar").Should().BeEmpty();
        (await StoredAsync()).Should().Contain(Permissions.Orders.Edit);
        page.Button("Apply my changes to the new version").Click();
        page.WaitForAssertion(() => SaveBar(page).Should().Contain("−1 Orders: Edit"));
        page.Button("Save").Click();
        page.ShouldSay("office saved.");
        (await StoredAsync()).Should().BeEquivalentTo(Permissions.Orders.View, Permissions.Orders.Create);
    }

    [Fact]
    public async Task Save_PermissionTakenMeanwhile_IsRefusedWithReasonAndTheMatrixIsToLookAt_R3()
    {
        var page = await OpenOfficeAsync();
        Box(page, "Orders: Edit").Change(false);
        await Shop.SetPermissionsAsync("viewer-group", Permissions.UserGroups.View);

        page.WaitForAssertion(() => page.Button("Save"));
        page.Button("Save").Click();

        page.ShouldSay("This needs the permission user-groups.edit");
        page.WaitForAssertion(() => page.FindAll(".ck-matrix input:not([disabled])").Should().BeEmpty());
        page.FindAll(".ck-save-bar").Should().BeEmpty();
        page.Buttons("Rename").Should().BeEmpty();
        page.FindAll(".ck-table").Should().BeEmpty("who is in it may not be listed any more");
        (await StoredAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task Save_GroupDeletedMeanwhile_SaysThatThereIsNone()
    {
        var page = await OpenOfficeAsync();
        Box(page, "Orders: Edit").Change(false);
        await Shop.AddGroupAsync("rest");
        await using (var acting = Shop.AsCommandLine())
            (await acting.UserGroups.DeleteAsync("office", "rest")).IsDone.Should().BeTrue();

        page.WaitForAssertion(() => page.Button("Save"));
        page.Button("Save").Click();

        page.ShouldSay("User group not found");
    }

    [Fact]
    public async Task Open_UnknownGroup_SaysSo() =>
        (await OpenWithAsync("/configuration/user-groups/nowhere", Permissions.UserGroups.View)).ShouldSay("User group not found");

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync("/configuration/user-groups/viewer-group", Permissions.UserGroups.ViewAll)).ShouldSay(
            "You don't have access to this page");

    [Fact]
    public async Task Open_WithoutPermissionToEdit_IsToLookAt()
    {
        var page = await OpenWithAsync("/configuration/user-groups/viewer-group", Permissions.UserGroups.View);

        page.WaitForElement(".ck-matrix");
        page.FindAll(".ck-matrix input:not([disabled])").Should().BeEmpty();
        page.ShouldSay("You can view this group");
        page.Buttons("Delete").Should().BeEmpty();
    }

    [Fact]
    public async Task Delete_WithUsers_OffersTheGroupsOfR6AndMovesThem()
    {
        await Shop.AddGroupAsync("stronger", Permissions.Users.Delete);
        await Shop.AddGroupAsync("weaker");
        await Shop.AddGroupAsync("office", Permissions.Orders.View);
        await Shop.AddUserAsync("one@example.com", "office");
        var page = await OpenWithAsync("/configuration/user-groups", [.. Editor, Permissions.UserGroups.Delete, Permissions.Users.Edit]);
        page.Rows().Should().HaveCount(4);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/configuration/user-groups/office");
        page.WaitForElement(".ck-matrix");

        page.Button("Delete").Click();

        page.WaitForElement("#delete-move-to");
        page.WaitForAssertion(() =>
            page.FindAll("#delete-move-to option").Select(o => o.GetAttribute("value")).Should().Equal("", "viewer-group", "weaker"));
        page.Find("#delete-user-group-form").Submit();
        page.ShouldSay("office has users. Choose the group that they come into.");
        page.Find("#delete-move-to").Change("weaker");
        page.ShouldSay("Their permissions change: −1 Orders: View.");
        page.Find("#delete-user-group-form").Submit();
        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Column(0).Should().Equal("stronger", "viewer-group", "weaker"));
    }

    [Fact]
    public async Task Add_TakenAndBadNames_AreToldAtTheirFields()
    {
        await Shop.AddGroupAsync("office");
        var page = await OpenWithAsync("/configuration/user-groups", Permissions.UserGroups.ViewAll, Permissions.UserGroups.Create);
        page.WaitForAssertion(() => page.Button("Add group"));
        page.Button("Add group").Click();
        page.WaitForElement("#add-user-group-form");
        page.Find("#user-group-name").Input("Office");
        page.WaitForAssertion(() => page.Find("#user-group-code").GetAttribute("value").Should().Be("office"));

        page.Find("#add-user-group-form").Submit();

        page.ShouldSay("Code is already used by another user group.");
        page.ShouldSay("Name is already used by another user group.");
        page.Find("#user-group-name").Input(new string('x', 200));
        page.Find("#user-group-code").Input("Not A Code");
        page.Find("#add-user-group-form").Submit();
        page.ShouldSay("Name is 200 characters long.");
        page.ShouldSay("Code must be lowercase letters");
    }

    private static string Label(IElement box) => box.GetAttribute("aria-label")!;

    private static IElement Box(IRenderedComponent<Routes> page, string label) =>
        page.FindAll(".ck-matrix input").Single(b => Label(b) == label);

    private static string SaveBar(IRenderedComponent<Routes> page) => page.Find(".ck-save-bar p").Words();

    /// <summary>The group "office" with one user, opened by somebody who may change groups.</summary>
    private async Task<IRenderedComponent<Routes>> OpenOfficeAsync()
    {
        await Shop.AddGroupAsync("office", Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Products.View);
        await Shop.AddUserAsync("member@example.com", "office");
        var page = await OpenWithAsync("/configuration/user-groups/office", Editor);
        page.WaitForElement(".ck-matrix");
        return page;
    }

    private async Task<List<string>> StoredAsync()
    {
        await using var db = Shop.OpenDatabase();
        return await db.RoleClaims.Where(c => db.Roles.Any(g => g.Id == c.RoleId && g.Code == "office"))
            .Select(c => c.ClaimValue!)
            .ToListAsync();
    }
}
