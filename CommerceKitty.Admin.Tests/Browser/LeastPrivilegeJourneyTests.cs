using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>From a key's page to a smaller group, and back.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class LeastPrivilegeJourneyTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Reduce_FromTheKeysPage_TakesWhatIsUnusedAndCanBeUndone_R6()
    {
        var key = await AddKeyAsync();
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync($"/configuration/api-keys/{key}");
        var card = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Unused permissions" });
        await Expect(card).ToContainTextAsync("2 of 3 permissions of sleepy Test were not needed by its API keys");
        string.Join('\n', await visitor.InspectAsync("least-privilege-card")).Should().BeEmpty();

        await card.GetByRole(AriaRole.Button, new() { Name = "Reduce permissions…" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "A new group" }).CheckAsync();
        await Expect(dialog).ToContainTextAsync("Loses Orders: View, Products: View; keeps Inventory: Edit");
        string.Join('\n', await visitor.InspectAsync("least-privilege-dialog")).Should().BeEmpty();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reduce permissions" }).ClickAsync();

        await Expect(visitor.Page.GetByText("sleepy Test is now in sleepy Test (only what is used).")).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("Moved from sleepy-group to sleepy Test (only what is used)");
        string.Join('\n', await visitor.InspectAsync("least-privilege-undo")).Should().BeEmpty();
        await card.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(visitor.Page.GetByText("sleepy Test is in sleepy-group again.")).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("2 of 3 permissions");
        visitor.Complaints.Should().BeEmpty();
    }

    private async Task<int> AddKeyAsync()
    {
        var services = Fixture.App.Services;
        await services.AddGroupAsync("sleepy-group", Permissions.Orders.View, Permissions.Products.View, Permissions.Inventory.Edit);
        await services.AddGroupAsync("sleepy-wide", Permissions.Products.View, Permissions.Inventory.Edit);
        var bot = await services.AddUserAsync("sleepy@commercekitty.example", "sleepy-group", UserKind.Integration);
        var (key, _) = await services.AddKeyAsync(bot, "Sleepy sync");
        await using var db = Fixture.App.OpenDatabase();
        db.ApiKeyUsages.Add(new ApiKeyUsage
        {
            ApiKeyId = key,
            Hour = DateTime.UtcNow.Date.AddDays(-1),
            Permission = Permissions.Inventory.Edit,
            Result = KeyUseResult.Accepted,
            Node = Guid.Empty,
            Count = 12,
        });
        await db.SaveChangesAsync();
        return key;
    }
}
