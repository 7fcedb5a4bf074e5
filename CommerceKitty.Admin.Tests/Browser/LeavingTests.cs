using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>A key, a click or a habit that would lose something: Esc, Back, reload, a second click.</summary>
[Collection(BrowserGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class LeavingTests(BrowserFixture fixture)
{
    [Fact]
    public async Task EscapeAndBack_WithInput_AskFirst()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Discard your input?" });
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/products");
        await page.GetByRole(AriaRole.Link, new() { Name = "Orders" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Orders", Level = 1 })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Products" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add product" }).ClickAsync();
        await Expect(dialog.GetByLabel("Code")).ToBeFocusedAsync();
        var name = dialog.GetByLabel("Name");
        await name.FillAsync("Oak tree");

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep editing" })).ToBeFocusedAsync();
        await visitor.PictureAsync("discard-input");
        await page.Keyboard.PressAsync("Escape");
        await Expect(question).ToBeHiddenAsync();
        await Expect(name).ToHaveValueAsync("Oak tree");
        await Expect(name).ToBeFocusedAsync();

        await page.EvaluateAsync("history.back()");
        await Expect(question).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep editing" }).ClickAsync();
        await Expect(question).ToBeHiddenAsync();
        await Expect(name).ToHaveValueAsync("Oak tree");
        page.Url.Should().EndWith("/products");

        await page.EvaluateAsync("history.back()");
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Orders", Level = 1 })).ToBeVisibleAsync();
        await Expect(dialog).ToBeHiddenAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Escape_WithSuggestionsOpen_ClosesTheListAlone()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        var name = dialog.GetByLabel("Name", new() { Exact = true });
        await Expect(name).ToBeFocusedAsync();

        // The first letter comes right behind the Tab.
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("zap");
        var field = dialog.GetByLabel("Acts as");
        var options = dialog.Locator(".ck-option[role=option]");
        await Expect(field).ToHaveValueAsync("zap");
        await Expect(options).ToHaveCountAsync(1);
        await visitor.PictureAsync("acts-as-suggestions");

        await page.Keyboard.PressAsync("Escape");
        await Expect(options).ToHaveCountAsync(0);
        await Expect(field).ToHaveValueAsync("zap");
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(options).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(field).ToHaveValueAsync("Zapier Flow");
        await Expect(options).ToHaveCountAsync(0);
        await Expect(dialog.GetByText("Enter a name.")).ToHaveCountAsync(0);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task ShownOnce_BackAndReload_AskFirst_R5()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Leave without saving the key?" });
        var asked = 0;
        page.Dialog += (_, prompt) =>
        {
            asked++;
            _ = prompt.DismissAsync();
        };
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders");
        await page.GetByRole(AriaRole.Link, new() { Name = "API Keys" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Shown once");
        await dialog.GetByLabel("Acts as").FillAsync("zapier@commercekitty.example");
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var value = page.Locator("#api-key-value");
        await Expect(value).ToBeVisibleAsync();

        await page.EvaluateAsync("history.back()");
        await Expect(question).ToBeVisibleAsync();
        await visitor.PictureAsync("leave-secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        await Expect(question).ToBeHiddenAsync();
        await Expect(value).ToBeVisibleAsync();
        await page.EvaluateAsync("requestAnimationFrame(() => location.reload())");
        await Until.ThereIsAsync(() => Task.FromResult(asked > 0 ? "asked" : null), "the browser's question");
        await Expect(value).ToBeVisibleAsync();

        await dialog.GetByLabel("I have saved this key").CheckAsync();
        await Expect(page.Locator("[data-secret=saved]")).ToBeVisibleAsync();
        await page.EvaluateAsync("history.back()");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Orders", Level = 1 })).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task SecondClick_OnASlowLine_OpensOneDialog()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.SlowLineAsync(TimeSpan.FromMilliseconds(200));
        foreach (var (path, name) in new[] { ("/configuration/api-keys", "Add API key"), ("/configuration/users", "Add user") })
        {
            await visitor.OpenAsync(path);
            await page.GetByRole(AriaRole.Button, new() { Name = name }).First.DblClickAsync();
            await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(1);
            await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);

            // It opens again.
            await page.GetByRole(AriaRole.Button, new() { Name = name }).First.ClickAsync();
            await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(1);
        }

        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Switch_ClickedTwice_ShowsWhatIsStored()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.SlowLineAsync(TimeSpan.FromMilliseconds(150));
        await visitor.OpenAsync("/configuration/api-keys?q=Zapier%20production");
        var toggle = page.GetByRole(AriaRole.Switch, new() { Name = "Zapier production enabled" });
        for (var clicks = 2; clicks <= 3; clicks++)
        {
            await page.EvaluateAsync(
                "clicks => { for (let i = 0; i < clicks; i++) document.querySelector('.ck-toggle input').click(); }", clicks);
            // Asked behind the clicks, and answered behind them.
            await page.EvaluateAsync("() => DotNet.invokeMethodAsync('CommerceKitty.Admin', 'Answer')");
            await Expect(toggle).Not.ToHaveAttributeAsync("aria-busy", "true");
            await Until.ThereIsAsync(async () => await toggle.IsCheckedAsync() == await IsEnabledAsync() ? "the same" : null, "the switch");
            await visitor.ReadyAsync();
            var shown = await toggle.IsCheckedAsync();
            await page.ReloadAsync();
            await visitor.ReadyAsync();
            (await toggle.IsCheckedAsync()).Should().Be(shown, $"the switch was clicked {clicks} times");
        }

        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task SecondTab_SignsInAsAnother_TheFirstTabsSessionEndsAndSaysSo()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var first = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders/400");
        await first.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        var dialog = first.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Customer name")).ToBeFocusedAsync();
        await dialog.GetByLabel("Notes").FillAsync("By the owner, too late");

        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/account/sign-in");
        await Expect(second.GetByText("You're signed in as")).ToBeVisibleAsync();
        await second.GetByLabel("Email").FillAsync("viewer@commercekitty.example");
        await second.GetByLabel("Password").FillAsync("nine-lives-and-counting");
        await second.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await second.Locator("body[data-interactive]").WaitForAsync();

        await first.WaitForURLAsync(url => url.Contains("/account/sign-in", StringComparison.Ordinal));
        await Expect(first.GetByText("Your session ended:")).ToBeVisibleAsync();
        await visitor.PictureAsync("session-replaced");
        await using var db = fixture.App.OpenDatabase();
        db.Orders.Single(o => o.Id == 400).Notes.Should().NotBe("By the owner, too late");
        await first.GetByRole(AriaRole.Link, new() { Name = "Continue as" }).ClickAsync();
        await visitor.ReadyAsync();
        first.Url.Should().EndWith("/orders/400");
        visitor.Complaints.Should().BeEmpty();
    }

    private async Task<bool> IsEnabledAsync()
    {
        await using var db = fixture.App.OpenDatabase();
        return db.ApiKeys.Single(k => k.Name == "Zapier production").Enabled;
    }
}
