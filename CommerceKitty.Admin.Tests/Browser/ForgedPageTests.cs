using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>A person at a browser can change its page: enable what is disabled, choose what was never offered. Nothing comes of it (R1,
/// R6).</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class ForgedPageTests(BrowserFixture fixture) : SeveralBrowsers(fixture)
{
    private static readonly string[] Manager =
    [
        Permissions.Users.ViewAll, Permissions.Users.View, Permissions.Users.Edit, Permissions.Users.Create,
        Permissions.UserGroups.ViewAll, Permissions.UserGroups.View, Permissions.UserGroups.Edit, Permissions.UserGroups.Create,
        Permissions.ApiKeys.ViewAll, Permissions.ApiKeys.View, Permissions.ApiKeys.Create,
    ];

    [Fact]
    public async Task Matrix_LockedBoxEnabledAndClicked_IsNotChosen_R6()
    {
        await AddAsync("forger", Manager);
        await using var forger = await SignedInAsync("forger");
        await forger.OpenAsync("/configuration/user-groups/forger-group");
        var locked = forger.Page.GetByLabel("Orders: Edit. You don't have this permission, so you can't grant it");

        foreach (var box in new[] { locked, forger.Page.GetByLabel("Orders: all actions", new() { Exact = true }) })
        {
            await Expect(box).ToBeDisabledAsync();
            await box.EvaluateAsync("box => { box.disabled = false; box.click(); }");
        }

        // What is clicked afterwards is answered after them.
        await Box(forger, "API keys: Create").UncheckAsync();
        await Expect(forger.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" })).ToContainTextAsync("−1 API keys: Create");
        (await forger.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" }).InnerTextAsync()).Should().NotContain("Orders");
        await SaveAsync(forger, "forger-group");
        (await GrantedAsync("forger-group")).Should().BeEquivalentTo(Manager.Except([Permissions.ApiKeys.Create]));
    }

    [Fact]
    public async Task EditUser_GroupThatWasNeverOffered_IsRefusedWithReason_R6()
    {
        await AddAsync("mover", Manager);
        await AddAsync("pawn");
        await using var mover = await SignedInAsync("mover");
        await mover.OpenAsync("/configuration/users?q=pawn");
        await mover.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for pawn Test" }).ClickAsync();
        await mover.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Edit…" }).ClickAsync();
        var dialog = mover.Page.GetByRole(AriaRole.Dialog);
        var group = dialog.GetByLabel("User group");
        await Expect(group.Locator("option[value=mover-group]")).ToHaveCountAsync(1);
        (await group.Locator("option[value=admin]").CountAsync()).Should().Be(0);

        await group.EvaluateAsync("list => list.add(new Option('Admin', 'admin'))");
        await group.SelectOptionAsync("admin");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Users of Admin may do more than you");
        (await UserAsync("pawn")).GroupCode.Should().Be("pawn-group");
    }

    [Fact]
    public async Task EditOneself_KindUnlocked_IsRefusedWithReason()
    {
        await AddAsync("vain", Manager);
        await using var vain = await SignedInAsync("vain");
        await vain.OpenAsync("/configuration/users?q=vain");
        await vain.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for vain Test" }).ClickAsync();
        await vain.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Edit…" }).ClickAsync();
        var dialog = vain.Page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("fieldset.ck-choices").EvaluateAsync("kinds => kinds.disabled = false");

        await dialog.GetByLabel("Integration").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("You cannot make yourself an integration");
        (await UserAsync("vain")).Kind.Should().Be(UserKind.Person);
    }

    [Fact]
    public async Task KeySwitch_EnabledByForce_IsRefusedAndFlipsBack_R1()
    {
        await AddAsync("looker", Permissions.ApiKeys.ViewAll);
        var bot = await Fixture.App.Services.AddUserWithAsync("forced-bot@commercekitty.example");
        var (id, _) = await Fixture.App.Services.AddKeyAsync(bot, "Forced");
        await using var looker = await SignedInAsync("looker");
        await looker.OpenAsync("/configuration/api-keys?q=Forced");
        var toggle = looker.Page.GetByRole(AriaRole.Switch, new() { Name = "Forced enabled" });
        await Expect(toggle).ToBeDisabledAsync();

        await toggle.EvaluateAsync("box => { box.disabled = false; box.click(); }");

        await Expect(looker.Page.GetByText("This needs the permission api-keys.edit")).ToBeVisibleAsync();
        await Expect(toggle).ToBeCheckedAsync();
        await using var db = Fixture.App.OpenDatabase();
        (await db.ApiKeys.SingleAsync(k => k.Id == id)).Enabled.Should().BeTrue();
    }

    [Fact]
    public async Task Leaver_RevokeNeverOffered_DisablesAndSaysThatTheKeyWasNotRevoked_R1()
    {
        await AddAsync("personnel", Manager);
        var leaver = await Fixture.App.Services.AddUserWithAsync("quitter@commercekitty.example");
        var (id, _) = await Fixture.App.Services.AddKeyAsync(leaver, "Quitter's key");
        await using var personnel = await SignedInAsync("personnel");
        await personnel.OpenAsync("/configuration/users?q=quitter");
        await personnel.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for quitter Test" }).ClickAsync();
        await personnel.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable…" }).ClickAsync();
        var dialog = personnel.Page.GetByRole(AriaRole.Dialog);
        var choice = dialog.GetByLabel("Action for Quitter's key");
        await Expect(choice.Locator("option")).ToHaveCountAsync(2);

        await choice.EvaluateAsync("list => list.add(new Option('Revoke', 'Revoke'))");
        await choice.SelectOptionAsync("Revoke");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable user" }).ClickAsync();

        await Expect(personnel.Page.GetByText("“Quitter's key” is unchanged. This needs the permission api-keys.delete"))
            .ToBeVisibleAsync();
        await using var db = Fixture.App.OpenDatabase();
        (await db.ApiKeys.SingleAsync(k => k.Id == id)).RevokedAt.Should().BeNull();
    }

    private async Task<UserRow> UserAsync(string mailbox)
    {
        await using var acting = new Acting(Fixture.App.Services, current => current.ActAs(Actor.CommandLine("tester")));
        return (await acting.Users.FindByEmailAsync($"{mailbox}@commercekitty.example")).Value!;
    }

    private async Task<List<string>> GrantedAsync(string group)
    {
        await using var db = Fixture.App.OpenDatabase();
        return await db.RoleClaims.Where(c => db.Roles.Any(g => g.Id == c.RoleId && g.Code == group))
            .Select(c => c.ClaimValue!)
            .ToListAsync();
    }
}
