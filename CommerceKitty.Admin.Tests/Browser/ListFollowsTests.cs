using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>A list that is open in a second tab while something is changed in the first.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
[Collection(JourneysGroup.Name)]
public sealed class ListFollowsTests(BrowserFixture fixture)
{
    [Fact]
    public async Task SecondTab_ShowsNewValuesAndSaysThatOtherRowsAreThere()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/configuration/api-keys");
        await second.Locator("body[data-interactive]").WaitForAsync();
        var here = page.GetByRole(AriaRole.Switch, new() { Name = "Amazon order import enabled" });
        var there = second.GetByRole(AriaRole.Switch, new() { Name = "Amazon order import enabled" });
        await Expect(there).ToBeCheckedAsync();

        await here.UncheckAsync(new() { Force = true });
        await Expect(there).Not.ToBeCheckedAsync();
        await here.CheckAsync(new() { Force = true });
        await Expect(there).ToBeCheckedAsync();
        await Expect(second.GetByText("This list has changed.")).ToHaveCountAsync(0);

        await using (var db = fixture.App.OpenDatabase())
        {
            var user = await db.Users.SingleAsync(u => u.Email == "zapier@commercekitty.example");
            await fixture.App.Services.AddKeyAsync(user, "Made elsewhere");
        }

        await Expect(second.GetByText("This list has changed.")).ToBeVisibleAsync();
        await Expect(second.GetByText("Made elsewhere")).ToHaveCountAsync(0);
        await second.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
        await Expect(second.GetByText("Made elsewhere")).ToBeVisibleAsync();
        await Expect(second.Locator(".ck-list")).ToBeFocusedAsync();
        await Expect(page.GetByText("This list has changed.")).ToBeVisibleAsync();
        await visitor.PictureAsync("list-has-changed");
        (await page.AxeAsync()).Should().BeEmpty();
        visitor.Complaints.Should().BeEmpty();
    }
}
