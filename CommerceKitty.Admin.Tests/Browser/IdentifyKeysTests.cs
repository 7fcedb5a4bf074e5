using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>Whose keys are in a text: the browser recognizes them, and no value leaves it (R5).</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
[Collection(JourneysGroup.Name)]
public sealed class IdentifyKeysTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Identify_TextWithKeys_NamesEachWhileOnlyHashesTravel_R5_R15()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var user = await fixture.App.Services.AddUserWithAsync("leaky-bot@commercekitty.example", Permissions.Orders.View);
        var (_, value) = await fixture.App.Services.AddKeyAsync(user, "Left in a build log");
        var mistyped = value[..^1] + (value[^1] == 'a' ? 'b' : 'a');
        var stranger = ApiKeyToken.Create();
        var sent = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
            sent.Enqueue(frame.Text ?? Encoding.Latin1.GetString(frame.Binary ?? []));
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys/identify");
        var text = page.GetByLabel("Text with API keys");
        var identify = page.GetByRole(AriaRole.Button, new() { Name = "Identify", Exact = true });
        var summary = page.Locator("#identify-summary");

        await text.FillAsync("Nothing in here, <script>alert(1)</script>");
        await identify.ClickAsync();
        await Expect(summary).ToContainTextAsync("No API key in this text");
        await Expect(page.Locator("#identify-requests-summary")).ToHaveCountAsync(0);

        // A request ID alone, and in a log line beside the key.
        using (var client = fixture.App.Client(value))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
            request.Headers.Add("X-Request-Id", "leak-0001.42");
            (await client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }

        await fixture.App.Services.GetRequiredService<CallRecorder>().FlushAsync();
        await text.FillAsync(" leak-0001.42 ");
        await identify.ClickAsync();
        var requests = page.Locator("#identify-requests tbody tr");
        await Expect(requests).ToHaveCountAsync(1);
        await Expect(requests).ToContainTextAsync("GET /api/v1/products answered 403: Permission missing");
        await Expect(requests).ToContainTextAsync("Left in a build log");

        await text.FillAsync($"""
            2026-11-28 curl -H "Authorization: Bearer {value}" https://shop.example
            COMMERCE_KITTY_KEY={value}
            X-Request-Id: leak-0001.42, requestId="nobody-knows-1"
            first characters {value[..10]}, mistyped {mistyped}, cut {value[..30]}
            {stranger}
            """);
        await identify.ClickAsync();

        await Expect(summary).ToHaveTextAsync("1 key of this account in this text.");
        await Expect(text).ToHaveValueAsync(string.Empty);
        var rows = page.Locator("#identify-keys tbody tr");
        await Expect(rows).ToHaveCountAsync(5);
        await Expect(rows.First).ToContainTextAsync("Left in a build log");
        await Expect(rows.First).ToContainTextAsync("Active");
        await Expect(rows.First).ToContainTextAsync("1 and 1 more");
        await Expect(page.Locator("#identify-keys")).ToContainTextAsync("its checksum does not match");
        await Expect(page.Locator("#identify-keys")).ToContainTextAsync("30 characters instead of 48");
        await Expect(page.Locator("#identify-keys")).ToContainTextAsync("Not a key of this account");
        foreach (var secret in new[] { value[10..], mistyped[10..], stranger[10..] })
        {
            sent.Should().NotContain(f => f.Contains(secret, StringComparison.Ordinal), "only the hash travels");
            (await page.ContentAsync()).Should().NotContain(secret);
        }

        await Expect(page.Locator("#identify-requests-summary")).ToHaveTextAsync("1 of 2 request IDs is known.");
        (await visitor.InspectAsync("identify-keys")).Should().BeEmpty();
        await rows.First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Left in a build log" })).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Identify_AMegabyteWith5000Values_IsReadAndMoreIsRefusedWithoutLoss()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys/identify");
        var text = page.GetByLabel("Text with API keys");
        var identify = page.GetByRole(AriaRole.Button, new() { Name = "Identify", Exact = true });
        var values = string.Join('\n', Enumerable.Range(0, 5_010).Select(_ => ApiKeyToken.Create()));

        await PasteAsync(values + string.Concat(Enumerable.Repeat('\n' + new string('x', 127), 8 * 1024)));
        await identify.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("longer than 1 MB");
        (await text.InputValueAsync()).Length.Should().BeGreaterThan(1024 * 1024, "what was pasted is still there");

        await PasteAsync(values);
        await identify.ClickAsync();

        await Expect(page.Locator("#identify-summary")).ToHaveTextAsync("No key of this account in this text.");
        await Expect(page.GetByText("Only the first 5,000 values were identified")).ToBeVisibleAsync();
        await Expect(page.GetByText("4,500 more are not listed")).ToBeVisibleAsync();
        visitor.Complaints.Should().BeEmpty();

        // Playwright types into a field, which takes minutes for a megabyte.
        Task PasteAsync(string all) => text.EvaluateAsync("(field, all) => { field.value = all; }", all);
    }
}
