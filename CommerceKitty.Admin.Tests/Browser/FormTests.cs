using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>What every form does in a real browser: keeps what is typed, and moves the focus to where the person continues.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
[Collection(BrowserGroup.Name)]
public sealed class FormTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Typing_OnASlowLine_LosesNoLetter()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.SlowLineAsync(TimeSpan.FromMilliseconds(150));
        await visitor.OpenAsync("/inventory/sources");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add source" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var (name, code) = (dialog.GetByLabel("Name"), dialog.GetByLabel("Code"));
        await Expect(name).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveCountAsync(2);

        // The first letter takes the error away while the next ones are typed.
        await name.PressSequentiallyAsync("Rotterdam, second floor", new() { Delay = 20 });
        await page.Keyboard.PressAsync("Tab");
        await code.PressSequentiallyAsync("rotterdam-2", new() { Delay = 20 });

        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Expect(name).ToHaveValueAsync("Rotterdam, second floor");
        await Expect(code).ToHaveValueAsync("rotterdam-2");
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Submit_Refused_FocusIsInTheFirstWrongField()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/products");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add product" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Code").FillAsync("FORM-TEST");
        await dialog.GetByLabel("Price").FillAsync("cheap");

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add product" }).ClickAsync();

        await Expect(dialog.GetByLabel("Name")).ToBeFocusedAsync();
        await Expect(dialog.GetByLabel("Name")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(dialog.GetByLabel("Price")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(dialog.GetByLabel("Code")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await page.Keyboard.TypeAsync("Form test");
        await Expect(dialog.GetByLabel("Name")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task StaticForm_Refused_FocusIsInTheFirstWrongField()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;

        await page.GotoAsync("/account/sign-in");
        await Expect(page.GetByLabel("Email")).ToBeFocusedAsync();
        await page.GetByLabel("Email").FillAsync("nobody@example.com");
        await page.GetByLabel("Password").FillAsync("not-the-password");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Password")).ToBeFocusedAsync();

        await page.GotoAsync("/account/forgot");
        await page.GetByLabel("Email").FillAsync("no address");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send link" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Email")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Email")).ToHaveAttributeAsync("aria-invalid", "true");
    }
}
