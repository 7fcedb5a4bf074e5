using Bunit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.LeastPrivilege;

/// <summary>The card on the pages of a user and of a key, and its dialog.</summary>
public sealed class LeastPrivilegeCardTests : PageContext
{
    private const string Card = "section[aria-labelledby='least-privilege']";

    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    [Fact]
    public async Task Reduce_NewGroupFromAUsersPage_MovesSaysSoAndOffersUndoForTenMinutes()
    {
        var (bot, _) = await AddBotAsync();
        var page = await OpenWithAsync($"/configuration/users/{bot.Id}", Everything);
        page.WaitForElement(Card).Words().Should().StartWith(
            "Unused permissions 2 of 3 permissions of bot Test were not needed by its API keys since 22 Nov 2026:");

        page.Button("Reduce permissions…").Click();
        page.WaitForElement(".mud-dialog").Words().Should()
            .Contain("Loses Products: View, Products: Delete; keeps Orders: View.")
            .And.Contain("This changes its 2 API keys: Nightly, Weekly.");
        page.Find("#reduce-code").Input("bot-only");
        page.Find("#reduce-permissions-form").Submit();

        page.ShouldSay("bot Test is now in bot Test (only what is used).");
        page.ShouldSay("Moved from bot-group to bot Test (only what is used) by");
        page.Find($"{Card} .ck-link").Click();
        page.ShouldSay("bot Test is in bot-group again.");
        page.WaitForAssertion(() => page.FindAll($"{Card} .ck-note").Should().BeEmpty());
    }

    [Fact]
    public async Task Undo_WhenItsTimeIsOver_IsNotOfferedAnyMore()
    {
        var (bot, _) = await AddBotAsync();
        await Shop.AddGroupAsync("fit", Permissions.Orders.View);
        var page = await OpenWithAsync($"/configuration/users/{bot.Id}", Everything);
        page.WaitForElement(Card);
        page.Button("Reduce permissions…").Click();
        page.WaitForElement("#reduce-permissions-form").Submit();
        page.ShouldSay("Moved from bot-group to fit by");

        Shop.Time.Advance(TimeSpan.FromMinutes(10));

        page.WaitForAssertion(() => page.FindAll($"{Card} .ck-note").Should().BeEmpty());
    }

    [Fact]
    public async Task Open_KeyOfSomeoneWhoSignsIn_SaysThatTheWebUiIsNotCounted()
    {
        var person = await Shop.AddUserWithAsync("person@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var (key, _) = await Shop.Services.AddKeyAsync(person, "Script");
        await UseAsync(key);

        var page = await OpenWithAsync($"/configuration/api-keys/{key}", Permissions.ApiKeys.View, Permissions.Users.View);

        page.WaitForElement(Card).Words().Should()
            .Contain("What person Test does in the web UI is not counted.")
            .And.Contain("This needs the permission users.edit.");
        page.Buttons("Reduce permissions…").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_WithoutUsersView_ShowsNoCard_R1()
    {
        var (_, key) = await AddBotAsync();

        var page = await OpenWithAsync($"/configuration/api-keys/{key}", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-permissions");
        page.FindAll(Card).Should().BeEmpty();
    }

    [Fact]
    public async Task Reduce_SomeoneElseChangedTheUser_KeepsTheDialogAndSaysSo()
    {
        var (bot, _) = await AddBotAsync();
        var page = await OpenWithAsync($"/configuration/users/{bot.Id}", Everything);
        page.WaitForElement(Card);
        page.Button("Reduce permissions…").Click();
        page.WaitForElement("#reduce-permissions-form");
        await using (var acting = Shop.AsCommandLine())
            await acting.Users.DisableAsync(bot.Id);

        page.Find("#reduce-permissions-form").Submit();

        page.ShouldSay("Someone else changed this a moment ago.");
        page.Find("#reduce-code").Should().NotBeNull();
    }

    private async Task<(User Bot, int Key)> AddBotAsync()
    {
        await Shop.AddGroupAsync("bot-group", Permissions.Orders.View, Permissions.Products.View, Permissions.Products.Delete);
        var bot = await Shop.AddUserAsync("bot@example.com", "bot-group", UserKind.Integration);
        var (key, _) = await Shop.Services.AddKeyAsync(bot, "Nightly");
        await Shop.Services.AddKeyAsync(bot, "Weekly");
        await UseAsync(key);
        return (bot, key);
    }

    private Task UseAsync(int key) => Shop.AddAsync(new ApiKeyUsage
    {
        ApiKeyId = key,
        Hour = Shop.Time.GetUtcNow().UtcDateTime.AddDays(-1),
        Permission = Permissions.Orders.View,
        Result = KeyUseResult.Accepted,
        Node = Guid.Empty,
        Count = 1,
    });
}
