using System.Collections.Concurrent;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The API reference in a real browser: everything comes from this server, and a pasted key tries a call.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class ApiReferenceTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData(false, 1360, 860, "light")]
    [InlineData(true, 1360, 860, "dark")]
    [InlineData(false, 390, 844, "narrow")]
    public async Task Reference_LightDarkAndNarrow_ShowsOperationsAndAsksNobodyElse(bool dark, int width, int height, string look)
    {
        await using var visitor = await fixture.NewVisitorAsync(width, height, dark);
        var asked = Watch(visitor.Page);

        await visitor.Page.GotoAsync("/docs");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Commerce Kitty Admin API" })).ToBeVisibleAsync();
        await visitor.PictureAsync($"{look}-docs");
        await visitor.Page.GotoAsync("/docs#tag/orders/GET/api/v1/orders");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "List orders" }).First).ToBeVisibleAsync();
        await visitor.PictureAsync($"{look}-docs-operation");
        string.Join('\n', await visitor.Page.AxeAsync()).Should().BeEmpty();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "← Help" })).ToHaveAttributeAsync("href", "/help/api");

        asked
            .Should()
            .NotBeEmpty()
            .And.OnlyContain(a =>
                a.StartsWith(fixture.App.Address.ToString(), StringComparison.Ordinal)
                || a.StartsWith("data:", StringComparison.Ordinal)
                || a.StartsWith("blob:", StringComparison.Ordinal));
        visitor.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("/help/api")]
    [InlineData("/configuration/api-keys")]
    public async Task Links_FromThePagesAboutKeys_LeadToTheReference(string from)
    {
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync(from);

        // The reference is no page of the circuit: the click must load it.
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "API reference" }).ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Commerce Kitty Admin API" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TryIt_PastedKey_CallsThisServerAndKeepsTheKeyNowhere()
    {
        await using var db = fixture.App.OpenDatabase();
        var robot = await db.Users.SingleAsync(u => u.Email == "integration@commercekitty.example");
        var (_, key) = await fixture.App.Services.AddKeyAsync(robot, "Pasted into the reference");
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        // Somebody else than the key's user is signed in at this browser: the call must not notice.
        await visitor.SignInAsync("viewer");
        var asked = Watch(page);

        await page.GotoAsync("/docs#tag/me/GET/api/v1/me");
        await page.GetByPlaceholder("Token").First.FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request" }).First.ClickAsync();
        var answered = page.WaitForResponseAsync(r => r.Url.EndsWith("/api/v1/me", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync();
        var answer = await answered;
        await Expect(page.GetByText("grantedBy").First).ToBeVisibleAsync();
        await visitor.PictureAsync("light-docs-tried");

        answer.Status.Should().Be(200);
        (await answer.Request.AllHeadersAsync()).Should().Contain("authorization", $"Bearer {key}");
        (await answer.TextAsync()).Should().Contain(robot.Email).And.NotContain("viewer@commercekitty.example");
        (await page.EvaluateAsync<string>("() => JSON.stringify([localStorage, sessionStorage, document.cookie])"))
            .Should()
            .NotContain(key);
        asked
            .Should()
            .OnlyContain(a =>
                a.StartsWith(fixture.App.Address.ToString(), StringComparison.Ordinal)
                || a.StartsWith("data:", StringComparison.Ordinal)
                || a.StartsWith("blob:", StringComparison.Ordinal));
        visitor.Complaints.Should().BeEmpty();
    }

    /// <summary>Whatever the page asks for, anywhere.</summary>
    private static ConcurrentBag<string> Watch(IPage page)
    {
        var asked = new ConcurrentBag<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        return asked;
    }
}
