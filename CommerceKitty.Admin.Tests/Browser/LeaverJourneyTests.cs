using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>A person's whole time here: invited, signed in, disabled by somebody else while the page is open (R3).</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class LeaverJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Person_InvitedSignsInAndIsDisabled_TheOpenPageIsSignedOutWithin5SecondsWithoutAClick_R3()
    {
        await using var owner = await fixture.NewVisitorAsync();
        await owner.SignInAsync("owner");
        await owner.OpenAsync("/configuration/users");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        var add = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add user" });
        await add.GetByRole(AriaRole.Textbox, new() { Name = "Email" }).FillAsync("nadia+journey@example.com");
        await add.GetByLabel("First name").FillAsync("Nadia");
        await add.GetByLabel("User group").SelectOptionAsync("operations");
        await add.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        var sent = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "Invitation sent" });
        var file = await sent.Locator("code").InnerTextAsync();
        await sent.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        var token = MailBox.TokenIn(await File.ReadAllTextAsync(file));

        await using var nadia = await fixture.NewVisitorAsync();
        await nadia.Page.GotoAsync($"/account/invitation#{token}");
        await Expect(nadia.Page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, Nadia" })).ToBeVisibleAsync();
        nadia.Page.Url.Should().NotContain(token);
        await nadia.Page.GetByLabel("New password", new() { Exact = false }).First.FillAsync("seven-quiet-harbours");
        await nadia.Page.GetByLabel("Repeat new password").FillAsync("seven-quiet-harbours");
        await nadia.Page.GetByRole(AriaRole.Button, new() { Name = "Save password" }).ClickAsync();
        await Expect(nadia.Page.GetByText("Your password was saved")).ToBeVisibleAsync();
        await nadia.Page.GetByRole(AriaRole.Textbox, new() { Name = "Email" }).FillAsync("nadia+journey@example.com");
        await nadia.Page.GetByLabel("Password").FillAsync("seven-quiet-harbours");
        await nadia.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await nadia.ReadyAsync();
        await nadia.OpenAsync("/orders");
        await Expect(nadia.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Orders");

        await owner.OpenAsync("/configuration/users?q=nadia");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for Nadia", Exact = true }).ClickAsync();
        await owner.Page.GetByText("Disable…").ClickAsync();
        var disable = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "Disable Nadia?" });
        await Expect(disable.GetByText("No API keys act as Nadia")).ToBeVisibleAsync();
        await disable.GetByRole(AriaRole.Button, new() { Name = "Disable user" }).ClickAsync();
        await Expect(disable).ToBeHiddenAsync();

        // Nobody touches this browser.
        await nadia.Page.WaitForURLAsync("**/account/sign-in**");
        await Expect(owner.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "nadia+journey" }).GetByText("Disabled"))
            .ToBeVisibleAsync();

        // The link is over for good, in whichever browser.
        await nadia.Page.GotoAsync($"/account/invitation#{token}");
        await Expect(nadia.Page.GetByRole(AriaRole.Heading, new() { Name = "This link no longer works" })).ToBeVisibleAsync();
        fixture.App.Logs.Should().NotContain(l => l.Contains(token));
        owner.Complaints.Should().BeEmpty();
        nadia.Complaints.Should().BeEmpty();
    }
}
