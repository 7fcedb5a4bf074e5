using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The way back: pages, filters and searches of a list are entries of the browser's history, and each is shown where it was
/// left.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
[Collection(JourneysGroup.Name)]
public sealed class ListHistoryTests(BrowserFixture fixture)
{
    private const string Bottom = "() => scrollTo(0, document.documentElement.scrollHeight)";

    [Theory]
    [InlineData(1360, 0)]
    [InlineData(390, 300)]
    public async Task PagesFiltersAndAnOrder_BackAndForward_AreShownWhereTheyWereLeft(int width, int delay)
    {
        await using var visitor = await fixture.NewVisitorAsync(width, 800);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        if (delay > 0)
            await visitor.SlowLineAsync(TimeSpan.FromMilliseconds(delay));
        await visitor.OpenAsync("/orders");
        var rows = page.Locator(".ck-table tbody tr");
        await Channel(page).SelectOptionAsync("Web shop");
        await Expect(page).ToHaveURLAsync(new Regex(@"/orders\?channel=Web"));
        // Over a slow line the rows come a while after the address.
        await Expect(page.Locator(".ck-pager")).Not.ToContainTextAsync("of 400");
        await visitor.ReadyAsync();
        await page.EvaluateAsync(Bottom);
        var atFirst = await ScrolledAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Next page" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("page=2"));
        await Expect(page.Locator("[aria-current=page]", new() { HasText = "2" })).ToBeVisibleAsync();
        await visitor.ReadyAsync();
        await Expect(rows.First).ToBeInViewportAsync(new() { Ratio = 1 });
        await visitor.PictureAsync($"list-next-page-{width}");
        await rows.Nth(12).ScrollIntoViewIfNeededAsync();
        await page.EvaluateAsync("() => scrollTo(0, scrollY + 40)");
        var atSecond = await ScrolledAsync(page);
        atSecond.Should().BeGreaterThan(0);
        var name = await rows.Nth(12).GetByRole(AriaRole.Link).InnerTextAsync();
        await rows.Nth(12).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Expect(rows).ToHaveCountAsync(25);
        await ShouldScrollToAsync(page, atSecond);
        await Expect(page).ToHaveURLAsync(new Regex("page=2"));

        await page.GoBackAsync();
        await Expect(page.Locator("[aria-current=page]", new() { HasText = "1" })).ToBeVisibleAsync();
        await ShouldScrollToAsync(page, atFirst);
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/orders$"));
        await Expect(Channel(page)).ToHaveValueAsync(string.Empty);
        await page.GoForwardAsync();
        await Expect(Channel(page)).ToHaveValueAsync("Web shop");
        await ShouldScrollToAsync(page, atFirst);

        // Loaded again, it is where it was; and it stays where the viewer goes from there.
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await ShouldScrollToAsync(page, atFirst);
        await page.Mouse.WheelAsync(0, -40_000);
        await ShouldScrollToAsync(page, 0);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task BackLink_FromAnOrder_KeepsTheListAsItWasLeft()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        foreach (var (list, text) in new[]
        {
            ("/orders?sort=total-desc&status=shipped&page=2", "Orders"),
            ("/products?q=oak&sort=price-desc", "Products"),
            ("/inventory?source=rotterdam&page=2", "Inventory"),
            ("/configuration/users?kind=person&sort=email-asc", "Users"),
        })
        {
            await visitor.OpenAsync(list);
            await page.Locator(".ck-table tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
            await page.Locator(".ck-back").WaitForAsync();

            await page.Locator(".ck-back").GetByRole(AriaRole.Link, new() { Name = text }).ClickAsync();

            await Expect(page).ToHaveURLAsync(list);
            await visitor.ReadyAsync();
        }

        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Search_TypedInOneGo_IsOneStepBack()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders");
        var search = page.GetByPlaceholder("Search by number, customer or email");
        foreach (var (typed, address) in new[] { ("10", "q=10$"), ("103", "q=103$"), ("1039", "q=1039$") })
        {
            await search.FillAsync(typed);
            await Expect(page).ToHaveURLAsync(new Regex(address));
        }

        await page.GoBackAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/orders$"));
        await Expect(search).ToHaveValueAsync(string.Empty);
        await Expect(page.Locator(".ck-chip")).ToHaveCountAsync(0);
        visitor.Complaints.Should().BeEmpty();
    }

    private static ILocator Channel(IPage page) => page.GetByRole(AriaRole.Combobox, new() { Name = "Channel" });

    private static async Task<int> ScrolledAsync(IPage page)
    {
        // A scroll is told to the page with its next frame.
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return await page.EvaluateAsync<int>("() => Math.round(scrollY)");
    }

    /// <summary>Waits until the whole list is there and scrolled to this place, or to its end where it has become shorter: a time in a row
    /// or a status changes its height.</summary>
    private static async Task ShouldScrollToAsync(IPage page, int place)
    {
        try
        {
            await page.WaitForFunctionAsync(
                """
                place => document.querySelectorAll('.ck-table tbody tr').length >= 20
                    && Math.abs(scrollY - Math.min(place, document.documentElement.scrollHeight - innerHeight)) <= 2
                """,
                place);
        }
        catch (TimeoutException e)
        {
            var seen = await page.EvaluateAsync<string>("() => `${scrollY} of ${document.documentElement.scrollHeight - innerHeight}`");
            throw new TimeoutException($"Scrolled to {seen}, not to {place}.", e);
        }
    }
}
