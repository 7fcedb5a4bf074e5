using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>How lists are shown: page size, columns, density, headings that stay, and room for every column.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
[Collection(LooksGroup.Name)]
public sealed class ListDisplayTests(BrowserFixture fixture)
{
    /// <summary>What is wider than the window, or sticks out of the list it is in.</summary>
    private const string Clipped =
        """
        () => {
            const edge = document.documentElement.clientWidth;
            const list = document.querySelector('.ck-table-wrap').getBoundingClientRect();
            return [...document.querySelectorAll('.ck-table td, .ck-table th, .ck-table button, .ck-table label')]
                .filter(e => e.getClientRects().length > 0 && e.getBoundingClientRect().right > Math.min(edge, list.right) + 1)
                .map(e => `${e.getBoundingClientRect().right} > ${Math.min(edge, list.right)}: ${e.outerHTML.slice(0, 120)}`);
        }
        """;

    public static TheoryData<string> Lists => new(
        "/orders", "/products", "/inventory", "/inventory/sources", "/inventory/rotterdam/TREE-OAK-180",
        "/configuration/api-keys?status=all",
        "/configuration/users", "/configuration/user-groups", "/configuration/user-groups/operations", "/configuration/audit-log");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Display_ByKeyboard_IsShownRememberedAndTakenBack(bool dark)
    {
        await using var visitor = await fixture.NewVisitorAsync(dark: dark);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders");
        var panel = page.Locator(".ck-display");
        var channel = page.GetByRole(AriaRole.Columnheader, new() { Name = "Channel" });
        await Expect(channel).ToBeVisibleAsync();

        // Opened, used and closed without a mouse.
        await panel.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(panel.GetByRole(AriaRole.Radio, new() { Name = "Comfortable" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".ck-table.ck-compact")).ToBeVisibleAsync();
        await panel.GetByRole(AriaRole.Checkbox, new() { Name = "Channel" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(channel).ToBeHiddenAsync();
        await Expect(panel.GetByRole(AriaRole.Checkbox, new() { Name = "Channel" })).ToBeFocusedAsync();
        // Not by InspectAsync: the click that changes the colours closes the panel.
        var defects = new List<string>(await page.AxeAsync());
        await visitor.PictureAsync($"list-display-{(dark ? "dark" : "light")}");
        await page.SetViewportSizeAsync(390, 844);
        defects.AddRange(await page.AxeAsync());
        await visitor.PictureAsync($"list-display-narrow-{(dark ? "dark" : "light")}");
        await page.SetViewportSizeAsync(1360, 860);
        await page.Keyboard.PressAsync("Escape");
        await Expect(panel.GetByRole(AriaRole.Checkbox, new() { Name = "Channel" })).ToBeHiddenAsync();
        await Expect(panel.Locator("summary")).ToBeFocusedAsync();
        await visitor.PictureAsync($"list-compact-{(dark ? "dark" : "light")}");

        // Remembered for this list, from the first HTML on.
        var html = await (await visitor.Page.Context.APIRequest.GetAsync("/orders")).TextAsync();
        html.Should().Contain("ck-compact").And.NotContain("Channel, ascending</th>");
        await visitor.OpenAsync("/orders");
        await Expect(channel).ToBeHiddenAsync();
        await Expect(page.Locator(".ck-table.ck-compact")).ToBeVisibleAsync();
        await visitor.OpenAsync("/products");
        await Expect(page.Locator(".ck-table.ck-compact")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Orders" }).ClickAsync();
        await Expect(page.Locator(".ck-table.ck-compact")).ToBeVisibleAsync();
        await panel.Locator("summary").ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await Expect(channel).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(700, 500);
        await Expect(panel.GetByRole(AriaRole.Checkbox, new() { Name = "Channel" })).ToBeHiddenAsync();
        defects.AddRange(visitor.Complaints);
        string.Join('\n', defects).Should().BeEmpty();
    }

    [Fact]
    public async Task PageSize_Chosen_IsInTheUrlAndTheHeadingsStay()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders?page=3&status=shipped");
        var rows = page.Locator(".ck-table tbody tr");
        await Expect(rows).ToHaveCountAsync(25);
        var first = await rows.First.InnerTextAsync();

        await page.GetByLabel("Rows per page").SelectOptionAsync("50");

        await Expect(page).ToHaveURLAsync(new Regex("page=2.*size=50"));
        await Expect(rows).ToHaveCountAsync(50);
        (await rows.First.InnerTextAsync()).Should().Be(first, "the row that was first is seen still");
        await rows.Last.ScrollIntoViewIfNeededAsync();
        var heading = page.GetByRole(AriaRole.Columnheader, new() { Name = "Customer" });
        await Expect(heading).ToBeInViewportAsync();
        await visitor.PictureAsync("list-scrolled");
        await heading.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=customer-asc"));
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "ascending");
        await visitor.ReadyAsync();
        await Expect(rows).ToHaveCountAsync(50);

        // What has the focus is never behind the headings.
        var link = rows.Nth(20).GetByRole(AriaRole.Link);
        await rows.Nth(40).ScrollIntoViewIfNeededAsync();
        await link.FocusAsync();
        var gap = await link.EvaluateAsync<double>(
            "link => link.getBoundingClientRect().top - document.querySelector('.ck-table th').getBoundingClientRect().bottom");
        gap.Should().BeGreaterThanOrEqualTo(0);
        visitor.Complaints.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task EveryList_FromATabletToADesktop_IsNotClipped(string path)
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync(path);
        var name = path.Split('?')[0].Trim('/').Replace('/', '-');
        var clipped = new List<string>();
        foreach (var width in new[] { 822, 900, 1001, 1024, 1100, 1200, 1201, 1280, 1360, 1400 })
        {
            await visitor.Page.SetViewportSizeAsync(width, 800);
            clipped.AddRange((await visitor.Page.EvaluateAsync<string[]>(Clipped)).Select(c => $"{width}: {c}"));
            if (width is 1024 or 1280)
                await visitor.PictureAsync($"{width}-{name}");
        }

        string.Join('\n', clipped).Should().BeEmpty();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task EveryList_LongNamesAndEachDensity_KeepsItsRowMenuInReach()
    {
        await using var shop = new DemoAppHost();
        await ShopWithKeys.EnsureAsync(shop);
        await LongNames.AddAsync(shop);
        await using var visitor = await fixture.NewVisitorAsync(at: shop);
        await visitor.SignInAsync("owner");
        var clipped = new List<string>();
        foreach (var path in Lists.Select(l => (string)l.Data))
        {
            var name = path.Split('?')[0].Trim('/').Replace('/', '-');
            foreach (var density in new[] { "Comfortable", "Compact" })
            {
                await visitor.Page.SetViewportSizeAsync(1360, 800);
                await visitor.OpenAsync(path);
                await visitor.Page.Locator(".ck-display summary").ClickAsync();
                await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = density }).ClickAsync();
                await Expect(visitor.Page.Locator(".ck-table.ck-compact")).ToHaveCountAsync(density == "Compact" ? 1 : 0);
                foreach (var width in new[] { 1024, 1100, 1280, 1360 })
                {
                    await visitor.Page.SetViewportSizeAsync(width, 800);
                    clipped.AddRange((await visitor.Page.EvaluateAsync<string[]>(Clipped)).Select(c => $"{path} {width} {density}: {c}"));
                    if (width is 1024 or 1280)
                        await visitor.PictureAsync($"{width}-long-{density}-{name}");
                }
            }
        }

        string.Join('\n', clipped).Should().BeEmpty();
        visitor.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryList_OnAPhone_HasRowsOfTwoLines(bool dark)
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync(390, 844, dark);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        var defects = new List<string>();
        foreach (var path in Lists.Select(l => (string)l.Data))
        {
            await visitor.OpenAsync(path);
            await visitor.PictureAsync($"phone-{(dark ? "dark" : "light")}-{path.Split('?')[0].Trim('/').Replace('/', '-')}");
            var heights = await page.EvaluateAsync<double[]>(
                "() => [...document.querySelectorAll('.ck-table tbody tr')].map(r => r.getBoundingClientRect().height)");
            var usual = heights.Order().ElementAt(heights.Length / 2);
            // What has no page of its own, keys and movements, shows all there is.
            if (usual > (path.Contains("api-keys", StringComparison.Ordinal) || path.Contains("TREE", StringComparison.Ordinal) ? 84 : 66))
                defects.Add($"{path}: a row is {usual} px high");
            defects.AddRange((await page.EvaluateAsync<string[]>(Clipped)).Select(c => $"{path}: {c}"));
            defects.AddRange((await page.AxeAsync()).Select(c => $"{path}: {c}"));
        }

        await visitor.OpenAsync("/orders");
        var whole = await page.EvaluateAsync<int>(
            """
            () => [...document.querySelectorAll('.ck-table tbody tr')]
                .filter(r => r.getBoundingClientRect().bottom <= innerHeight).length
            """);
        whole.Should().BeGreaterThanOrEqualTo(8, "orders are worked through on the phone");
        string.Join('\n', defects).Should().BeEmpty();
        visitor.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/orders", "Placed", "placed", 1280)]
    [InlineData("/orders", "Placed", "placed", 390)]
    [InlineData("/orders", "Placed", "placed", 320)]
    [InlineData("/configuration/audit-log", "When", "when", 390)]
    public async Task Days_InEachWidth_FitAndFilter(string path, string label, string parameter, int width)
    {
        await using var visitor = await fixture.NewVisitorAsync(width, 844);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync(path);
        var summary = page.Locator(".ck-days summary");
        await Expect(summary).ToHaveTextAsync($"{label} Any time");

        await summary.ClickAsync();

        var panel = (await page.Locator(".ck-days-panel").BoundingBoxAsync())!;
        panel.X.Should().BeGreaterThanOrEqualTo(0);
        (panel.X + panel.Width).Should().BeLessThanOrEqualTo(width);
        (await page.AxeAsync()).Should().BeEmpty();
        await visitor.PictureAsync($"list-days-{parameter}-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Last 7 days" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"{parameter}=7d"));
        await Expect(summary).ToHaveTextAsync($"{label} Last 7 days");
        await Expect(summary).ToBeFocusedAsync();
        await Expect(page.Locator(".ck-days-panel")).ToBeHiddenAsync();
        await summary.ClickAsync();
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2026-01-01");
        await Expect(page).ToHaveURLAsync(new Regex($@"{parameter}=2026-01-01\.\."));
        await Expect(page.Locator(".ck-days-panel")).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task RowMenu_BetweenTabletAndDesktop_IsReached()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync(1024, 768);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        // The menu's names are there for screen readers when only its icons show.
        await page.GetByRole(AriaRole.Link, new() { Name = "API Keys", Exact = true }).ClickAsync();
        var menu = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Actions for") }).First;
        await Expect(menu).ToBeInViewportAsync();

        await menu.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Rename…" })).ToBeVisibleAsync();
        // A click beside the menu closes it, and does nothing to what is below.
        var (toggle, box) = await LowestInViewAsync(page.GetByRole(AriaRole.Switch), page.ViewportSize!.Height);
        var before = await toggle.IsCheckedAsync();
        await page.Mouse.ClickAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Rename…" })).ToBeHiddenAsync();
        (await toggle.IsCheckedAsync()).Should().Be(before);
        visitor.Complaints.Should().BeEmpty();
    }

    private static async Task<(ILocator Element, LocatorBoundingBoxResult Box)> LowestInViewAsync(ILocator elements, int height)
    {
        (ILocator, LocatorBoundingBoxResult)? lowest = null;
        foreach (var element in await elements.AllAsync())
        {
            if (await element.BoundingBoxAsync() is { } box && box.Y + box.Height < height)
                lowest = (element, box);
        }

        return lowest ?? throw new InvalidOperationException("None of them is in view.");
    }
}
