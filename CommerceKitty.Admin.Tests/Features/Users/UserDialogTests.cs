using Bunit;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace CommerceKitty.Admin.Tests.Features.Users;

/// <summary>The dialogs over the list of users, and one user's page.</summary>
public sealed class UserDialogTests : PageContext
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    [Fact]
    public async Task Add_OffersExactlyTheAssignableGroupsAndInvites_R6()
    {
        await Shop.AddGroupAsync("weak", Permissions.Users.Create);
        await Shop.AddGroupAsync("strong", Permissions.Orders.Edit);
        var page = await OpenWithAsync("/configuration/users", Permissions.Users.ViewAll, Permissions.Users.Create);
        page.Rows();

        page.Button("Add user").Click();
        page.WaitForAssertion(() =>
            page.FindAll("#user-group option").Select(o => o.TextContent).Should().Equal("Choose a group", "viewer-group", "weak"));
        page.Find("#user-email").Input("nadia@example.com");
        page.Find("#user-first-name").Input("Nadia");
        page.Find("#user-group").Change("weak");
        page.Find("#add-user-form").Submit();

        page.ShouldSay("Nadia can choose a password with the link sent to nadia@example.com");
        Shop.Mails.Sent.Should().ContainSingle().Which.To.Should().Be("nadia@example.com");
        page.Button("Close").Click();
        page.WaitForAssertion(() => page.Rows().Should().Contain(r => r[0] == "Nadia" && r[4] == "Invited"));
    }

    [Fact]
    public async Task Edit_AnotherGroup_SaysWhatTheMoveChangesForTheUsersKeys_R15()
    {
        var bot = await Shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (key, _) = await Shop.Services.AddKeyAsync(bot);
        await Shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = key,
            Hour = Shop.Time.GetUtcNow().UtcDateTime.Date.AddDays(-2),
            Permission = Permissions.Orders.View,
            Result = KeyUseResult.Accepted,
            Node = Guid.Empty,
            Count = 3,
        });
        await Shop.AddGroupAsync("products-only", Permissions.Products.View);
        var page = await OpenWithAsync($"/configuration/users/{bot.Id}", Everything);
        page.WaitForAssertion(() => page.Buttons("Edit").Should().ContainSingle());
        page.Button("Edit").Click();

        page.WaitForElement("#user-group").Change("products-only");

        page.ShouldSay("Permissions change: +1 Products: View · −1 Orders: View. 1 API key used what goes in the last 90 days.");
        page.ShouldSay("1 API key that acts as bot Test can do more too.");
    }

    [Fact]
    public async Task Page_SessionOfSomebody_IsShownAndEndedAlone_R3()
    {
        var pia = await Shop.AddUserWithAsync("pia@example.com");
        var now = Shop.Time.GetUtcNow().UtcDateTime;
        UserSession Session(string address, string agent) =>
            new()
            {
                UserId = pia.Id,
                StartedAt = now.AddHours(-2),
                LastSeenAt = now,
                Address = address,
                UserAgent = agent,
            };
        await Shop.AddAsync(
            Session("203.0.113.7", "Mozilla/5.0 (iPhone) Safari/605"),
            Session("198.51.100.4", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"));
        var page = await OpenWithAsync($"/configuration/users/{pia.Id}", Permissions.Users.View, Permissions.Users.Edit);
        page.ShouldSay("Safari on iOS from 203.0.113.7 signed in 2 h ago , last seen just now");

        page.Button("Sign out Safari on iOS from 203.0.113.7").Click();

        page.ShouldSay("Safari on iOS was signed out.");
        page.WaitForAssertion(() =>
            page.FindAll(".ck-sessions li")
                .Should()
                .ContainSingle()
                .Which.Words()
                .Should()
                .StartWith("Firefox on Windows from 198.51.100.4"));
    }

    [Fact]
    public async Task Page_SessionsWithoutPermissionToEdit_CannotBeEnded()
    {
        var pia = await Shop.AddUserWithAsync("pia@example.com");
        var now = Shop.Time.GetUtcNow().UtcDateTime;
        await Shop.AddAsync(
            new UserSession
            {
                UserId = pia.Id,
                StartedAt = now,
                LastSeenAt = now,
                Address = "203.0.113.7",
                UserAgent = "curl",
            });

        var page = await OpenWithAsync($"/configuration/users/{pia.Id}", Permissions.Users.View);

        page.ShouldSay("from 203.0.113.7");
        page.FindAll(".ck-sessions button").Should().BeEmpty();
    }

    [Fact]
    public async Task Add_MailServerAway_SaysSoAndThatNothingIsLost()
    {
        Shop.Mails.Broken = true;
        var page = await OpenWithAsync("/configuration/users", Permissions.Users.ViewAll, Permissions.Users.Create);
        page.Rows();
        page.Button("Add user").Click();
        page.WaitForElement("#user-email").Input("nadia@example.com");
        page.Find("#user-first-name").Input("Nadia");
        page.Find("#user-group").Change("viewer-group");
        page.Find("#add-user-form").Submit();

        page.ShouldSay("The mail server mail.example does not answer.");
        page.ShouldSay("Nadia was added anyway");
    }

    [Fact]
    public async Task Add_WrongFields_AreNamedAndWhatWasTypedStays()
    {
        var page = await OpenWithAsync("/configuration/users", Permissions.Users.ViewAll, Permissions.Users.Create);
        page.Rows();
        page.Button("Add user").Click();
        page.WaitForElement("#user-email").Input("not an email");
        page.Find("#add-user-form").Submit();

        page.ShouldSay("Email is not an address");
        page.ShouldSay("Enter a first name.");
        page.Find("#user-email").GetAttribute("value").Should().Be("not an email");
    }

    [Fact]
    public async Task Edit_ChangedMeanwhile_KeepsWhatWasTypedAndSavesAfterLookingAgain()
    {
        var owner = await Shop.AddOwnerAsync();
        var pia = await Shop.AddUserWithAsync("pia@example.com");
        var page = Open(owner, $"/configuration/users/{pia.Id}");
        page.WaitForAssertion(() => page.Buttons("Edit").Should().ContainSingle());
        page.Button("Edit").Click();
        page.WaitForElement("#user-first-name").Input("Typed");
        await using (var other = Shop.AsCommandLine())
        {
            var seen = (await other.Users.GetAsync(pia.Id)).Value!;
            (
                await other.Users.EditAsync(
                    pia.Id,
                    new UserEdit
                    {
                        Email = seen.Email,
                        FirstName = "pia",
                        LastName = "Elsewhere",
                        GroupCode = seen.GroupCode,
                    },
                    seen.Version)).Error.Should().BeNull();
        }

        page.Find("#edit-user-form").Submit();
        page.ShouldSay("Someone else changed this user");
        page.Button("Load the new version").Click();
        page.ShouldSay("This is the new version with your input");
        page.Find("#user-last-name").GetAttribute("value").Should().Be("Elsewhere", "it was not touched");
        page.Find("#user-first-name").GetAttribute("value").Should().Be("Typed");
        page.Find("#edit-user-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Find("h1").TextContent.Should().Be("Typed Elsewhere"));
    }

    [Fact]
    public async Task Disable_ShowsTheKeysThatStopAndThoseThatWereSeen_RevokesAndReissues()
    {
        var owner = await Shop.AddOwnerAsync();
        var leaver = await Shop.AddUserWithAsync(
            "leaver@example.com",
            Permissions.Orders.View,
            Permissions.Orders.Edit,
            Permissions.ApiKeys.Create);
        var robot = await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        await Shop.AddKeyAsync(leaver, "Stops");
        await using (var acting = Shop.As(leaver))
            (await acting.ApiKeys.CreateAsync(new("Seen", robot.Id))).Error.Should().BeNull();
        var page = Open(owner, $"/configuration/users/{leaver.Id}");

        Choose(page, "leaver Test", "Disable…");
        page.ShouldSay("1 API key will stop");
        page.ShouldSay("1 API key keeps working, but leaver Test has seen its value");
        page.FindAll(".ck-choice-list select")[0].Change("Reissue");
        ChooseHeir(page, robot);
        page.ShouldSay("The new key loses: Orders: Edit, API keys: Create.");
        page.FindAll(".ck-choice-list select")[1].Change("Revoke");
        page.Find("#disable-user-form").Submit();

        page.ShouldSay("Save your new API key");
        await using var db = Shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.Id == leaver.Id)).Enabled.Should().BeFalse();
        var keys = await db.ApiKeys.OrderBy(k => k.Id).ToListAsync();
        keys.Select(k => (k.Name, k.UserId, Revoked: k.RevokedAt != null)).Should().Equal(
            ("Stops", leaver.Id, false), ("Seen", robot.Id, true), ("Stops", robot.Id, false));
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData("168", 168)]
    [InlineData("0", null)]
    public async Task Disable_ReissueOfASeenKey_TheOldOneEndsAfterAnOverlap(string? choice, int? hours)
    {
        var owner = await Shop.AddOwnerAsync();
        var leaver = await Shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View, Permissions.ApiKeys.Create);
        var robot = await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        await using (var acting = Shop.As(leaver))
            (await acting.ApiKeys.CreateAsync(new("Seen", robot.Id))).Error.Should().BeNull();
        var page = Open(owner, $"/configuration/users/{leaver.Id}");
        Choose(page, "leaver Test", "Disable…");
        page.ShouldSay("1 API key keeps working, but leaver Test has seen its value");
        page.Find(".ck-choice-list select").Change("Reissue");
        ChooseHeir(page, robot);
        if (choice is not null)
            page.FindAll(".ck-choice-list select")[1].Change(choice);
        page.ShouldSay(hours is null ? "The old key keeps working. Revoke it once the new one is in use." : "Both work until it expires.");

        page.Find("#disable-user-form").Submit();

        page.ShouldSay("Save your new API key");
        await using var db = Shop.OpenDatabase();
        var keys = await db.ApiKeys.OrderBy(k => k.Id).ToListAsync();
        keys.Select(k => (k.Name, k.UserId, k.ExpiresAt)).Should().Equal(
            ("Seen", robot.Id, hours is { } end ? keys[1].CreatedAt.AddHours(end) : keys[0].CreatedAt.AddDays(365)),
            ("Seen", robot.Id, keys[1].CreatedAt.AddDays(365)));
    }

    [Fact]
    public async Task Disable_ReissueWithoutAUser_AsksForItAndDisablesNobody()
    {
        var owner = await Shop.AddOwnerAsync();
        var leaver = await Shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        await Shop.AddKeyAsync(leaver, "Stops");
        var page = Open(owner, $"/configuration/users/{leaver.Id}");
        Choose(page, "leaver Test", "Disable…");
        page.ShouldSay("1 API key will stop");
        page.Find(".ck-choice-list select").Change("Reissue");

        page.Find("#disable-user-form").Submit();

        page.ShouldSay("Choose the user the new key acts as.");
        await using var db = Shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.Id == leaver.Id)).Enabled.Should().BeTrue();
        page.FindComponent<KeyHolderField>().Instance.Candidates.Should().NotContain(
            c => c.Access.UserId == leaver.Id,
            "the leaver is not offered");
    }

    [Fact]
    public async Task Disable_ReissueToSomebodyElse_SaysTheDifferenceBothWays()
    {
        var owner = await Shop.AddOwnerAsync();
        var leaver = await Shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var other = await Shop.AddUserWithAsync("other@example.com", Permissions.Orders.View, Permissions.Products.View);
        var stronger = await Shop.AddUserWithAsync(
            "stronger@example.com",
            Permissions.Orders.View,
            Permissions.Orders.Edit,
            Permissions.Orders.Create);
        var twin = await Shop.AddUserAsync("twin@example.com", "leaver-group");
        await Shop.AddKeyAsync(leaver, "Stops");
        var page = Open(owner, $"/configuration/users/{leaver.Id}");
        Choose(page, "leaver Test", "Disable…");
        page.ShouldSay("1 API key will stop");
        page.Find(".ck-choice-list select").Change("Reissue");

        foreach (var (heir, words) in new[]
        {
            (other, "The new key loses: Orders: Edit. It gains: Products: View."),
            (stronger, "The new key gains: Orders: Create."),
            (twin, "The new key has the same permissions."),
        })
        {
            ChooseHeir(page, heir);
            page.ShouldSay(words);
        }
    }

    [Fact]
    public async Task Edit_PersonToIntegration_SaysWhatGoesAndSaves()
    {
        var owner = await Shop.AddOwnerAsync();
        var pia = await Shop.AddUserWithAsync("pia@example.com");
        var page = Open(owner, $"/configuration/users/{pia.Id}");
        page.WaitForAssertion(() => page.Buttons("Edit").Should().ContainSingle());
        page.Button("Edit").Click();
        page.WaitForElement("input[value=integration]").Change("integration");
        page.ShouldSay("pia Test will be signed out everywhere and can never sign in again");

        page.Find("#edit-user-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Find(".ck-page-header").Words().Should().Contain("Integration"));
    }

    [Fact]
    public async Task Edit_Owner_CannotBecomeAnIntegration()
    {
        var owner = await Shop.AddOwnerAsync();
        var page = Open(owner, $"/configuration/users/{owner.Id}");
        page.WaitForAssertion(() => page.Buttons("Edit").Should().ContainSingle());

        page.Button("Edit").Click();

        page.WaitForElement("fieldset.ck-choices").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task Transfer_HeirWithKeys_SaysThatTheyGrowToo()
    {
        var owner = await Shop.AddOwnerAsync();
        var pia = await Shop.AddUserWithAsync("pia@example.com");
        await Shop.AddKeyAsync(pia);
        var page = Open(owner, "/configuration/users");
        page.Rows();

        Choose(page, "pia Test", "Make account owner…");

        page.ShouldSay("1 API key that acts as pia Test will also be able to do everything.");
    }

    [Fact]
    public async Task Menu_OfTheOwnerAndOneself_OffersWhatWorks()
    {
        await Shop.AddOwnerAsync();
        var admin = await Shop.AddUserWithAsync("admin@example.com", Everything);
        var page = Open(admin, "/configuration/users");
        page.Rows();

        page.WaitForAssertion(() => page.Buttons("Actions for admin Test").Should().ContainSingle());
        page.Buttons("Actions for owner Test").Should().BeEmpty("only the owner acts on the owner");
        page.Button("Actions for admin Test").Click();
        page.WaitForAssertion(() => page.FindAll(".mud-menu-item").Select(i => i.TextContent.Trim())
            .Should().Equal("Edit…", "Reset password…", "Sign out everywhere…"));
    }

    [Fact]
    public async Task Transfer_WrongThenRightPassword_ThePageFollows()
    {
        var owner = await Shop.AddOwnerAsync();
        var pia = await Shop.AddUserWithAsync("pia@example.com");
        var page = Open(owner, "/configuration/users");
        page.Rows();
        Choose(page, "pia Test", "Make account owner…");
        page.WaitForElement("#owner-password").Input("wrong-password-here");
        page.Find("#transfer-ownership-form").Submit();
        page.ShouldSay("This is not your password");
        page.Find("#owner-password").Input(TestShop.Password);
        page.Find("#transfer-ownership-form").Submit();

        page.ShouldSay("pia Test is now the account owner.");
        await using var db = Shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.IsOwner)).Id.Should().Be(pia.Id);
    }

    [Fact]
    public async Task UserPage_ShowsPermissionsWithTheirGroupKeysAndAudit()
    {
        var pia = await Shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);
        await Shop.Services.AddKeyAsync(pia, "Pia's key");

        var page = await OpenWithAsync(
            $"/configuration/users/{pia.Id}",
            Permissions.Users.View,
            Permissions.ApiKeys.ViewAll,
            Permissions.AuditLog.ViewAll);

        page.ShouldSay("Orders View");
        page.ShouldSay("From the user group pia-group. Changes to the group apply immediately.");
        page.ShouldSay("Act as pia Test");
        page.ShouldSay("Pia's key created by Command line (tester)");
        page.ShouldSay("Not signed in anywhere.");
        page.ShouldSay("Activity Nothing yet.");
        page.ShouldSay("Changes to this user Nothing yet.");
    }

    [Fact]
    public async Task UserPage_BusyUser_StillShowsWhatWasDoneToIt_AndLeadsToAllOfEither()
    {
        var owner = await Shop.AddOwnerAsync();
        var pia = await Shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);
        await using (var operating = Shop.AsCommandLine())
        {
            (await operating.Users.DisableAsync(pia.Id)).Error.Should().BeNull();
            (await operating.Users.EnableAsync(pia.Id)).Error.Should().BeNull();
        }

        await Shop.AddAsync(Enumerable.Range(1, 30).Select(i => (object)new AuditEntry
        {
            At = Shop.Time.GetUtcNow().UtcDateTime.AddMinutes(i),
            ActorKind = ActorKind.ApiKey,
            ActorUserId = pia.Id,
            Actor = "pia Test",
            Action = AuditActions.OrderEdited,
            TargetType = "orders",
            TargetId = i,
            Target = $"CK-{i}",
        }));
        var page = Open(owner, $"/configuration/users/{pia.Id}");

        page.ShouldSay("The newest 8 of 30. All in the audit log");
        page.WaitForAssertion(() =>
            page.Find("section[aria-labelledby=user-done-to]").Words().Should().Contain("Disabled a user Command line (tester)"));
        Navigation.NavigateTo(page.Find("section[aria-labelledby=user-did] .ck-card-end a").GetAttribute("href")!);
        page.ShouldSay("By: pia Test");
        page.Column(3).Should().OnlyContain(t => t.StartsWith("CK-", StringComparison.Ordinal));
        Navigation.NavigateTo(AuditLogPage.AddressOf(pia.Id, AuditSide.DoneTo));
        page.ShouldSay("Changes by others to: pia Test");
        page.WaitForAssertion(() =>
            page.Column(2).Should().Equal("Enabled a user Details Enabled no → yes", "Disabled a user Details Enabled yes → no"));
    }

    [Fact]
    public async Task UserPage_WithLessPermission_ShowsLess()
    {
        var pia = await Shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);

        var page = await OpenWithAsync($"/configuration/users/{pia.Id}", Permissions.Users.View);

        page.WaitForAssertion(() => page.Find(".ck-facts dd").TextContent.Should().Be("pia@example.com"));
        page.Text().Should().NotContain("API keys").And.NotContain("Activity").And.NotContain("Changes to this user");
        page.Buttons("Actions for pia Test").Should().BeEmpty();
    }

    [Fact]
    public async Task UserPage_NobodyThere_SaysSo()
    {
        var page = await OpenWithAsync("/configuration/users/999", Permissions.Users.View);
        page.ShouldSay("User not found");
    }

    /// <summary>Chooses who a key is re-issued under.</summary>
    private static void ChooseHeir(IRenderedComponent<CommerceKitty.Admin.Components.Routes> page, User heir)
    {
        page.Find("[role=combobox][id^=new-holder]").Input(heir.Email);
        page.Find("[role=option]").Click();
    }

    /// <summary>Opens the menu of a user and clicks an item; the dialog comes when the menu is gone.</summary>
    private void Choose(IRenderedComponent<CommerceKitty.Admin.Components.Routes> page, string name, string item)
    {
        page.WaitForAssertion(() => page.Buttons($"Actions for {name}").Should().ContainSingle());
        page.Button($"Actions for {name}").Click();
        page.WaitForAssertion(() => page.FindAll(".mud-menu-item").Should().Contain(i => i.TextContent.Trim() == item));
        page.FindAll(".mud-menu-item").Single(i => i.TextContent.Trim() == item).Click();
        page.WaitForState(() =>
        {
            // The clock stands still until it is moved.
            Shop.Time.Advance(TimeSpan.FromMilliseconds(100));
            return page.FindAll(".mud-dialog").Count > 0;
        });
    }
}
