using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>R3 with two browsers: what one person changes governs what the other may do, at the next click, in the menu without a
/// click, and for a looping client at its next call.</summary>
[Collection(BrowserGroup.Name)]
public sealed class LiveAccessTests(BrowserFixture fixture)
{
    /// <summary>Design R3.</summary>
    private const float WithinFiveSeconds = 5_000;

    [Fact]
    public async Task Dialog_PermissionTakenWhileItIsOpen_SavingIsRefusedInWordsAndTheButtonGoes_R3()
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
        await using var db = fixture.App.OpenDatabase();
        (await db.Orders.Where(o => o.Id == 1).Select(o => o.Notes).SingleAsync()).Should().NotBe("Typed while the permission went");
    }

    [Fact]
    public async Task Menu_GroupChanged_FollowsWithinFiveSecondsWithoutAClick_R3()
    {
        await AddAsync("mona", Permissions.Orders.ViewAll, Permissions.Products.ViewAll);
        await using var owner = await OwnerAtAsync("mona-group");
        await using var mona = await SignedInAsync("mona");
        await mona.OpenAsync("/orders");
        ILocator Item(string name) => mona.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = name });
        await Expect(Item("Products")).ToBeVisibleAsync();

        await Box(owner, "Products: View all").UncheckAsync();
        await Box(owner, "Inventory: View all").CheckAsync();
        await SaveAsync(owner, "mona-group");

        await Expect(Item("Inventory")).ToBeVisibleAsync(new() { Timeout = WithinFiveSeconds });
        await Expect(Item("Products")).ToHaveCountAsync(0, new() { Timeout = 1_000 });
        mona.Page.Url.Should().EndWith("/orders", "nobody clicked");
    }

    [Fact]
    public async Task OpenPage_UserDisabled_GoesToSignInWithinFiveSecondsEvenWithUnsavedChanges_R3()
    {
        await AddAsync("dora", Permissions.UserGroups.View, Permissions.UserGroups.Edit, Permissions.Orders.View);
        await using var dora = await SignedInAsync("dora");
        await using var owner = await fixture.NewVisitorAsync();
        await owner.SignInAsync("owner");
        await owner.OpenAsync("/configuration/users?q=dora");
        await dora.OpenAsync("/configuration/user-groups/dora-group");
        await Box(dora, "Orders: View").UncheckAsync();
        await Expect(dora.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToBeVisibleAsync();

        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for dora Test" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable…" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Disable user" }).ClickAsync();
        await Expect(owner.Page.GetByText("dora Test is disabled: sessions and API keys stopped.")).ToBeVisibleAsync();

        await dora.Page.WaitForURLAsync(url => url.Contains("/account/sign-in", StringComparison.Ordinal), new() { Timeout = WithinFiveSeconds });
    }

    [Fact]
    public async Task Group_LimitedForAnIntegration_ItsKeyDoesExactlyThatAndObeysTheNextCallAfterASave_R3_R12()
    {
        // A group, made in the browser.
        await using var owner = await fixture.NewVisitorAsync();
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
        await Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToContainTextAsync("+3 Orders: View all, Orders: View, Orders: Edit · 0 users · no API key");
        await SaveAsync(owner, "Returns desk");

        // An integration user in it, and a key for it, which does exactly that.
        await owner.OpenAsync("/configuration/api-keys");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        var addKey = owner.Page.GetByRole(AriaRole.Dialog);
        await addKey.GetByLabel("Name", new() { Exact = true }).FillAsync("Returns bot");
        await addKey.GetByRole(AriaRole.Button, new() { Name = "New integration user…" }).ClickAsync();
        await Expect(addKey.GetByText("Acts as a new integration user")).ToBeFocusedAsync();
        await addKey.GetByLabel("Email").FillAsync("returns-bot@commercekitty.example");
        await addKey.GetByLabel("First name").FillAsync("Returns bot");
        await addKey.GetByLabel("User group").SelectOptionAsync("returns-desk");
        await Expect(addKey.GetByText("Returns desk may")).ToBeVisibleAsync();
        (await owner.Page.RunAxe()).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").Should().BeEmpty();
        await owner.PictureAsync("dialog-add-new-integration");
        await addKey.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var key = await owner.Page.Locator("#api-key-value").InnerTextAsync();
        await addKey.GetByLabel("I have stored this key").CheckAsync();
        await addKey.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        using var client = fixture.App.Client(key);
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
        await Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToContainTextAsync("−1 Orders: View all · 1 user · 1 API key");
        await SaveAsync(owner, "Returns desk");
        Volatile.Write(ref saved, Stopwatch.GetTimestamp());
        await Task.WhenAll(loops);

        calls.Where(c => c.Started < saved).Should().Contain(c => c.Status == HttpStatusCode.OK);
        var after = calls.Where(c => c.Started >= saved).ToList();
        after.Should().HaveCountGreaterThanOrEqualTo(60);
        after.Count(c => c.Status != HttpStatusCode.Forbidden).Should().Be(0, "no call that started after the save returned may be let in");
        (await client.GetAsync("/api/v1/orders/2")).StatusCode.Should().Be(HttpStatusCode.OK, "the rest of the group's permissions stays");
        owner.Complaints.Should().BeEmpty();

        async Task LoopAsync()
        {
            using var script = fixture.App.Client(key);
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

    [Fact]
    public async Task Editor_TwoAdmins_TheSecondIsToldWhatTheFirstChangedAndPutsTheirsOnTop()
    {
        await AddAsync("cora", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var first = await OwnerAtAsync("cora-group");
        await using var second = await OwnerAtAsync("cora-group");
        await Box(first, "Orders: Edit").UncheckAsync();
        await Box(second, "Products: View").CheckAsync();
        await SaveAsync(first, "cora-group");

        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        var told = second.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "changed this group" });
        await Expect(told).ToContainTextAsync("Olivia Okafor changed this group");
        await Expect(told).ToContainTextAsync("−1 Orders: Edit");
        await second.PictureAsync("group-conflict");
        await told.GetByRole(AriaRole.Button, new() { Name = "Put my changes onto the new state" }).ClickAsync();
        await Expect(Box(second, "Orders: Edit")).Not.ToBeCheckedAsync();
        await Expect(Box(second, "Products: View", exact: true)).ToBeCheckedAsync();
        await SaveAsync(second, "cora-group");
        await using var db = fixture.App.OpenDatabase();
        (await db.RoleClaims.Where(c => db.Roles.Any(g => g.Id == c.RoleId && g.Code == "cora-group")).Select(c => c.ClaimValue!).ToListAsync())
            .Should().BeEquivalentTo(Permissions.Orders.View, Permissions.Products.View);
    }

    [Fact]
    public async Task Editor_LeavingWithUnsavedChanges_AsksFirst_AndIsUsableByKeyboard()
    {
        await AddAsync("lena", Permissions.Orders.View);
        await using var owner = await OwnerAtAsync("lena-group");
        var box = Box(owner, "Orders: View", exact: true);
        await box.FocusAsync();
        await owner.Page.Keyboard.PressAsync("Space");
        await Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToContainTextAsync("−1 Orders: View");
        await Expect(box).ToBeFocusedAsync();

        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Audit Log" }).ClickAsync();
        var ask = owner.Page.GetByRole(AriaRole.Dialog);
        await Expect(ask).ToContainTextAsync("Leave without saving?");
        await ask.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        owner.Page.Url.Should().EndWith("/configuration/user-groups/lena-group");
        await Expect(box).Not.ToBeCheckedAsync();

        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Audit Log" }).ClickAsync();
        await ask.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Audit log");
    }

    [Theory]
    [InlineData(false, 1360)]
    [InlineData(true, 1360)]
    [InlineData(false, 320)]
    public async Task Editor_Axe_IsCleanAndDoesNotScrollSideways(bool dark, int width)
    {
        await using var visitor = await fixture.NewVisitorAsync(width, 800, dark);
        await visitor.SignInAsync("admin");
        await visitor.OpenAsync("/configuration/user-groups/operations");
        await Expect(visitor.Page.GetByLabel("Users: Delete. You do not hold this permission, so you cannot give it")).ToBeDisabledAsync();
        await Box(visitor, "Users: View", exact: true).CheckAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToBeVisibleAsync();

        var found = await visitor.Page.RunAxe();

        found.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").Should().BeEmpty();
        (await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
        await visitor.PictureAsync($"user-group-{width}-{(dark ? "dark" : "light")}");
    }

    [Fact]
    public async Task Find_ByKeyboard_OpensWhatWasFound()
    {
        await AddAsync("keyla", Permissions.Orders.View);
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/help");
        await visitor.Page.Keyboard.PressAsync("Control+k");
        var box = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Find anything" });
        await visitor.Page.Keyboard.TypeAsync("keyla");
        // The user keyla and its group, in the menu's order.
        var options = visitor.Page.GetByRole(AriaRole.Option);
        await Expect(options).ToHaveCountAsync(2);
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        (await visitor.Page.RunAxe()).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").Should().BeEmpty();
        await visitor.PictureAsync("find");
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(options.Last).ToHaveAttributeAsync("aria-selected", "true");
        // At once, while the list of before is perhaps still there.
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.Page.Keyboard.TypeAsync("keyla-group");
        await Expect(box).ToHaveValueAsync("keyla-group");
        await Expect(options).ToHaveCountAsync(1);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "keyla-group", Level = 1 })).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task FindAndSearch_LettersTypedFastOverASlowLine_NoneIsLostOrTakenBack()
    {
        await AddAsync("slow-walker", Permissions.Orders.View);
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SlowLineAsync(TimeSpan.FromMilliseconds(150));
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/users");
        var letters = new KeyboardTypeOptions { Delay = 40 };
        await visitor.Page.Keyboard.PressAsync("Control+k");
        var find = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Find anything" });
        await visitor.Page.Keyboard.TypeAsync("slow-wal", letters);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.Page.Keyboard.TypeAsync("slow-walker", letters);
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "slow-walker Test", Level = 1 })).ToBeVisibleAsync();
        await Expect(find).ToHaveValueAsync(string.Empty);

        // Before the page has come to life, too, and it is drawn anew.
        await visitor.Page.GotoAsync("/configuration/users", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await find.FocusAsync();
        await visitor.Page.Keyboard.TypeAsync("slow-walker");
        (await visitor.Page.Locator("body[data-interactive]").CountAsync()).Should().Be(0, "this must be before");
        await visitor.ReadyAsync();
        await Expect(find).ToHaveValueAsync("slow-walker");
        await Expect(find).ToBeFocusedAsync();
        await Expect(visitor.Page.Locator("#find-results").GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await visitor.Page.Keyboard.PressAsync("Escape");

        var search = visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name or email" });
        await search.FocusAsync();
        // Slower than the pause after which the list follows: answers come back between the letters.
        await visitor.Page.Keyboard.TypeAsync("slow-walker@", new() { Delay = 270 });
        await Expect(search).ToHaveValueAsync("slow-walker@");
        await Expect(visitor.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(search).ToHaveValueAsync("slow-walker@");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).First.ClickAsync();
        await Expect(search).ToHaveValueAsync(string.Empty);
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Find_WholeKeyPasted_NamesItAndItsStateWhileOnlyTheHashTravels_R5_R8()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var user = await fixture.App.Services.AddUserWithAsync("lost-bot@commercekitty.example", Permissions.Orders.View);
        var (id, value) = await fixture.App.Services.AddKeyAsync(user, "Found in an old script");
        var sent = new ConcurrentQueue<string>();
        visitor.Page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
            sent.Enqueue(frame.Text ?? Encoding.Latin1.GetString(frame.Binary ?? []));
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/help");

        var box = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Find anything" });
        await box.FillAsync($"  {value} ");

        var option = visitor.Page.GetByRole(AriaRole.Option);
        await Expect(option).ToContainTextAsync("Found in an old script");
        await Expect(option).ToContainTextAsync($"{value[..10]}…, active, acts as lost-bot Test");
        await Expect(box).ToHaveValueAsync(value[..10]);
        var secret = value[10..];
        sent.Should().NotBeEmpty();
        sent.Should().NotContain(f => f.Contains(secret, StringComparison.Ordinal), "only the hash travels");
        (await visitor.Page.ContentAsync()).Should().NotContain(secret);
        fixture.App.Logs.Where(l => l.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty();
        await using var db = fixture.App.OpenDatabase();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditActions.ApiKeyLookedUp && e.TargetId == id);
        entry.Should().BeEquivalentTo(new { TargetType = "api-keys", Target = "Found in an old script", Actor = "Olivia Okafor" });

        // One character off: well-formed for the eye, but no key of ours.
        await box.FillAsync(value[..^1] + (value[^1] == 'a' ? 'b' : 'a'));
        await Expect(visitor.Page.Locator(".ck-find-message")).ToContainTextAsync("No key has this value");
        visitor.Complaints.Should().BeEmpty();
    }

    private static ILocator Box(Visitor visitor, string label, bool exact = true) =>
        visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = label, Exact = exact });

    private static async Task SaveAsync(Visitor visitor, string group)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByText($"{group} is saved.").First).ToBeVisibleAsync();
    }

    private Task AddAsync(string mailbox, params string[] permissions) =>
        fixture.App.Services.AddUserWithAsync($"{mailbox}@commercekitty.example", permissions);

    private async Task<Visitor> SignedInAsync(string mailbox)
    {
        var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync(mailbox, ShopSeeding.Password);
        return visitor;
    }

    private async Task<Visitor> OwnerAtAsync(string group)
    {
        var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync($"/configuration/user-groups/{group}");
        return visitor;
    }
}
