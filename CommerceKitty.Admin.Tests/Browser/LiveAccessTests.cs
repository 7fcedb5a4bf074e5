using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>R3 with two browsers: what one person changes governs what the other may do, at the next click, in the menu without a
/// click, and for a looping client at its next call. How soon "without a click" is, <c>LiveAuthenticationTests</c> holds.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class LiveAccessTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Dialog_PermissionTakenWhileItIsOpen_SavingIsRefusedWithReasonAndTheButtonGoes_R3()
    {
        await AddAsync("rita", Permissions.Orders.ViewAll, Permissions.Orders.View, Permissions.Orders.Edit);
        await using var owner = await OwnerAtAsync("rita-group");
        await using var rita = await SignedInAsync("rita");
        await rita.OpenAsync("/orders/1");
        var edit = rita.Page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true });
        await edit.ClickAsync();
        var dialog = rita.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Notes").FillAsync("Typed while the permission went");

        await Box(owner, "Orders: Edit").UncheckAsync();
        await SaveAsync(owner, "rita-group");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("This needs the permission orders.edit");
        await rita.PictureAsync("permission-taken");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(edit).ToHaveCountAsync(0);
        await using var db = Fixture.App.OpenDatabase();
        (await db.Orders.Where(o => o.Id == 1).Select(o => o.Notes).SingleAsync()).Should().NotBe("Typed while the permission went");
    }

    [Fact]
    public async Task Switch_PermissionTakenMeanwhile_SaysSoFlipsBackAndIsOff_R3()
    {
        await AddAsync("kira", Permissions.ApiKeys.ViewAll, Permissions.ApiKeys.Edit);
        var bot = await Fixture.App.Services.AddUserWithAsync("kira-bot@commercekitty.example");
        await Fixture.App.Services.AddKeyAsync(bot, "Kira's key");
        await using var owner = await OwnerAtAsync("kira-group");
        await using var kira = await SignedInAsync("kira");
        await kira.OpenAsync("/configuration/api-keys?q=Kira");
        var toggle = kira.Page.GetByRole(AriaRole.Switch, new() { Name = "Kira's key enabled" });
        await Expect(toggle).ToBeEnabledAsync();
        await Box(owner, "API keys: Edit").UncheckAsync();
        await SaveAsync(owner, "kira-group");

        // By keyboard: the box itself is under its drawing.
        await toggle.FocusAsync();
        await kira.Page.Keyboard.PressAsync("Space");

        await Expect(kira.Page.GetByText("This needs the permission api-keys.edit")).ToBeVisibleAsync();
        await Expect(toggle).ToBeCheckedAsync();
        await Expect(toggle).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Menu_GroupChanged_FollowsWithoutAClick_R3()
    {
        await AddAsync("mona", Permissions.Orders.ViewAll, Permissions.Products.ViewAll);
        await using var owner = await OwnerAtAsync("mona-group");
        await using var mona = await SignedInAsync("mona");
        await mona.OpenAsync("/orders");
        ILocator Item(string name) =>
            mona.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = name });
        await Expect(Item("Products")).ToBeVisibleAsync();

        await Box(owner, "Products: View all").UncheckAsync();
        await Box(owner, "Inventory: View all").CheckAsync();
        await SaveAsync(owner, "mona-group");

        await Expect(Item("Inventory")).ToBeVisibleAsync();
        await Expect(Item("Products")).ToHaveCountAsync(0);
        mona.Page.Url.Should().EndWith("/orders", "nobody clicked");
    }

    [Fact]
    public async Task OpenPage_UserDisabled_GoesToSignInWithoutAClickEvenWithUnsavedChanges_R3()
    {
        await AddAsync("dora", Permissions.UserGroups.View, Permissions.UserGroups.Edit, Permissions.Orders.View);
        await using var dora = await SignedInAsync("dora");
        await using var owner = await Fixture.NewVisitorAsync();
        await owner.SignInAsync("owner");
        await owner.OpenAsync("/configuration/users?q=dora");
        await dora.OpenAsync("/configuration/user-groups/dora-group");
        await Box(dora, "Orders: View").UncheckAsync();
        await Expect(dora.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToBeVisibleAsync();

        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for dora Test" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable…" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Disable user" }).ClickAsync();
        await Expect(owner.Page.GetByText("dora Test is disabled. Sessions and API keys have stopped.")).ToBeVisibleAsync();

        await dora.Page.WaitForURLAsync(url => url.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Group_LimitedForAnIntegration_ItsKeyDoesExactlyThatAndObeysTheNextCallAfterASave_R3_R12()
    {
        // A group, made in the browser.
        await using var owner = await Fixture.NewVisitorAsync();
        await owner.SignInAsync("owner");
        await owner.OpenAsync("/configuration/user-groups");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Add group" }).ClickAsync();
        var add = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add group" });
        await Expect(add.GetByLabel("Name")).ToBeFocusedAsync();
        await owner.Page.Keyboard.TypeAsync("Returns desk");
        await Expect(add.GetByLabel("Code")).ToHaveValueAsync("returns-desk");
        await add.GetByRole(AriaRole.Button, new() { Name = "Add group" }).ClickAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Name = "Returns desk", Level = 1 })).ToBeVisibleAsync();
        await Box(owner, "Orders: all actions").CheckAsync();
        // The server answers before the box of one action can be taken back.
        await Expect(Box(owner, "Orders: Create")).ToBeCheckedAsync();
        await Box(owner, "Orders: Create").UncheckAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" }))
            .ToContainTextAsync("+3 Orders: View all, Orders: View, Orders: Edit · 0 users · no API key");
        await SaveAsync(owner, "Returns desk");

        // An integration user in it, and a key for it, which does exactly that.
        await owner.OpenAsync("/configuration/api-keys");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        var addKey = owner.Page.GetByRole(AriaRole.Dialog);
        await addKey.GetByLabel("Name", new() { Exact = true }).FillAsync("Returns bot");
        await addKey.GetByRole(AriaRole.Button, new() { Name = "New integration user…" }).ClickAsync();
        await Expect(addKey.GetByText("Acts as a new integration user")).ToBeFocusedAsync();
        await addKey.GetByLabel("Integration name").FillAsync("Returns bot");
        await addKey.GetByLabel("User group").SelectOptionAsync("returns-desk");
        await Expect(addKey.GetByText("Permissions of Returns desk")).ToBeVisibleAsync();
        string.Join('\n', await owner.InspectAsync("dialog-add-new-integration")).Should().BeEmpty();
        await addKey.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var key = await owner.Page.Locator("#api-key-value").InnerTextAsync();
        await addKey.GetByLabel("I have saved this key").CheckAsync();
        await addKey.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        using var client = Fixture.App.Client(key);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        me.GetProperty("permissions").EnumerateArray().Select(p => p.GetProperty("permission").GetString())
            .Should().Equal(Permissions.Orders.ViewAll, Permissions.Orders.View, Permissions.Orders.Edit);
        (await client.GetAsync("/api/v1/orders?limit=1")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.PatchAsJsonAsync("/api/v1/orders/2", new { notes = "By the returns bot" })).StatusCode.Should().Be(HttpStatusCode.OK);

        // One permission goes in the browser, while a script loops.
        var calls = new ConcurrentQueue<(long Started, HttpStatusCode Status)>();
        var saved = long.MaxValue;
        var loops = Enumerable.Range(0, 3).Select(_ => LoopAsync()).ToList();
        await owner.OpenAsync("/configuration/user-groups/returns-desk");
        await Box(owner, "Orders: View all").UncheckAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" }))
            .ToContainTextAsync("−1 Orders: View all · 1 user · 1 API key");
        await SaveAsync(owner, "Returns desk");
        Volatile.Write(ref saved, Stopwatch.GetTimestamp());
        await Task.WhenAll(loops);

        calls.Where(c => c.Started < saved).Should().Contain(c => c.Status == HttpStatusCode.OK);
        var after = calls.Where(c => c.Started >= saved).ToList();
        after.Should().HaveCountGreaterThanOrEqualTo(60);
        after
            .Count(c => c.Status != HttpStatusCode.Forbidden)
            .Should()
            .Be(0, "no call that started after the save returned may be accepted");
        (await client.GetAsync("/api/v1/orders/2")).StatusCode.Should().Be(HttpStatusCode.OK, "the rest of the group's permissions stays");
        owner.Complaints.Should().BeEmpty();

        async Task LoopAsync()
        {
            using var script = Fixture.App.Client(key);
            for (var refused = 0; refused < 20;)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await script.GetAsync("/api/v1/orders?limit=1");
                calls.Enqueue((started, answer.StatusCode));
                if (started >= Volatile.Read(ref saved))
                    refused++;
            }
        }
    }
}
