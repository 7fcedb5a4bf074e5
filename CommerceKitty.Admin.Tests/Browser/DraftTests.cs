using System.Text;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>What was typed survives what happens to the page: a server that is gone and comes back, a reload, a save that never
/// arrives.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
[Trait("Needs", "Server")]
public sealed class DraftTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Dialog_ServerKilledAndStartedAgain_NothingTypedIsLost()
    {
        await using var shop = new TestShop();
        await shop.AddOwnerAsync();
        await shop.AddGroupAsync("warehouse");
        var node = await ProductNode.StartAsync(TestDatabase.Provider, shop.ConnectionString);
        await using var visitor = await fixture.NewVisitorAsync(node.Address);
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner@example.com", ShopSeeding.Password);
        await OpenAddUserAsync(visitor);
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "Integration" }).CheckAsync();
        await dialog.GetByLabel("Integration name").FillAsync("Parcel bot");
        await dialog.GetByLabel("User group").SelectOptionAsync("warehouse");
        await Expect(dialog.GetByText("Permissions of warehouse")).ToBeVisibleAsync();

        // The server is gone, and nobody knows yet: saving keeps the page and what is in it, and typing goes on.
        await node.DisposeAsync();
        await page.EvaluateAsync("window.stillHere = true");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add integration" }).ClickAsync();
        await dialog.GetByLabel("Integration name").FillAsync("Parcel bot of the night shift");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await visitor.PictureAsync("draft-disconnected");
        page.Url.Should().EndWith("/configuration/users");
        (await page.EvaluateAsync<bool>("window.stillHere === true")).Should().BeTrue("no form was posted");

        node = await ProductNode.StartAtAsync(node.Address, TestDatabase.Provider, shop.ConnectionString);
        await using var again = node;
        await visitor.OpenAsync("/configuration/users");
        await Expect(page.GetByText("You have unsaved input in “Add user”.")).ToBeVisibleAsync();
        await visitor.PictureAsync("draft-kept");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Expect(dialog.GetByText("Your earlier input is back.")).ToBeVisibleAsync();
        await Expect(page.GetByText("You have unsaved input")).ToBeHiddenAsync();
        await Expect(dialog.GetByRole(AriaRole.Radio, new() { Name = "Integration" })).ToBeCheckedAsync();
        await Expect(dialog.GetByLabel("Integration name")).ToHaveValueAsync("Parcel bot of the night shift");
        await Expect(dialog.GetByLabel("User group")).ToHaveValueAsync("warehouse");
        await Expect(dialog.GetByText("Permissions of warehouse")).ToBeVisibleAsync();
        await visitor.PictureAsync("draft-restored");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add integration" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Parcel bot of the night shift" })).ToBeVisibleAsync();

        // Saved: nothing is left of it.
        (await StoredAsync(page)).Should().Be(0);
        await OpenAddUserAsync(visitor);
        await Expect(dialog.GetByLabel("Email", new() { Exact = true })).ToHaveValueAsync(string.Empty);
    }

    [Fact]
    public async Task Draft_CancelledOrDiscarded_IsForgotten()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner");
        await OpenAddUserAsync(visitor);
        await dialog.GetByLabel("First name").FillAsync("Nobody");
        (await StoredAsync(page)).Should().Be(1);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        (await StoredAsync(page)).Should().Be(0);

        await OpenAddUserAsync(visitor);
        await dialog.GetByLabel("First name").FillAsync("Ada");
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await OpenAddUserAsync(visitor);
        await Expect(dialog.GetByLabel("First name")).ToHaveValueAsync("Ada");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Discard it" }).ClickAsync();
        await Expect(dialog.GetByLabel("First name")).ToHaveValueAsync(string.Empty);
        await Expect(dialog.GetByText("Your earlier input is back.")).ToBeHiddenAsync();
        (await StoredAsync(page)).Should().Be(0);

        // What is taken back is no input: Esc closes without a question.
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Draft_OfTwoDialogsAfterAReload_EachIsOfferedAndOpenedFromItsMenu()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        var offer = page.Locator("#draft-notice");
        await visitor.SignInAsync("owner");
        await OpenAddUserAsync(visitor);
        await dialog.GetByLabel("First name").FillAsync("Ada");
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for Adrián Fuentes" }).ClickAsync();
        await page.GetByText("Edit…").ClickAsync();
        await FocusInsideAsync(page);
        await Expect(offer).ToBeHiddenAsync();
        await dialog.GetByLabel("Last name").FillAsync("Fuentes Lopez");
        (await StoredAsync(page)).Should().Be(2);

        await page.ReloadAsync();
        for (var drafts = 2; drafts > 0; drafts--)
        {
            await Expect(offer).ToContainTextAsync(new Regex("You have unsaved input in “(Add user|Edit Adrián Fuentes)”"));
            var edit = (await offer.InnerTextAsync()).Contains("Edit", StringComparison.Ordinal);
            await offer.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            await Expect(dialog.GetByText("Your earlier input is back.")).ToBeVisibleAsync();
            await Expect(dialog.GetByLabel(edit ? "Last name" : "First name")).ToHaveValueAsync(edit ? "Fuentes Lopez" : "Ada");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(dialog).ToBeHiddenAsync();
        }

        await Expect(offer).ToBeHiddenAsync();
        (await StoredAsync(page)).Should().Be(0);

        // The button that opened it is not there any more: the person is told to open it.
        await OpenAddUserAsync(visitor);
        await dialog.GetByLabel("First name").FillAsync("Ada");
        await page.EvaluateAsync(
            "const key = Object.keys(sessionStorage).find(key => key.startsWith('draft:'));"
            + "sessionStorage.setItem(key, sessionStorage.getItem(key).replace('[\"Add user\"]', '[\"Gone\"]'))");
        await page.ReloadAsync();
        await offer.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(offer).ToContainTextAsync("Open it again to continue.");
        await offer.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(offer).ToBeHiddenAsync();
        (await StoredAsync(page)).Should().Be(0);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Import_ReloadedWithAChosenFile_SaysThatItMustBeChosenAgain()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var offer = page.Locator("#draft-notice");
        var file = new FilePayload
        {
            Name = "prices.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("code,name,price,currency\nDRAFT-1,Draft,1,EUR\n"),
        };
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/products/import");
        await visitor.ChooseFileAsync("#import-file", file);
        await Expect(page.Locator("#import-save")).ToBeVisibleAsync();

        await page.ReloadAsync();

        await Expect(offer).ToContainTextAsync("Choose “prices.csv” again");
        await visitor.PictureAsync("draft-file");
        await visitor.ChooseFileAsync("#import-file", file);
        await Expect(offer).ToBeHiddenAsync();
        await page.Locator("#import-save").ClickAsync();
        await Expect(page.Locator("#import-summary")).ToContainTextAsync("1 saved");
        // It is done with, and elsewhere it is nobody's business.
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await Expect(offer).ToBeHiddenAsync();
        (await StoredAsync(page)).Should().Be(0);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task SignOut_ServerGone_SaysSoAndKeepsWhatWasTyped_ThenSignsOut()
    {
        await using var shop = new TestShop();
        await shop.AddOwnerAsync();
        var node = await ProductNode.StartAsync(TestDatabase.Provider, shop.ConnectionString);
        await using var visitor = await fixture.NewVisitorAsync(node.Address);
        var page = visitor.Page;
        var failed = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "You may still be signed in." });
        await visitor.SignInAsync("owner@example.com", ShopSeeding.Password);
        await OpenAddUserAsync(visitor);
        await page.GetByRole(AriaRole.Dialog).GetByLabel("First name").FillAsync("Ada");
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await node.DisposeAsync();

        await page.Locator(".ck-account summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(failed).ToBeVisibleAsync();
        await visitor.PictureAsync("sign-out-failed");
        page.Url.Should().EndWith("/configuration/users");
        (await StoredAsync(page)).Should().Be(1, "nothing is forgotten before the server has signed out");

        node = await ProductNode.StartAtAsync(node.Address, TestDatabase.Provider, shop.ConnectionString);
        await using var again = node;
        await failed.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/account/sign-in"));
        await page.GotoAsync("/configuration/users");
        await Expect(page).ToHaveURLAsync(new Regex("/account/sign-in"));
        (await StoredAsync(page)).Should().Be(0);
    }

    [Fact]
    public async Task Draft_OfAddApiKey_BringsTheChosenUserAndTheNewOneBack()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner");
        await OpenAddKeyAsync(visitor);
        await dialog.GetByLabel("Acts as").FillAsync("zapier@commercekitty.example");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByText("This key will be able to")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await OpenAddKeyAsync(visitor);
        await Expect(dialog.GetByText("This key will be able to")).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("Acts as")).ToHaveValueAsync("Zapier Flow");

        await dialog.GetByRole(AriaRole.Button, new() { Name = "New integration user…" }).ClickAsync();
        await dialog.GetByLabel("Integration name").FillAsync("Draft bot");
        await dialog.GetByLabel("User group").SelectOptionAsync("integration");
        await page.ReloadAsync();
        await OpenAddKeyAsync(visitor);
        await Expect(dialog.GetByLabel("Integration name")).ToHaveValueAsync("Draft bot");
        await Expect(dialog.GetByLabel("User group")).ToHaveValueAsync("integration");
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Draft_OfAGroupsPermissions_IsBackAfterAReloadAndGoneAfterDiscarding()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var box = page.GetByRole(AriaRole.Checkbox, new() { Name = "Orders: Create", Exact = true });
        var bar = page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" });
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/user-groups/support");
        await box.ClickAsync();
        await Expect(bar).ToContainTextAsync("1 Orders: Create");
        (await StoredAsync(page)).Should().Be(1);

        await page.ReloadAsync();
        await Expect(page.GetByText("Your earlier changes are back.")).ToBeVisibleAsync();
        await Expect(bar).ToContainTextAsync("1 Orders: Create");
        await visitor.PictureAsync("draft-group");

        await bar.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(bar).ToHaveCountAsync(0);
        await Expect(page.GetByText("Your earlier changes are back.")).ToHaveCountAsync(0);
        (await StoredAsync(page)).Should().Be(0);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Draft_PasswordOrKeyOrAnotherPerson_IsNeverKept()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for Adrián Fuentes" }).ClickAsync();
        await page.GetByText("Make account owner…").ClickAsync();
        await FocusInsideAsync(page);
        await dialog.GetByLabel("Your password").FillAsync("nine-lives-and-counting");
        (await StoredAsync(page)).Should().Be(0);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();

        await visitor.OpenAsync("/orders/400");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await FocusInsideAsync(page);
        await dialog.GetByLabel("Notes").FillAsync($"Their key is kitty_{new string('a', 42)}");
        (await StoredAsync(page)).Should().Be(0);
        await dialog.GetByLabel("Notes").FillAsync("Their key begins with kitty_Ab3dXy7Q");
        (await StoredAsync(page)).Should().Be(0, "half a value is half a secret");
        await dialog.GetByLabel("Notes").FillAsync("Their key is kitty_Ab3d…");
        (await StoredAsync(page)).Should().Be(1, "a hint is no secret");
        await dialog.GetByLabel("Notes").FillAsync("Ring twice");
        (await StoredAsync(page)).Should().Be(1);

        // Signed out and in as someone else, in the same tab.
        await page.Context.ClearCookiesAsync();
        await page.ReloadAsync();
        await visitor.SignInAsync("admin");
        (await StoredAsync(page)).Should().Be(0);
        visitor.Complaints.Should().BeEmpty();
    }

    private static Task<int> StoredAsync(IPage page) =>
        page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(key => key.startsWith('draft:')).length");

    private static async Task OpenAddUserAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/configuration/users");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await FocusInsideAsync(visitor.Page);
    }

    private static async Task OpenAddKeyAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/configuration/api-keys");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        await FocusInsideAsync(visitor.Page);
    }

    /// <summary>A dialog that opens takes the focus once: text that is typed before would go where the focus goes.</summary>
    private static Task FocusInsideAsync(IPage page) => Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
}
