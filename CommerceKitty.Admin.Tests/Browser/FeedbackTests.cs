using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>What a page does without being asked: where the focus goes, what ends by itself, what is said when nothing is heard.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
[Trait("Needs", "Server")]
public sealed class FeedbackTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Focus_WhatHadItIsGone_IsNeverAtTheBody()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await fixture.App.Services.AddKeyAsync(
            await fixture.App.Services.AddUserWithAsync("focus-bot@example.com"), "Focus test");
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner");

        // The last chip goes with its bar; the next page's button stays at the last page.
        await visitor.OpenAsync("/orders?status=open&q=a");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove the filter Status") }));
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("orders\\?q=a$"));
        await ShouldBeSomewhereAsync(page);
        await PressAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove the filter Search") }));
        await Expect(page.Locator(".ck-chip")).ToHaveCountAsync(0);
        await ShouldBeSomewhereAsync(page);
        // Beyond the last page is the last one.
        await visitor.OpenAsync("/products?page=999");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Previous page" }));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next page" })).ToBeEnabledAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Next page" }));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next page" })).ToBeDisabledAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next page" })).ToBeFocusedAsync();

        // The row goes, and the menu that the dialog came from with it.
        await visitor.OpenAsync("/configuration/api-keys?q=Focus%20test");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Actions for Focus test" }));
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Revoke…" }).ClickAsync();
        await PressAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Actions for Focus test" })).ToHaveCountAsync(0);
        await ShouldBeSomewhereAsync(page);

        // The bar that says what is selected.
        await visitor.OpenAsync("/configuration/api-keys");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select Zapier staging" }).CheckAsync();
        await PressAsync(page.Locator(".ck-bulk").GetByRole(AriaRole.Button, new() { Name = "Clear selection" }));
        await Expect(page.Locator(".ck-bulk")).ToHaveCountAsync(0);
        await ShouldBeSomewhereAsync(page);

        // The bar that saves a group.
        await visitor.OpenAsync("/configuration/user-groups/support");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Orders: Delete", Exact = true }).Or(
            page.GetByRole(AriaRole.Checkbox, new() { Name = "Orders: Create", Exact = true })).First.ClickAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Discard" }));
        await Expect(page.Locator(".ck-save-bar")).ToHaveCountAsync(0);
        await ShouldBeSomewhereAsync(page);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Toast_WithAnAction_EndsByItself()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys?q=Amazon");
        await page.GetByRole(AriaRole.Switch, new() { Name = "Amazon order import enabled" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Server_Frozen_IsSaidAfterAClickAndTakenBackWhenItGoesOn()
    {
        await using var shop = new TestShop();
        await shop.AddOwnerAsync();
        await using var node = await ProductNode.StartAsync(TestDatabase.Provider, shop.ConnectionString);
        await using var visitor = await fixture.NewVisitorAsync(node.Address);
        var page = visitor.Page;
        await visitor.SignInAsync("owner@example.com", ShopSeeding.Password);
        await visitor.OpenAsync("/configuration/users");
        var notice = page.GetByText("The server isn't answering.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(notice).ToBeHiddenAsync();

        node.Pause();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(notice).ToBeVisibleAsync();
        await visitor.PictureAsync("server-frozen");
        node.Resume();

        await Expect(notice).ToBeHiddenAsync();
        await Expect(page.GetByText("Enter a first name.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task MobileMenu_EscapeAndATapBeside_CloseIt()
    {
        await using var visitor = await fixture.NewVisitorAsync(390, 844);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders");
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true });
        var item = page.GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true });

        await toggle.ClickAsync();
        await Expect(item).ToBeVisibleAsync();
        await visitor.PictureAsync("narrow-menu");
        await item.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(item).ToBeHiddenAsync();
        await Expect(toggle).ToBeFocusedAsync();

        await toggle.ClickAsync();
        await Expect(item).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(370, 400);
        await Expect(item).ToBeHiddenAsync();
        page.Url.Should().EndWith("/orders", "what is below the tap is not clicked");
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task FirstVisit_SystemIsDark_TheSignInPageIsDarkInEveryBrowser()
    {
        await using var visitor = await fixture.NewVisitorAsync(dark: true);
        var page = visitor.Page;
        await page.Context.ClearCookiesAsync();
        // As browsers that know no client hints.
        await page.RouteAsync("**/account/sign-in", route => route.ContinueAsync(new()
        {
            Headers = route.Request.Headers.Where(h => h.Key != "sec-ch-prefers-color-scheme"),
        }));

        await page.GotoAsync("/account/sign-in");

        await Expect(page.Locator("html")).ToHaveClassAsync(new Regex(@"\bdark\b"));
        await Expect(page.GetByLabel("Email")).ToBeFocusedAsync();
        await visitor.PictureAsync("sign-in-first-dark");
        visitor.Complaints.Should().BeEmpty();
    }

    private static async Task PressAsync(ILocator button)
    {
        await button.FocusAsync();
        await button.PressAsync("Enter");
    }

    private static Task ShouldBeSomewhereAsync(IPage page) => page.WaitForFunctionAsync("() => document.activeElement !== document.body");
}
