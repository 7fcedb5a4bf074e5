using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The recorded walk through the front door: the first start, what a page may lose, the lists, and the home page, at 1360, 1280,
/// 1024 and 390 px in light and dark. The pictures are for people: <c>artifacts/screenshots/walk-*.png</c>.</summary>
[Collection(LooksGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class FrontDoorWalkTests(BrowserFixture fixture)
{
    /// <summary>What is wider than its list, or than the window.</summary>
    private const string Clipped =
        """
        () => [...document.querySelectorAll('.ck-table td, .ck-table th, .ck-table button, .ck-table label')]
            .filter(e => e.getClientRects().length > 0)
            .filter(e => e.getBoundingClientRect().right > document.querySelector('.ck-table-wrap').getBoundingClientRect().right + 1)
            .map(e => e.outerHTML.slice(0, 120))
        """;

    /// <summary>Rows that are higher than two lines of text.</summary>
    private const string HighRows =
        """
        () => [...document.querySelectorAll('.ck-table tbody tr')]
            .map(row => [Math.round(row.getBoundingClientRect().height), row.innerText.replace(/\s+/g, ' ').slice(0, 80)])
            .filter(([height]) => height > 60)
            .map(([height, text]) => `${height} px: ${text}`)
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_FirstStart(bool dark)
    {
        await using var app = new FreshAppHost();
        await using var visitor = await fixture.NewVisitorAsync(dark: dark, at: app);
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Set up Commerce Kitty" })).ToBeVisibleAsync();
        var defects = await visitor.WalkAsync("a-setup");
        await using var known = await fixture.NewVisitorAsync(dark: dark);
        await known.Page.GotoAsync("/account/sign-in");
        defects.AddRange(await known.WalkAsync("a-sign-in"));

        string.Join('\n', defects.Concat(visitor.Complaints).Concat(known.Complaints)).Should().BeEmpty();
    }

    [Fact]
    public async Task D_NothingTypedIsLost()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await dialog.GetByLabel("First name").FillAsync("Ada");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("Discard your input?")).ToBeVisibleAsync();
        var defects = await visitor.WalkAsync("d-esc-asks");
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await Expect(page.GetByText("You have unsaved input in “Add user”.")).ToBeVisibleAsync();
        defects.AddRange(await visitor.WalkAsync("d-offered"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(dialog.GetByText("Your earlier input is back.")).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("First name")).ToHaveValueAsync("Ada");
        defects.AddRange(await visitor.WalkAsync("d-restored"));

        string.Join('\n', defects.Concat(visitor.Complaints)).Should().BeEmpty();
    }

    [Fact]
    public async Task E_Lists()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        var defects = new List<string>();
        foreach (var (name, path) in new[]
        {
            ("orders", "/orders?status=open&sort=total-desc"), ("inventory", "/inventory?stock=low"), ("keys", "/configuration/api-keys"),
            ("users", "/configuration/users"), ("audit-log", "/configuration/audit-log"),
        })
        {
            await visitor.OpenAsync(path);
            if (name == "keys")
            {
                await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Select ") }).Nth(1).CheckAsync();
                await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Selected keys" })).ToBeVisibleAsync();
            }

            defects.AddRange(await visitor.WalkAsync($"e-{name}"));
            foreach (var width in new[] { 1360, 1280, 1024 })
            {
                await page.SetViewportSizeAsync(width, 860);
                defects.AddRange((await page.EvaluateAsync<string[]>(Clipped)).Select(c => $"{name} {width}: clipped: {c}"));
                if (width > 1024)
                    defects.AddRange((await page.EvaluateAsync<string[]>(HighRows)).Select(r => $"{name} {width}: a high row: {r}"));
            }
        }

        string.Join('\n', defects.Concat(visitor.Complaints)).Should().BeEmpty();
    }

    [Fact]
    public async Task F_HomeAndWhatIsMadeFromIt()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/");
        var defects = await visitor.WalkAsync("f-home");
        await visitor.OpenAsync("/orders");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create order" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        defects.AddRange(await visitor.WalkAsync("f-create-order"));
        await visitor.OpenAsync("/configuration/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Integration" }).CheckAsync();
        await Expect(page.GetByLabel("Integration name")).ToBeVisibleAsync();
        defects.AddRange(await visitor.WalkAsync("f-integration"));

        string.Join('\n', defects.Concat(visitor.Complaints)).Should().BeEmpty();
    }
}
