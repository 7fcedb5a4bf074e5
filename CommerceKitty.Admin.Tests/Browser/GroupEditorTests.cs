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
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The editor of a user group in real browsers: two admins at once, leaving it, its looks.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class GroupEditorTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Editor_TwoAdmins_TheSecondIsToldWhatTheFirstChangedAndPutsTheirsOnTop()
    {
        await AddAsync("cora", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var first = await OwnerAtAsync("cora-group");
        await using var second = await OwnerAtAsync("cora-group");
        await Box(first, "Orders: Edit").UncheckAsync();
        await Box(second, "Products: View").CheckAsync();
        await SaveAsync(first, "cora-group");

        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        var told = second.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "changed this group" });
        await Expect(told).ToContainTextAsync("Olivia Okafor changed this group");
        await Expect(told).ToContainTextAsync("−1 Orders: Edit");
        await second.PictureAsync("group-conflict");
        await told.GetByRole(AriaRole.Button, new() { Name = "Apply my changes to the new version" }).ClickAsync();
        await Expect(Box(second, "Orders: Edit")).Not.ToBeCheckedAsync();
        await Expect(Box(second, "Products: View", exact: true)).ToBeCheckedAsync();
        await SaveAsync(second, "cora-group");
        await using var db = Fixture.App.OpenDatabase();
        (
            await db.RoleClaims.Where(c => db.Roles.Any(g => g.Id == c.RoleId && g.Code == "cora-group"))
                .Select(c => c.ClaimValue!)
                .ToListAsync())
            .Should().BeEquivalentTo(Permissions.Orders.View, Permissions.Products.View);
    }

    [Fact]
    public async Task Editor_LeavingWithUnsavedChanges_AsksFirst_AndIsUsableByKeyboard()
    {
        await AddAsync("lena", Permissions.Orders.View);
        await using var owner = await OwnerAtAsync("lena-group");
        var box = Box(owner, "Orders: View", exact: true);
        await box.FocusAsync();
        await owner.Page.Keyboard.PressAsync("Space");
        await Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToContainTextAsync("−1 Orders: View");
        await Expect(box).ToBeFocusedAsync();

        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Audit Log" }).ClickAsync();
        var ask = owner.Page.GetByRole(AriaRole.Dialog);
        await Expect(ask).ToContainTextAsync("Leave without saving?");
        await ask.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        owner.Page.Url.Should().EndWith("/configuration/user-groups/lena-group");
        await Expect(box).Not.ToBeCheckedAsync();

        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Audit Log" }).ClickAsync();
        await ask.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Audit log");
    }

    [Fact]
    public async Task Editor_WithChangesAndLockedBoxes_IsAccessibleAndFits()
    {
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("admin");
        await visitor.OpenAsync("/configuration/user-groups/operations");
        await Expect(visitor.Page.GetByLabel("Users: Delete. You don't have this permission, so you can't grant it")).ToBeDisabledAsync();
        await Box(visitor, "Users: View", exact: true).CheckAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToBeVisibleAsync();

        string.Join('\n', await visitor.InspectAsync("user-group-changed")).Should().BeEmpty();
    }
}
