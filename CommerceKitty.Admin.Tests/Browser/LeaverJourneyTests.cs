using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
        await add.GetByLabel("Email").FillAsync("nadia+journey@example.com");
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
        await nadia.Page.GetByLabel("Email").FillAsync("nadia+journey@example.com");
        await nadia.Page.GetByLabel("Password").FillAsync("seven-quiet-harbours");
        await nadia.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await nadia.ReadyAsync();
        await nadia.OpenAsync("/orders");
        await Expect(nadia.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Orders");

        await owner.OpenAsync("/configuration/users?q=nadia");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for Nadia", Exact = true }).ClickAsync();
        await owner.Page.GetByText("Disable…").ClickAsync();
        var disable = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "Disable Nadia?" });
        await Expect(disable.GetByText("No API key acts as Nadia")).ToBeVisibleAsync();
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
