using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>A key is rotated, paused and kept to networks, in each theme and width.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class KeyRenewalLooksTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Rotation_FromTheMenuToTheEndOfTheOldValue_IsAccessibleAndFits_R5()
    {
        var (id, value) = await AddKeyAsync("Rotated in the browser");
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync($"/configuration/api-keys/{id}");
        await ChooseAsync(visitor, "Rotate…");
        await visitor.Page.GetByLabel("For 7 days").CheckAsync();
        string.Join('\n', await visitor.InspectAsync("rotate-api-key")).Should().BeEmpty();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Rotate key" }).ClickAsync();
        await Expect(visitor.Page.GetByText("The old value works until")).ToBeVisibleAsync();
        var renewed = await visitor.Page.Locator("#api-key-value").TextContentAsync();
        using (var client = Fixture.App.Client(renewed!))
            (await client.GetAsync("/api/v1/me")).EnsureSuccessStatusCode();
        await Expect(visitor.Page.GetByText("First call received from")).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("rotated-value")).Should().BeEmpty();
        await visitor.Page.GetByLabel("I have saved this key").CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        using (var client = Fixture.App.Client(value))
        {
            var answer = await client.GetAsync("/api/v1/me");
            answer.EnsureSuccessStatusCode().Headers.Contains("Commerce-Kitty-Key-Replaced").Should().BeTrue();
        }

        await visitor.OpenAsync($"/configuration/api-keys/{id}");
        await Expect(visitor.Page.GetByText("The old value is still in use")).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("api-key-values")).Should().BeEmpty();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "End the old value now…" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        string.Join('\n', await visitor.InspectAsync("dialog-end-old-value")).Should().BeEmpty();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "End old value" }).ClickAsync();
        await Expect(visitor.Page.GetByText("The old value has ended.")).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task PauseAndNetworks_OnTheKeysPage_AreAccessibleAndFit()
    {
        var (id, value) = await AddKeyAsync("Paused in the browser");
        using (var client = Fixture.App.Client(value))
            (await client.GetAsync("/api/v1/me")).EnsureSuccessStatusCode();
        await Fixture.App.Services.GetRequiredService<ApiKeyUseRecorder>().FlushAsync();
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync($"/configuration/api-keys/{id}");
        await ChooseAsync(visitor, "Allowed networks…");
        await visitor.Page.GetByLabel("Only from these networks").CheckAsync();
        await visitor.Page.GetByLabel("Networks", new() { Exact = true }).FillAsync("203.0.113.0/24\n!203.0.113.9");
        await visitor.Page.GetByLabel("Networks", new() { Exact = true }).BlurAsync();
        await Expect(visitor.Page.GetByText("This would reject present use")).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("networks-api-key")).Should().BeEmpty();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByText("!203.0.113.9/32")).ToBeVisibleAsync();

        await ChooseAsync(visitor, "Pause…");
        await visitor.Page.GetByLabel("Until a time…").CheckAsync();
        await Expect(visitor.Page.Locator("#pause-until")).ToBeVisibleAsync();
        string.Join('\n', await visitor.InspectAsync("pause-api-key")).Should().BeEmpty();
        await visitor.Page.GetByLabel("For 24 hours").CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause key" }).ClickAsync();
        await Expect(visitor.Page.Locator("#api-key-state")).ToContainTextAsync("Paused; works again in 23 h");
        string.Join('\n', await visitor.InspectAsync("paused-api-key")).Should().BeEmpty();
        visitor.Complaints.Should().BeEmpty();
    }

    private static async Task ChooseAsync(Visitor visitor, string item)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for" }).ClickAsync();
        await visitor.Page.Locator(".mud-menu-item").Filter(new() { HasText = item }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    private async Task<(int Id, string Value)> AddKeyAsync(string name)
    {
        await using var db = Fixture.App.OpenDatabase();
        var user = await db.Users.SingleAsync(u => u.Email == "integration@commercekitty.example");
        return await Fixture.App.Services.AddKeyAsync(user, name);
    }
}
