using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>What is known of calls and refusals, in each theme and width.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class KnowingLooksTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Refusals_FromTheMenuToTheCause_AreAccessibleAndFit_R15()
    {
        await ShopWithKeys.EnsureAsync(Fixture.App);
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Refusals", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Refusals", Level = 1 })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("300 others")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Reason").SelectOptionAsync("revoked");
        await Expect(visitor.Page.GetByText("Reason: Key revoked")).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("refusals-revoked")).Should().BeEmpty();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Old reporting job" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Old reporting job", Level = 1 })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Row, new() { Name = "Key revoked" })).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("api-key-refusals")).Should().BeEmpty();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Revoked an API key" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/configuration/audit-log/*");
        await Expect(visitor.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Old reporting job");
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task ExposedKey_FindingAndPage_AreAccessibleAndFit_R14()
    {
        await ShopWithKeys.EnsureAsync(Fixture.App);
        await using (var db = Fixture.App.OpenDatabase())
        {
            var key = await db.ApiKeys.SingleAsync(k => k.Name == "Nightly inventory sync script");
            key.Expose(DateTime.UnixEpoch.AddYears(56), "203.0.113.7", key.Hint);
            _ = new Admin.Data.Work(Fixture.App.Services, db, Admin.Security.Actor.System);
            await db.SaveChangesAsync();
        }

        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys?finding=exposed");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Nightly inventory sync script" }).First.ClickAsync();
        await Expect(visitor.Page.GetByText("was sent over plain HTTP from 203.0.113.7")).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("api-key-exposed")).Should().BeEmpty();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_OpenedToTheWholeRecord_AreAccessibleAndFit_R15()
    {
        await ShopWithKeys.EnsureAsync(Fixture.App);
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Old reporting job" }).Or(
            visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Nightly inventory sync script" })).First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Calls", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Row, new() { Name = "/api/v1/me" }).First).ToBeVisibleAsync();
        await visitor.Page.GetByText("Details").First.ClickAsync();
        await Expect(visitor.Page.GetByText("Request ID", new() { Exact = true }).First).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("api-key-call-details")).Should().BeEmpty();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();
    }
}
