using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.LeastPrivilege;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.LeastPrivilege;

/// <summary>What a user's keys did not use, the group that would be enough, the move there and back.</summary>
public sealed class LeastPrivilegeServiceTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task GetAsync_KeysOfAUserRevokedOnesIncluded_AddsUpWhatTheyUsed_R15()
    {
        var (bot, key) = await AddBotAsync();
        var (old, _) = await _shop.AddKeyAsync(bot, "Old");
        await UseAsync(key, Permissions.Orders.Edit, daysAgo: 89);
        await UseAsync(old.Id, Permissions.Products.View, daysAgo: 3);
        await UseAsync(key, Permissions.Products.Edit, daysAgo: 91);
        await UseAsync(key, Permissions.Products.Delete, daysAgo: 1, KeyUseResult.Forbidden);
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.RevokeAsync(old.Id);

        var report = await ReportAsync(acting, bot);

        report.Used.Should().Be(PermissionSet.Of([Permissions.Orders.Edit, Permissions.Products.View]));
        report.Needed.Without(report.Used).Should().Be(
            PermissionSet.Of([Permissions.Orders.View]), "the answer to an edit of an order requires it");
        report.Unused.Should().Be(PermissionSet.Of([Permissions.Products.Edit, Permissions.Products.Delete]));
        report.KeyNames.Should().Equal("Test key");
        report.KeyCount.Should().Be(1);
        (report.IsWhole, report.SignsIn).Should().Be((true, false));
    }

    [Fact]
    public async Task GetAsync_RecordingBeganLaterAndPeople_SaysSo()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 20);
        var person = await _shop.AddUserWithAsync("person@example.com", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();

        var report = await ReportAsync(acting, bot);

        (report.IsWhole, report.Since).Should().Be((false, Hour.AddDays(-20)));
        (await ReportAsync(acting, person)).SignsIn.Should().BeTrue();
        (await ReportAsync(acting, person)).FirstKeyAt.Should().BeNull();
    }

    [Fact]
    public async Task GetAsync_OffboardingByKey_CountsWhatItDidToKeys()
    {
        var (bot, key) = await AddBotAsync(Permissions.Users.Edit, Permissions.Users.View, Permissions.ApiKeys.Delete);
        await UseAsync(key, Permissions.Users.Edit, daysAgo: 1);
        await using var acting = _shop.AsCommandLine();

        (await ReportAsync(acting, bot)).Unused.Should().Be(PermissionSet.Of([Permissions.ApiKeys.Delete]));
        var (victim, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("leaver@example.com"));
        await using (var byKey = await _shop.ByKeyOfAsync(bot))
            (await byKey.ApiKeys.RevokeAsync(victim.Id)).Error.Should().BeNull();

        (await ReportAsync(acting, bot)).Unused.Count.Should().Be(0);
    }

    [Fact]
    public async Task GetAsync_SeveralGroups_ProposesTheSmallestThatCoversAndIsLess()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        await _shop.AddGroupAsync("too-small", Permissions.Products.View);
        await _shop.AddGroupAsync("more", Permissions.Orders.View, Permissions.Inventory.View);
        await _shop.AddGroupAsync("wide", Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Products.View);
        await using var acting = _shop.AsCommandLine();

        (await ReportAsync(acting, bot)).Group!.Code.Should().Be("wide");
        await _shop.AddGroupAsync("fit", Permissions.Orders.View);
        var report = await ReportAsync(acting, bot);

        (report.Group!.Code, report.NewGroup).Should().Be(("fit", null));
    }

    [Fact]
    public async Task GetAsync_NothingUsedOrAllUsedOrOwner_ProposesNothing()
    {
        var (idle, _) = await AddBotAsync();
        var busy = await _shop.AddUserWithAsync("busy@example.com", Permissions.Orders.View);
        await UseAsync((await _shop.AddKeyAsync(busy)).Key.Id, Permissions.Orders.View, daysAgo: 1);
        var owner = await _shop.AddOwnerAsync();
        await UseAsync((await _shop.AddKeyAsync(owner)).Key.Id, Permissions.Orders.View, daysAgo: 1);
        await using var acting = _shop.AsCommandLine();

        foreach (var user in new[] { idle, busy, owner })
        {
            var report = await ReportAsync(acting, user);
            (report.Group, report.NewGroup).Should().Be((null, null));
        }
    }

    [Fact]
    public async Task GetAsync_ViewerWhoHoldsLessOrMayNotSeeGroups_IsOfferedNone_R6()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.Edit, daysAgo: 1);
        await _shop.AddGroupAsync("fit", Permissions.Orders.View, Permissions.Orders.Edit);
        string[] support = [Permissions.Users.View, Permissions.ApiKeys.View];
        await using var blind = _shop.As(await _shop.AddUserWithAsync("blind@example.com", [.. support, .. BotPermissions]));
        await using var weak = _shop.As(await _shop.AddUserWithAsync("weak@example.com", [.. support, Permissions.UserGroups.ViewAll]));
        await using var none = _shop.As(await _shop.AddUserWithAsync("none@example.com", Permissions.Users.View));

        var seen = await ReportAsync(blind, bot);
        (seen.Group, seen.NewGroup, seen.Refusal!.MissingPermission).Should().Be((null, null, Permissions.Users.Edit));
        seen.Unused.Count.Should().BePositive();
        (seen.KeyCount, seen.KeyNames.Count).Should().Be((1, 0), "it may open a key, not list them");
        (await ReportAsync(weak, bot)).Group.Should().BeNull();
        (await none.Get<LeastPrivilegeService>().GetAsync(bot.Id)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await blind.Get<LeastPrivilegeService>().GetAsync(404)).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task ApplyAsync_ExistingGroup_MovesTheUserAndItsKeysInOneStep_R3_R8()
    {
        var (bot, key) = await AddBotAsync();
        var (_, value) = await _shop.AddKeyAsync(bot, "Second");
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        await _shop.AddGroupAsync("fit", Permissions.Orders.View);
        await using var acting = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything));
        var report = await ReportAsync(acting, bot);
        var before = (await _shop.AuditAsync()).Count;

        var moved = await ApplyAsync(acting, report, "fit");

        moved.Error.Should().BeNull();
        moved.Value!.GroupCode.Should().Be("fit");
        await using var byKey = await _shop.ByKeyAsync(value);
        (await byKey.Users.GetAsync(bot.Id)).Error!.MissingPermission.Should().Be(Permissions.Users.View);
        var entry = (await _shop.AuditAsync()).Skip(before).Should().ContainSingle().Subject;
        (entry.Action, entry.TargetId, entry.Before).Should().Be((AuditActions.UserMoved, bot.Id, """{"group":"bot-group"}"""));
        entry.After.Should().Be("""{"group":"fit","reason":"least-privilege","newGroup":false}""");
    }

    [Fact]
    public async Task ApplyAndUndo_NewGroup_IsMadeAndDeletedAgain_R8()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.Edit, daysAgo: 1);
        await using var acting = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything));
        var report = await ReportAsync(acting, bot);
        report.NewGroup.Should().Be(new SuggestedGroup("bot-test-used", "bot Test (only what is used)"));

        (await ApplyAsync(acting, report)).Value!.GroupCode.Should().Be("bot-test-used");
        (await acting.UserGroups.GetAsync("bot-test-used")).Value!.Granted.Should().Be(report.Needed);
        var undo = (await ReportAsync(acting, bot)).Undo!;
        await using (var looking = _shop.As(
            await _shop.AddUserWithAsync("looks@example.com", Permissions.ApiKeys.View, Permissions.Users.View)))
            (await ReportAsync(looking, bot)).Undo.Should().BeNull("it names who moved the user, for those who can move it back");
        (undo.From, undo.To, undo.Until - undo.At).Should().Be(
            ("bot-group", "bot Test (only what is used)", TimeSpan.FromMinutes(10)));
        var undone = await acting.Get<LeastPrivilegeService>().UndoAsync(bot.Id);

        undone.Error.Should().BeNull();
        undone.Value!.GroupCode.Should().Be("bot-group");
        (await acting.UserGroups.GetAsync("bot-test-used")).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await ReportAsync(acting, bot)).Undo.Should().BeNull();
        (await _shop.AuditAsync()).TakeLast(4).Select(e => e.Action).Should().Equal(
            AuditActions.UserGroupCreated, AuditActions.UserMoved, AuditActions.UserMoved, AuditActions.UserGroupDeleted);
        (await acting.Get<LeastPrivilegeService>().UndoAsync(bot.Id)).Error!.Code.Should().Be("changed-since", "it was undone");
    }

    [Fact]
    public async Task UndoAsync_AfterTenMinutes_IsRefused()
    {
        var (acting, bot) = await MovedAsync();
        await using (acting)
        {
            _shop.Time.Advance(TimeSpan.FromMinutes(10));

            (await ReportAsync(acting, bot)).Undo.Should().BeNull();
            (await acting.Get<LeastPrivilegeService>().UndoAsync(bot.Id)).Error!.Code.Should().Be("nothing-to-undo");
        }
    }

    [Fact]
    public async Task UndoAsync_OnAnotherNode_Works()
    {
        var (acting, bot) = await MovedAsync();
        await using (acting)
        await using (var other = _shop.OtherNode())
        {
            other.Time.Advance(TimeSpan.FromMinutes(9));
            await using var there = other.AsCommandLine();

            (await there.Get<LeastPrivilegeService>().UndoAsync(bot.Id)).Value!.GroupCode.Should().Be("bot-group");
        }
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("disabled")]
    [InlineData("moved")]
    [InlineData("former group edited")]
    [InlineData("former group deleted")]
    [InlineData("former group made again")]
    public async Task UndoAsync_SomethingChangedSince_IsRefusedAndMovesNobody(string change)
    {
        var (acting, bot) = await MovedAsync();
        await using (acting)
        {
            var row = (await acting.Users.GetAsync(bot.Id)).Value!;
            var edit = new UserEdit { Email = row.Email, FirstName = "Robot", LastName = row.LastName, GroupCode = row.GroupCode };
            await _shop.AddGroupAsync("third", Permissions.Orders.View);
            Error? error = change switch
            {
                "edited" => (await acting.Users.EditAsync(bot.Id, edit, row.Version)).Error,
                "disabled" => (await acting.Users.DisableAsync(bot.Id)).Error,
                "moved" => (await acting.Users.EditAsync(bot.Id, edit with { GroupCode = "third" }, row.Version)).Error,
                "former group edited" => (await acting.UserGroups.SetPermissionsAsync("bot-group", [])).Error,
                "former group deleted" => (await acting.UserGroups.DeleteAsync("bot-group")).Error,
                _ => (await acting.UserGroups.DeleteAsync("bot-group")).Error
                    ?? (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("bot-group", "Bots", Everything))).Error,
            };
            error.Should().BeNull();
            var group = (await acting.Users.GetAsync(bot.Id)).Value!.GroupCode;

            (await ReportAsync(acting, bot)).Undo.Should().BeNull();
            (await acting.Get<LeastPrivilegeService>().UndoAsync(bot.Id)).Error!.Code.Should().Be("changed-since");

            (await acting.Users.GetAsync(bot.Id)).Value!.GroupCode.Should().Be(group);
        }
    }

    [Fact]
    public async Task UndoAsync_NewGroupHasUsersOrMayNotBeDeleted_KeepsTheGroup_R6()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.Edit, daysAgo: 1);
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("admin@example.com", Everything.Except([Permissions.UserGroups.Delete])));
        var report = await ReportAsync(acting, bot);
        (await ApplyAsync(acting, report)).Error.Should().BeNull();

        (await acting.Get<LeastPrivilegeService>().UndoAsync(bot.Id)).Value!.GroupCode.Should().Be("bot-group");

        (await acting.UserGroups.GetAsync("bot-test-used")).Value!.Members.Should().Be(0);
        (await ReportAsync(acting, bot)).Group!.Code.Should().Be("bot-test-used", "it is proposed from now on");
    }

    [Fact]
    public async Task ApplyAsync_UsedSinceItWasLookedAt_IsRefusedByName()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        await using var acting = _shop.AsCommandLine();
        var report = await ReportAsync(acting, bot);
        await UseAsync(key, Permissions.Products.Delete, daysAgo: 0);

        var error = (await ApplyAsync(acting, report)).Error!;

        error.Code.Should().Be("used-since");
        error.Message.Should().Contain("Products: Delete");
        (await acting.Users.GetAsync(bot.Id)).Value!.GroupCode.Should().Be("bot-group");
        (await acting.UserGroups.ListAsync()).Value!.Should().ContainSingle("no group is left behind");
    }

    [Fact]
    public async Task ApplyAsync_UserOrGroupChangedSince_IsRefused()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        await _shop.AddGroupAsync("fit", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();
        var report = await ReportAsync(acting, bot);

        await _shop.SetPermissionsAsync("fit", Everything);
        (await ApplyAsync(acting, report, "fit")).Error.Should().Be(Error.ChangedMeanwhile);
        await acting.Users.DisableAsync(bot.Id);
        (await ApplyAsync(acting, report)).Error.Should().Be(Error.ChangedMeanwhile);
        (await ApplyAsync(acting, report, "no-such-group")).Error.Should().Be(Error.ChangedMeanwhile);
    }

    [Fact]
    public async Task ApplyAsync_WrongNamesOfANewGroup_AreRefusedByField()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        await using var acting = _shop.AsCommandLine();
        var report = await ReportAsync(acting, bot);
        var kept = report.Needed.Permissions.Select(p => p.Name).ToList();

        var wrong = await acting.Get<LeastPrivilegeService>().ApplyAsync(
            bot.Id, new LeastPrivilegeRequest(null, "Not A Code", new string('x', 81), kept), report.User.Version);
        var taken = await acting.Get<LeastPrivilegeService>().ApplyAsync(
            bot.Id, new LeastPrivilegeRequest(null, "bot-group", "bot-group", kept), report.User.Version);

        wrong.Error!.Fields.Keys.Should().BeEquivalentTo("code", "name");
        taken.Error!.Fields.Keys.Should().BeEquivalentTo("code", "name");
    }

    [Fact]
    public async Task ApplyAndUndo_ByKeyOrOneselfOrTheOwner_AreRefused_R6_R7()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        var (own, value) = await _shop.AddKeyAsync(admin);
        await UseAsync(own.Id, Permissions.Orders.View, daysAgo: 1);
        await using var acting = _shop.As(admin);
        await using var byKey = await _shop.ByKeyAsync(value);
        var report = await ReportAsync(acting, bot);

        (await ApplyAsync(byKey, report)).Error!.Code.Should().Be("key-cannot-grant");
        (await ApplyAsync(acting, report)).Error.Should().BeNull();
        (await byKey.Get<LeastPrivilegeService>().UndoAsync(bot.Id)).Error!.Code.Should().Be("key-cannot-grant");
        var oneself = await ReportAsync(acting, admin);
        oneself.Refusal!.Code.Should().Be("not-yourself");
        (await ApplyAsync(acting, oneself)).Error!.Code.Should().Be("not-yourself");
        var owner = await _shop.AddOwnerAsync();
        await using var asOwner = _shop.As(owner);
        (await ReportAsync(acting, owner)).Refusal!.Code.Should().Be("only-owner");
        (await asOwner.Get<LeastPrivilegeService>().ApplyAsync(
            owner.Id, new LeastPrivilegeRequest(null, "less", "Less", []), owner.ConcurrencyStamp!)).Error!.Code
            .Should().Be("owner-holds-all");
    }

    [Fact]
    public async Task ApplyAsync_TheLastAdministrator_IsRefused()
    {
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        var (key, _) = await _shop.AddKeyAsync(admin);
        await UseAsync(key.Id, Permissions.Orders.View, daysAgo: 1);
        await using var acting = _shop.AsCommandLine();

        (await ApplyAsync(acting, await ReportAsync(acting, admin))).Error!.Code.Should().Be("last-administrator");
        (await acting.UserGroups.ListAsync()).Value!.Should().ContainSingle("the new group went with the change");
    }

    private static readonly string[] BotPermissions =
    [
        Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Products.View, Permissions.Products.Edit, Permissions.Products.Delete,
    ];

    private DateTime Hour => _shop.Time.GetUtcNow().UtcDateTime;

    private async Task<(User Bot, int KeyId)> AddBotAsync(params string[] permissions)
    {
        await _shop.AddGroupAsync("bot-group", permissions.Length == 0 ? BotPermissions : permissions);
        var bot = await _shop.AddUserAsync("bot@example.com", "bot-group", UserKind.Integration);
        return (bot, (await _shop.AddKeyAsync(bot)).Key.Id);
    }

    /// <summary>A bot that was just moved into the group <c>fit</c>, and the person who did it.</summary>
    private async Task<(Acting Acting, User Bot)> MovedAsync()
    {
        var (bot, key) = await AddBotAsync();
        await UseAsync(key, Permissions.Orders.View, daysAgo: 1);
        await _shop.AddGroupAsync("fit", Permissions.Orders.View);
        var acting = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything));
        (await ApplyAsync(acting, await ReportAsync(acting, bot), "fit")).Error.Should().BeNull();
        return (acting, bot);
    }

    private static async Task<LeastPrivilegeReport> ReportAsync(Acting acting, User user)
    {
        var report = await acting.Get<LeastPrivilegeService>().GetAsync(user.Id);
        report.Error.Should().BeNull();
        return report.Value!;
    }

    private static Task<Result<UserRow>> ApplyAsync(Acting acting, LeastPrivilegeReport report, string? group = null)
    {
        var kept = (group is not null && report.Group is { } found ? found.Granted : report.Needed).Permissions.Select(p => p.Name);
        var suggested = report.NewGroup ?? new SuggestedGroup("made", "Made");
        return acting.Get<LeastPrivilegeService>().ApplyAsync(
            report.User.Id, new LeastPrivilegeRequest(group, suggested.Code, suggested.Name, [.. kept]), report.User.Version);
    }

    private Task UseAsync(int key, string permission, int daysAgo, KeyUseResult result = KeyUseResult.Accepted) =>
        _shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = key,
            Hour = Hour.AddDays(-daysAgo),
            Permission = permission,
            Result = result,
            Node = Guid.Empty,
            Count = 3,
        });
}
