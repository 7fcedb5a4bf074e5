using Bunit;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class ApiKeysPageTests : ApiKeyPages
{
    [Fact]
    public async Task Open_ListsKeysWithoutTheirValues_R5()
    {
        var (_, value) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync(), "Nightly sync");

        var page = await OpenWithAsync(Keys, Permissions.ApiKeys.ViewAll);

        var row = page.Rows().Should().ContainSingle().Which;
        row[0].Should().Be("Nightly sync");
        row[1].Should().Be(ApiKeyToken.Hint(value) + "…");
        row[2].Should().Be("bot Test bot-group bot@example.com");
        row[3].Should().Be("Active");
        page.Markup.Should().NotContain(value);
    }

    [Fact]
    public async Task Open_WithoutOtherPermissions_OffersNothingToDo()
    {
        await Shop.Services.AddKeyAsync(await AddIntegrationAsync());

        var page = await OpenWithAsync(Keys, Permissions.ApiKeys.ViewAll);

        page.Rows().Should().ContainSingle();
        page.FindAll("#add-api-key").Should().BeEmpty();
        page.FindAll(".ck-cell-menu button").Should().BeEmpty();
        page.FindAll("input[aria-label^=Select]").Should().BeEmpty();
        page.Find("input[role=switch]").HasAttribute("disabled").Should().BeTrue();
        (await Get<ApiKeyService>().CreateAsync(new CreateApiKeyRequest("x", 1)))
            .Error!.MissingPermission.Should()
            .Be(Permissions.ApiKeys.Create);
    }

    [Fact]
    public async Task Open_NoKeysAndMayCreate_OffersToAddOne()
    {
        var page = await OpenWithAsync(Keys, Permissions.ApiKeys.ViewAll, Permissions.ApiKeys.Create);

        page.ShouldSay("No API keys yet");
        page.Buttons("Add API key").Should().HaveCount(2);
    }

    [Fact]
    public async Task Filter_Expired_ListsTheKeysThatEnded_R4()
    {
        var bot = await AddIntegrationAsync();
        await Shop.Services.AddKeyAsync(bot, "Ends", expiresInDays: 1);
        await Shop.Services.AddKeyAsync(bot, "Stays");
        Shop.Time.Advance(TimeSpan.FromDays(2));

        var page = await OpenWithAsync($"{Keys}?status=expired", Permissions.ApiKeys.ViewAll);

        page.Column(0).Should().Equal("Ends");
        page.Column(3).Single().Should().Contain("Expired").And.Contain("expired");
        page.FindAll("option[value=expired]").Should().ContainSingle("the filter offers it");
    }

    [Fact]
    public async Task Open_UserInAddress_ListsOnlyTheirKeys()
    {
        await Shop.Services.AddKeyAsync(await AddIntegrationAsync(), "Mine");
        await Shop.Services.AddKeyAsync(await AddIntegrationAsync("other@example.com"), "Other");

        var page = await OpenWithAsync($"{Keys}?user=other%40example.com", Permissions.ApiKeys.ViewAll);

        page.Column(0).Should().Equal("Other");
        page.ShouldSay("Acts as: other@example.com");
    }

    [Fact]
    public async Task Open_WholeKeyInAddress_LeavesOnlyItsHint_R5()
    {
        var (_, value) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync());

        var page = await OpenWithAsync($"{Keys}?q={value}", Permissions.ApiKeys.ViewAll);

        page.WaitForAssertion(() => Address.Should().Be($"{Keys}?q={ApiKeyToken.Hint(value)}"));
        page.Rows().Should().ContainSingle();
        page.Markup.Should().NotContain(value);
    }

    [Fact]
    public async Task Toggle_Off_DisablesAndOffersUndo()
    {
        var (page, id) = await OpenKeyAsync();

        page.Find("input[role=switch]").Change(false);

        page.ShouldSay("Nightly sync is disabled. Its next request is rejected.");
        (await StoredAsync(id)).Enabled.Should().BeFalse();
        page.WaitForAssertion(() => page.Find("input[role=switch]").HasAttribute("checked").Should().BeFalse());

        page.Button("Undo").Click();

        page.ShouldSay("Nightly sync is enabled.");
        (await StoredAsync(id)).Enabled.Should().BeTrue();
    }

    [Fact]
    public async Task Toggle_RefusedByTheService_SaysWhyAndFlipsBack_R3()
    {
        var (page, id) = await OpenKeyAsync();
        await Shop.SetPermissionsAsync("viewer-group", Permissions.ApiKeys.ViewAll);

        page.Find("input[role=switch]").Change(false);

        page.ShouldSay("This needs the permission api-keys.edit");
        (await StoredAsync(id)).Enabled.Should().BeTrue();
        page.WaitForAssertion(() =>
        {
            page.Find("input[role=switch]").HasAttribute("checked").Should().BeTrue();
            page.Find("input[role=switch]").HasAttribute("disabled").Should().BeTrue("the permission is gone");
        });
    }

    [Fact]
    public async Task Selection_Disabled_DisablesAllOfThem()
    {
        var bot = await AddIntegrationAsync();
        var (one, _) = await Shop.Services.AddKeyAsync(bot, "One");
        var (two, _) = await Shop.Services.AddKeyAsync(bot, "Two");
        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows();

        page.Find("thead input").Change(true);
        page.ShouldSay("2 selected");
        page.Button("Enable 0").HasAttribute("disabled").Should().BeTrue();
        page.Button("Disable 2").Click();

        page.ShouldSay("2 keys disabled.");
        (await StoredAsync(one)).Enabled.Should().BeFalse();
        (await StoredAsync(two)).Enabled.Should().BeFalse();
    }

    [Fact]
    public async Task Selection_Enabled_EnablesWhatMayBeAndSaysWhyNotTheRest_R6()
    {
        var bot = await AddIntegrationAsync();
        var strong = await AddIntegrationAsync("strong@example.com", Permissions.Products.Delete);
        var (one, _) = await Shop.Services.AddKeyAsync(bot, "One");
        var (two, _) = await Shop.Services.AddKeyAsync(bot, "Two");
        var (tooStrong, _) = await Shop.Services.AddKeyAsync(strong, "Too strong");
        await using (var acting = Shop.AsCommandLine())
        {
            foreach (var key in new[] { one, two, tooStrong })
                await acting.ApiKeys.DisableAsync(key);
        }

        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows();
        page.Find("thead input").Change(true);
        page.ShouldSay("3 selected");
        page.Button("Enable 3").Click();

        page.ShouldSay("2 keys enabled.");
        page.ShouldSay("strong Test may do more than you: Products: Delete.");
        (await StoredAsync(one)).Enabled.Should().BeTrue();
        (await StoredAsync(two)).Enabled.Should().BeTrue();
        (await StoredAsync(tooStrong)).Enabled.Should().BeFalse();
    }

    [Fact]
    public async Task Selection_DisabledAndUndone_EnablesOnlyWhatItDisabled()
    {
        var bot = await AddIntegrationAsync();
        var (one, _) = await Shop.Services.AddKeyAsync(bot, "One");
        var (two, _) = await Shop.Services.AddKeyAsync(bot, "Two");
        var (paused, _) = await Shop.Services.AddKeyAsync(bot, "Paused before");
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.DisableAsync(paused);
        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows();
        page.Find("thead input").Change(true);
        page.ShouldSay("3 selected");
        page.Button("Disable 2").Click();
        page.ShouldSay("2 keys disabled. Their next requests are rejected.");

        page.Button("Undo").Click();

        page.ShouldSay("2 keys enabled.");
        (await StoredAsync(one)).Enabled.Should().BeTrue();
        (await StoredAsync(two)).Enabled.Should().BeTrue();
        (await StoredAsync(paused)).Enabled.Should().BeFalse("it was so before");
    }

    [Fact]
    public async Task Selection_Revoked_AsksForTheCount_AndRevokesAll()
    {
        var bot = await AddIntegrationAsync();
        var (one, _) = await Shop.Services.AddKeyAsync(bot, "One");
        var (two, _) = await Shop.Services.AddKeyAsync(bot, "Two");
        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows();
        page.Find("thead input").Change(true);

        page.Button("Revoke 2…").Click();

        page.WaitForElement("#bulk-confirm").Input("3");
        page.Button("Revoke 2 keys").HasAttribute("disabled").Should().BeTrue();
        page.Find("#bulk-confirm").Input("2");
        page.Find("#bulk-api-keys-form").Submit();
        page.ShouldSay("2 of 2 keys revoked.");
        (await StoredAsync(one)).RevokedAt.Should().NotBeNull();
        (await StoredAsync(two)).RevokedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Selection_PausedKey_CanBeDisabledForGood()
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync(), "Paused");
        await using (var acting = Shop.AsCommandLine())
            (await acting.ApiKeys.PauseAsync(id, new PauseApiKeyRequest(TimeSpan.FromHours(1)))).Error.Should().BeNull();
        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows().Should().ContainSingle();
        page.Find("thead input").Change(true);

        page.Button("Disable 1").Click();

        page.ShouldSay("disabled");
        var stored = await StoredAsync(id);
        (stored.Enabled, stored.PausedUntil).Should().Be((false, null));
    }

    [Fact]
    public async Task Selection_Paused_SaysWhichKeyWasNot()
    {
        var bot = await AddIntegrationAsync();
        var (one, _) = await Shop.Services.AddKeyAsync(bot, "One");
        var (two, _) = await Shop.Services.AddKeyAsync(bot, "Two");
        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows();
        page.Find("thead input").Change(true);
        page.Button("Pause 2…").Click();
        page.WaitForElement("#pause-15min").Change("15min");
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.DisableAsync(two);

        page.Find("#bulk-api-keys-form").Submit();

        page.ShouldSay("1 of 2 keys paused.");
        page.ShouldSay("1 key stays as it is:");
        page.ShouldSay("Two is disabled. A pause would enable it when it ends");
        (await StoredAsync(one)).PausedUntil.Should().Be(Shop.Time.GetUtcNow().UtcDateTime.AddMinutes(15));
        page.Button("Dismiss").Click();
        page.WaitForAssertion(() => page.Text().Should().NotContain("stays as it is"));
    }

    [Fact]
    public async Task Selection_OfRevokedKeys_IsNotPossible()
    {
        var bot = await AddIntegrationAsync();
        await Shop.Services.AddKeyAsync(bot, "Living");
        var (revoked, _) = await Shop.Services.AddKeyAsync(bot, "Revoked");
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.RevokeAsync(revoked);
        var page = await OpenWithAsync(Keys + "?status=all", KeyManager);
        page.Rows().Should().HaveCount(2);

        page.FindAll("tbody input[aria-label^=Select]").Select(i => i.GetAttribute("aria-label")).Should().Equal("Select Living");
        page.Find("thead input").Change(true);

        page.ShouldSay("1 selected");
        page.Find("thead input").HasAttribute("checked").Should().BeTrue("all that can be are");
        page.Button("Disable 1").Click();
        page.ShouldSay("Living is disabled.");
        page.FindAll(".mud-snackbar").Should().ContainSingle("nothing failed");
    }

    [Fact]
    public async Task Undo_KeyRevokedElsewhereMeanwhile_SaysSoAndChangesNothing()
    {
        var (page, id) = await OpenKeyAsync();
        page.Find("input[role=switch]").Change(false);
        page.ShouldSay("Nightly sync is disabled.");
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.RevokeAsync(id);

        page.Button("Undo").Click();

        page.ShouldSay("Nightly sync was revoked by Command line (tester). This can't be undone: make a new key.");
        (await StoredAsync(id)).Enabled.Should().BeFalse();
        page.WaitForAssertion(() => page.Buttons("Undo").Should().BeEmpty());
    }

    [Fact]
    public async Task Undo_SomethingElseIsBegunHere_IsOfferedNoMore()
    {
        var (page, _) = await OpenKeyAsync();
        page.Find("input[role=switch]").Change(false);
        page.WaitForAssertion(() => page.Buttons("Undo").Should().ContainSingle());
        // While the list still reloads, the click on the menu waits, and the clock would be moved before anybody waits for it.
        page.WaitForAssertion(() => page.Rows().Single()[4].Should().Be("Disabled"));

        ChooseFromMenu(page, "Revoke…");

        page.WaitForAssertion(() => page.Buttons("Undo").Should().BeEmpty());
    }

    [Fact]
    public async Task Open_KeyOfADisabledUser_DoesNotReadActive()
    {
        var bot = await AddIntegrationAsync();
        var (stopped, _) = await Shop.Services.AddKeyAsync(bot, "Stopped");
        await Shop.SetEnabledAsync(bot, enabled: false);
        await Shop.Services.AddKeyAsync(await AddIntegrationAsync("other@example.com"), "Goes on");

        var page = await OpenWithAsync(Keys, KeyManager);

        page.Rows().Single(r => r[1] == "Stopped")[4].Should().Be("User disabled");
        Navigation.NavigateTo($"{Keys}?status=active");
        page.WaitForAssertion(() => page.Column(1).Should().Equal("Goes on"));
        Navigation.NavigateTo($"{Keys}?status=userdisabled");
        page.WaitForAssertion(() => page.Column(1).Should().Equal("Stopped"));
        (await Get<ApiKeyQueries>().GetAsync(stopped)).Value!.ToResource().Should()
            .BeEquivalentTo(new { Enabled = true, Status = ApiKeyStatus.UserDisabled });
    }

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync(Keys, Permissions.ApiKeys.View)).ShouldSay("You don't have access to this page");
}
