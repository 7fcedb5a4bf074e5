using System.Collections.Concurrent;
using System.Text;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>Find anything, and the search of a list, in a real browser.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class FindTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    [Fact]
    public async Task Find_ByKeyboard_OpensWhatWasFound()
    {
        await AddAsync("keyla", Permissions.Orders.View);
        await using var visitor = await Fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/help");
        await visitor.Page.Keyboard.PressAsync("Control+k");
        var box = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Find anything" });
        await visitor.Page.Keyboard.TypeAsync("keyla");
        // The user keyla and its group, in the menu's order.
        var options = visitor.Page.GetByRole(AriaRole.Option);
        await Expect(options).ToHaveCountAsync(2);
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        string.Join('\n', await visitor.InspectAsync("find")).Should().BeEmpty();
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
        await using var visitor = await Fixture.NewVisitorAsync();
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

        // Before the page has come to life, too, and it is drawn again.
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
        await using var visitor = await Fixture.NewVisitorAsync();
        var user = await Fixture.App.Services.AddUserWithAsync("lost-bot@commercekitty.example", Permissions.Orders.View);
        var (id, value) = await Fixture.App.Services.AddKeyAsync(user, "Found in an old script");
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
        Fixture.App.Logs.Where(l => l.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty();
        await using var db = Fixture.App.OpenDatabase();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditActions.ApiKeyLookedUp && e.TargetId == id);
        entry.Should().BeEquivalentTo(new { TargetType = "api-keys", Target = "Found in an old script", Actor = "Olivia Okafor" });

        // One character off: well-formed for the eye, but not one of the account's keys.
        await box.FillAsync(value[..^1] + (value[^1] == 'a' ? 'b' : 'a'));
        await Expect(visitor.Page.Locator(".ck-find-message")).ToContainTextAsync("No key has this value");
        visitor.Complaints.Should().BeEmpty();
    }
}
