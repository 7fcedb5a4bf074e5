using CommerceKitty.Admin.Tests.Features.Setup;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The first run in real browsers.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class SetupTests(BrowserFixture fixture) : IAsyncDisposable
{
    private const string Password = "nine-quiet-harbours";

    private readonly FreshAppHost _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetupPage_InEachWidth_IsAccessibleAndFits(bool dark)
    {
        await using var visitor = await fixture.NewVisitorAsync(dark: dark, at: _app);
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Set up Commerce Kitty" })).ToBeVisibleAsync();
        var defects = await visitor.InspectAsync("setup");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create owner account" }).ClickAsync();
        await Expect(visitor.Page.GetByText("This is not the code")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("setup-errors"));

        defects.AddRange(visitor.Complaints);
        string.Join('\n', defects).Should().BeEmpty();
    }

    [Fact]
    public async Task TwoBrowsersAtOnce_OneOwnsTheAccountTheOtherIsToldAndThePageIsGone()
    {
        await using var one = await FilledAsync("one@commercekitty.example");
        await using var other = await FilledAsync("other@commercekitty.example");

        await Task.WhenAll(SubmitAsync(one), SubmitAsync(other));

        await using var db = _app.OpenDatabase();
        var owner = await db.Users.SingleAsync();
        owner.IsOwner.Should().BeTrue();
        var (winner, loser) = owner.Email == "one@commercekitty.example" ? (one, other) : (other, one);
        await Expect(loser.Page.GetByText("Someone else has just set this account up")).ToBeVisibleAsync();
        await loser.PictureAsync("setup-lost");
        await loser.Page.GotoAsync("/setup");
        await Expect(loser.Page.GetByRole(AriaRole.Heading, new() { Name = "Page not found" })).ToBeVisibleAsync();
        winner.Page.Url.Should().EndWith("/account/sign-in?note=owner");
        await winner.PictureAsync("setup-done");
        await winner.SignInAsync(owner.Email!.Split('@')[0], Password);
        await Expect(winner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Home");
        winner.Complaints.Should().BeEmpty();
    }

    private async Task<Visitor> FilledAsync(string email)
    {
        var visitor = await fixture.NewVisitorAsync(at: _app);
        await visitor.Page.GotoAsync("/");
        await visitor.Page.GetByLabel("One-time code").FillAsync(SetupPageTests.CodeIn(_app));
        await visitor.Page.GetByLabel("Email").FillAsync(email);
        await visitor.Page.GetByLabel("First name").FillAsync("Olga");
        await visitor.Page.GetByLabel("Password", new() { Exact = false }).First.FillAsync(Password);
        await visitor.Page.GetByLabel("Repeat password").FillAsync(Password);
        return visitor;
    }

    private static async Task SubmitAsync(Visitor visitor)
    {
        var answered = visitor.Page.WaitForResponseAsync(r =>
            r.Request.Method == "POST" && r.Url.EndsWith("/setup", StringComparison.Ordinal));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create owner account" }).ClickAsync();
        await answered;
    }
}
