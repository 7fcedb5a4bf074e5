using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Common;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

public sealed class UserGroupServiceTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly CommandCounter _commands = new();
    private readonly TestShop _shop;

    public UserGroupServiceTests() => _shop = new TestShop(configure: _commands.Join);

    public static TheoryData<string> BadNameCases => new(BadNames.Refused.Keys);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task CreateAsync_ByOwner_GrantsInCatalogueOrderAndAuditsOnce_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.As(owner);

        var created = await acting.UserGroups.CreateAsync(new CreateUserGroupRequest(
            "warehouse-staff", " Warehouse staff ", [Permissions.Orders.Edit, Permissions.Orders.View, Permissions.Orders.Edit]));

        created.Value!.ToResource().Should().BeEquivalentTo(new UserGroupResource(
            created.Value.Id,
            "warehouse-staff",
            "Warehouse staff",
            [Permissions.Orders.View, Permissions.Orders.Edit],
            0),
        o => o.WithStrictOrdering());
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry
            .Should()
            .BeEquivalentTo(
                new
                {
                    Action = AuditActions.UserGroupCreated,
                    ActorUserId = owner.Id,
                    TargetType = "user-groups",
                    TargetId = created.Value.Id,
                });
        entry.After.Should().Contain(Permissions.Orders.Edit);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Warehouse")]
    [InlineData("ware house")]
    [InlineData("-warehouse")]
    [InlineData("warehouse-")]
    [InlineData("ware--house")]
    [InlineData("lager-größe")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task CreateAsync_BadCode_IsRefused(string? code)
    {
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest(code, "Name", []))).Error!.Fields.Keys.Should().Equal("code");
    }

    [Theory]
    [MemberData(nameof(BadNameCases))]
    public async Task CreateAsync_BadName_IsRefused(string what)
    {
        await using var acting = _shop.AsCommandLine();

        var created = await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("code", BadNames.Refused[what], []));

        created.Error!.Fields.Keys.Should().Equal("name");
    }

    [Fact]
    public async Task CreateAsync_UnknownPermissions_AreNamedInOneError()
    {
        await using var acting = _shop.AsCommandLine();

        var error = (await acting.UserGroups.CreateAsync(
            new CreateUserGroupRequest("code", "Name", ["orders.destroy", Permissions.Orders.View, "ORDERS.EDIT"]))).Error!;

        error
            .Fields["permissions"]
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("orders.destroy, ORDERS.EDIT")
            .And.NotContain("orders.view,");
    }

    [Fact]
    public async Task CreateAsync_TakenCodeAndName_AreBothNamed()
    {
        await _shop.AddGroupAsync("office");
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("office", "OFFICE", [])))
            .Error!.Fields.Keys.Should()
            .BeEquivalentTo("code", "name");
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("office", "Other", []))).Error!.Fields.Keys.Should().Equal("code");
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("other", "Office", []))).Error!.Fields.Keys.Should().Equal("name");
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task CreateAsync_CodeTakenBetweenCheckAndSave_IsTheSameFieldError()
    {
        var race = new LostRace();
        await using var shop = new TestShop(configure: race.Join);
        race.OtherComesFirst = () => shop.AddGroupAsync("office");
        await using var acting = shop.AsCommandLine();

        var created = await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("office", "Another", []));

        race.OtherComesFirst.Should().BeNull("the race must have happened");
        created.Error!.Fields.Keys.Should().Equal("code");
    }

    [Fact]
    public async Task DeleteAsync_UserComesInBetweenCheckAndSave_AsksWhereToMoveThem()
    {
        var race = new LostRace { Code = 787 };
        await using var shop = new TestShop(configure: race.Join);
        await shop.AddGroupAsync("office");
        race.OtherComesFirst = () => shop.AddUserAsync("new@example.com", "office");
        await using var acting = shop.AsCommandLine();

        var deleted = await acting.UserGroups.DeleteAsync("office");

        race.OtherComesFirst.Should().BeNull("the race must have happened");
        deleted.Error!.Fields.Keys.Should().Equal("moveTo");
    }

    [Fact]
    public async Task LastAdministrator_WithoutAnOwner_StaysWhateverBecomesOfTheGroup()
    {
        await _shop.AddUserWithAsync("admin@example.com", Permissions.Users.Edit, Permissions.UserGroups.Edit);
        await _shop.AddGroupAsync("weak", Permissions.Orders.View);
        await _shop.AddGroupAsync("strong", Permissions.Users.Edit);
        // Neither counts: one cannot sign in, the other is disabled.
        await _shop.AddUserAsync("bot@example.com", "strong", UserKind.Integration);
        await _shop.AddUserAsync("gone@example.com", "strong", enabled: false);
        await using var acting = _shop.AsCommandLine();

        var edited = await acting.UserGroups.SetPermissionsAsync("admin-group", [Permissions.UserGroups.Edit]);
        edited.Error!.Code.Should().Be("last-administrator");
        edited
            .Error.Message.Should()
            .Be(
                "The last person who can administer users is in admin-group, by what that group grants. "
                + "Give someone else the permission Users: Edit first.");
        (await acting.UserGroups.DeleteAsync("admin-group", "weak")).Error!.Code.Should().Be("last-administrator");
        (await acting.UserGroups.GetAsync("admin-group"))
            .Value!.Granted.Contains(Permissions.Users.Edit)
            .Should()
            .BeTrue("nothing of it happened");
        (await _shop.AuditAsync()).Should().BeEmpty();
        (await acting.UserGroups.SetPermissionsAsync("admin-group", [Permissions.Users.Edit]))
            .Error.Should()
            .BeNull("the other permissions may go");
        (await acting.UserGroups.SetPermissionsAsync("weak", [])).Error.Should().BeNull();
        (await acting.UserGroups.DeleteAsync("admin-group", "strong")).Error.Should().BeNull("there they may do it too");
        await _shop.AddOwnerAsync();
        (await acting.UserGroups.SetPermissionsAsync("strong", [])).Error.Should().BeNull("the owner is left");
    }

    [Fact]
    public async Task CreateAsync_MoreThanHeld_IsRefused_R6()
    {
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("editor@example.com", Permissions.UserGroups.Create, Permissions.Orders.View));

        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("a", "A", [Permissions.Orders.View]))).IsDone.Should().BeTrue();
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("b", "B", [Permissions.Orders.Edit])))
            .Error!.Code.Should()
            .Be("more-than-held");
    }

    [Fact]
    public async Task CreateAsync_ByKeyOfTheOwner_IsRefusedEvenForNothing_R7()
    {
        await using var acting = await _shop.ByKeyOfAsync(await _shop.AddOwnerAsync());

        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("a", "A", []))).Error!.Code.Should().Be("key-cannot-grant");
    }

    [Fact]
    public async Task SetPermissionsAsync_AddedAndRemoved_ChangesEveryMemberAtOnceAndAuditsOnce_R3_R8()
    {
        var member = await _shop.AddUserWithAsync("member@example.com", Permissions.UserGroups.ViewAll, Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();
        await using var open = _shop.As(member);
        (await open.UserGroups.ListAsync()).IsDone.Should().BeTrue();

        var changed = await acting.UserGroups.SetPermissionsAsync("member-group", [Permissions.Orders.Edit, Permissions.Orders.View]);

        changed.Value!.Permissions.Should().Equal(Permissions.Orders.View, Permissions.Orders.Edit);
        changed.Value.Members.Should().Be(1);
        (await open.UserGroups.ListAsync()).Error!.MissingPermission.Should().Be(Permissions.UserGroups.ViewAll);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.UserGroupPermissionsChanged);
        entry.Before.Should().Be("""{"permissions":["orders.view","user-groups.view-all"]}""");
        entry.After.Should().Be("""{"permissions":["orders.view","orders.edit"]}""");
    }

    [Fact]
    public async Task SetPermissionsAsync_NothingChanges_WritesNothing_R8()
    {
        await _shop.AddGroupAsync("office", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.SetPermissionsAsync("office", [Permissions.Orders.View])).IsDone.Should().BeTrue();

        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task SetPermissionsAsync_Unknown_AreNamedAndUnknownGroupIsNotFound()
    {
        await _shop.AddGroupAsync("office");
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.SetPermissionsAsync("office", ["a.b", "c.d"]))
            .Error!.Fields["permissions"]
            .Single()
            .Should()
            .Contain("a.b, c.d");
        (await acting.UserGroups.SetPermissionsAsync("nowhere", [])).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await acting.UserGroups.GetAsync("nowhere")).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task SetPermissionsAsync_OneselfStronger_IsRefusedButOthersExtraPermissionsMayStay_R6()
    {
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.UserGroups.Edit, Permissions.Orders.View);
        await _shop.AddGroupAsync("strong", Permissions.Users.Delete, Permissions.Users.Edit);
        await using var acting = _shop.As(editor);

        (await acting.UserGroups.SetPermissionsAsync("editor-group", [Permissions.UserGroups.Edit, Permissions.Users.Delete]))
            .Error!.Code.Should().Be("more-than-held");
        (await acting.UserGroups.SetPermissionsAsync("strong", [Permissions.Users.Delete, Permissions.Orders.View])).IsDone.Should().BeTrue(
            "what stays is not given by the actor, and what goes only takes power away");
    }

    [Fact]
    public async Task SetPermissionsAsync_ByKey_MayRemoveButNotAdd_R7()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("office", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var acting = await _shop.ByKeyOfAsync(owner);

        (await acting.UserGroups.SetPermissionsAsync("office", [Permissions.Orders.View])).IsDone.Should().BeTrue();
        (await acting.UserGroups.SetPermissionsAsync("office", [Permissions.Orders.View, Permissions.Orders.Edit]))
            .Error!.Code.Should().Be("key-cannot-grant");
    }

    [Fact]
    public async Task SetPermissionsAsync_WithTheVersionOfBefore_IsRefusedAndNothingOfItSaved()
    {
        await _shop.AddGroupAsync("office", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();
        var seen = (await acting.UserGroups.GetAsync("office")).Value!;
        seen.LastChange.Should().BeNull();
        (await acting.UserGroups.SetPermissionsAsync("office", [Permissions.Orders.Edit], seen.Version)).IsDone.Should().BeTrue();

        var refused = await acting.UserGroups.SetPermissionsAsync("office", [Permissions.Orders.Create], seen.Version);

        refused.Error.Should().Be(Error.ChangedMeanwhile);
        var now = (await acting.UserGroups.GetAsync("office")).Value!;
        now.Permissions.Should().Equal(Permissions.Orders.Edit);
        now.Version.Should().NotBe(seen.Version);
        now.LastChange.Should().Be(new UserGroupChange("Command line (tester)", _shop.Time.GetUtcNow().UtcDateTime));
        (await acting.UserGroups.SetPermissionsAsync("office", [Permissions.Orders.Create], now.Version)).IsDone.Should().BeTrue();
        (await acting.UserGroups.RenameAsync("office", "Other", now.Version)).Error.Should().Be(Error.ChangedMeanwhile);
    }

    [Fact]
    public async Task SetPermissionsAsync_ManyAtOnceFromOneVersion_ExactlyOneWins()
    {
        await _shop.AddGroupAsync("office");
        await using var acting = _shop.AsCommandLine();
        var version = (await acting.UserGroups.GetAsync("office")).Value!.Version;

        var results = await Task.WhenAll(Everything.Take(6).Select(async p =>
        {
            await using var one = _shop.AsCommandLine();
            return await one.UserGroups.SetPermissionsAsync("office", [p], version);
        }));

        results.Should().ContainSingle(r => r.IsDone);
        results.Where(r => !r.IsDone).Should().OnlyContain(r => r.Error!.Code == "changed-meanwhile");
        (await _shop.AuditAsync()).Should().ContainSingle();
        (await acting.UserGroups.GetAsync("office")).Value!.Granted.Count.Should().Be(1);
    }

    [Fact]
    public async Task RenameAsync_NewName_KeepsCodeAndAuditsOnce_R8()
    {
        await _shop.AddGroupAsync("office", Permissions.Orders.View);
        await _shop.AddGroupAsync("other");
        await using var acting = _shop.AsCommandLine();

        var renamed = (await acting.UserGroups.RenameAsync("office", "  Back office 🐈 ")).Value!;

        renamed.Should().BeEquivalentTo(new { Code = "office", Name = "Back office 🐈" });
        (await acting.UserGroups.RenameAsync("office", "Back office 🐈")).IsDone.Should().BeTrue();
        (await acting.UserGroups.RenameAsync("office", "OTHER")).Error!.Fields.Keys.Should().Equal("name");
        (await acting.UserGroups.RenameAsync("office", new string('a', 81))).Error!.Fields.Keys.Should().Equal("name");
        (await acting.UserGroups.RenameAsync("nowhere", "Name")).Error!.Kind.Should().Be(ErrorKind.NotFound);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry
            .Should()
            .BeEquivalentTo(
                new
                {
                    Action = AuditActions.UserGroupRenamed,
                    Before = """{"name":"office"}""",
                    After = """{"name":"Back office \uD83D\uDC08"}""",
                });
    }

    [Theory]
    [MemberData(nameof(BadNameCases))]
    public async Task RenameAsync_BadName_IsRefused(string what)
    {
        await _shop.AddGroupAsync("office");
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.RenameAsync("office", BadNames.Refused[what])).Error!.Fields.Keys.Should().Equal("name");
    }

    [Fact]
    public async Task DuplicateAsync_Group_GrantsTheSameToNobodyAndAuditsOnce_R8()
    {
        await _shop.AddUserWithAsync("one@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var acting = _shop.AsCommandLine();

        var copy = (await acting.UserGroups.DuplicateAsync("one-group", "copy", "Copy")).Value!;

        copy.Should().BeEquivalentTo(new { Code = "copy", Name = "Copy", Members = 0 });
        copy.Permissions.Should().Equal(Permissions.Orders.View, Permissions.Orders.Edit);
        (await acting.UserGroups.DuplicateAsync("one-group", "copy", "copy")).Error!.Fields.Keys.Should().BeEquivalentTo("code", "name");
        (await acting.UserGroups.DuplicateAsync("nowhere", "x", "X")).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await _shop.AuditAsync()).Should().ContainSingle().Which.After.Should().Contain("\"copiedFrom\":\"one-group\"");
    }

    [Fact]
    public async Task DeleteAsync_EmptyGroup_IsGoneAndItsCodeIsFree()
    {
        await _shop.AddGroupAsync("office", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.DeleteAsync("office")).Value!.MovedUsers.Should().Be(0);

        (await acting.UserGroups.GetAsync("office")).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await acting.UserGroups.DeleteAsync("office")).Error!.Kind.Should().Be(ErrorKind.NotFound);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.UserGroupDeleted);
        entry.Before.Should().Be("""{"code":"office","name":"office","permissions":["orders.view"]}""");
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("office", "Office", []))).IsDone.Should().BeTrue();
    }

    [Fact]
    public async Task DeleteAsync_WithUsers_MovesEachAndAuditsEach_R8()
    {
        var one = await _shop.AddUserWithAsync("one@example.com", Permissions.Orders.View);
        await _shop.AddUserAsync("two@example.com", "one-group", enabled: false);
        await _shop.AddGroupAsync("target", Permissions.UserGroups.ViewAll);
        await using var acting = _shop.AsCommandLine();
        await using var open = _shop.As(one);
        (await acting.UserGroups.DeleteAsync("one-group")).Error!.Fields.Keys.Should().Equal("moveTo");
        (await acting.UserGroups.DeleteAsync("one-group", "one-group")).Error!.Fields.Keys.Should().Equal("moveTo");
        (await acting.UserGroups.DeleteAsync("one-group", "nowhere")).Error!.Fields.Keys.Should().Equal("moveTo");
        (await _shop.AuditAsync()).Should().BeEmpty();

        (await acting.UserGroups.DeleteAsync("one-group", "target")).Value!.MovedUsers.Should().Be(2);

        (await open.UserGroups.ListAsync())
            .Value!.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { Code = "target", Members = 2 });
        (await _shop.AuditAsync())
            .Select(e => e.Action)
            .Should()
            .Equal(AuditActions.UserMoved, AuditActions.UserMoved, AuditActions.UserGroupDeleted);
        (await _shop.AuditAsync())[0].Should().BeEquivalentTo(
            new { TargetType = "users", TargetId = one.Id, Before = """{"group":"one-group"}""", After = """{"group":"target"}""" });
    }

    [Fact]
    public async Task DeleteAsync_GroupOfTheOwnerByAnother_IsRefused_R6()
    {
        await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("target");
        await using var acting = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything));

        (await acting.UserGroups.DeleteAsync("nothing", "target")).Error!.Code.Should().Be("only-owner");
    }

    [Fact]
    public async Task DeleteAsync_WithUsersWithoutPermissionToEditThem_IsRefused_R1()
    {
        await _shop.AddUserWithAsync("one@example.com");
        await _shop.AddGroupAsync("target");
        await using var acting = _shop.As(await _shop.AddUserWithAsync("actor@example.com", Permissions.UserGroups.Delete));

        (await acting.UserGroups.DeleteAsync("one-group", "target")).Error!.MissingPermission.Should().Be(Permissions.Users.Edit);
        (await acting.UserGroups.DeleteAsync("target")).IsDone.Should().BeTrue();
    }

    [Fact]
    [Trait("Needs", "Time")]
    public async Task ChangeAndDeleteAsync_FiveThousandUsers_ReadNoMoreThanForOne()
    {
        const int Many = 5_000;
        await _shop.AddUserWithAsync("small@example.com", Permissions.Orders.View);
        await _shop.AddGroupAsync("big", Permissions.Orders.View);
        await _shop.AddGroupAsync("target");
        await _shop.Services.AddManyUsersAsync("big", Many);
        await using var acting = _shop.AsCommandLine();
        (await ReadsOfChangeAsync("big", Many)).Should().Be(await ReadsOfChangeAsync("small-group", 1), "no member is looked at");

        // The history of access reads what became of 500 users at once.
        (await ReadsOfDeletionAsync("big", Many)).Should()
            .BeLessThan(await ReadsOfDeletionAsync("small-group", 1) + Many / 500, "nothing is asked per user");

        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.UserMoved).Should().Be(Many + 1);
        (await acting.UserGroups.GetAsync("target")).Value!.Members.Should().Be(Many + 1);

        async Task<int> ReadsOfChangeAsync(string code, int members)
        {
            _commands.TakeAll();
            (await acting.UserGroups.GetReachAsync(code)).Value!.Users.Should().Be(members);
            (await acting.UserGroups.SetPermissionsAsync(code, [Permissions.Orders.View, Permissions.Orders.Edit]))
                .Value!.Members.Should()
                .Be(members);
            return _commands.TakeReads();
        }

        async Task<int> ReadsOfDeletionAsync(string code, int members)
        {
            _commands.TakeAll();
            (await acting.UserGroups.DeleteAsync(code, "target")).Value!.MovedUsers.Should().Be(members);
            return _commands.TakeReads();
        }
    }

    [Fact]
    public async Task GetReachAsync_Keys_CountsThoseThatLetInAndWereUsedThisMonth()
    {
        var one = await _shop.AddUserWithAsync("one@example.com");
        var disabled = await _shop.AddUserAsync("two@example.com", "one-group");
        var (used, _) = await _shop.AddKeyAsync(one);
        var (before, _) = await _shop.AddKeyAsync(one);
        var (paused, _) = await _shop.AddKeyAsync(one);
        var (ofDisabled, _) = await _shop.AddKeyAsync(disabled);
        await _shop.SetEnabledAsync(disabled, enabled: false);
        var month = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        ApiKeyLastUse Use(ApiKeyRow key, DateTime at) =>
            new()
            {
                ApiKeyId = key.Id,
                At = at,
                Address = string.Empty,
                UserAgent = string.Empty,
            };
        await _shop.AddAsync(Use(used, month), Use(before, month.AddSeconds(-1)), Use(paused, month), Use(ofDisabled, month));
        await using var acting = _shop.AsCommandLine();
        (await acting.ApiKeys.DisableAsync(paused.Id)).IsDone.Should().BeTrue();

        (await acting.UserGroups.GetReachAsync("one-group")).Value.Should().Be(new UserGroupReach(2, 2, 1));
        (await acting.UserGroups.GetReachAsync("nowhere")).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task ListGrantableAsync_AnyActor_IsWhatItHoldsAndNothingByKey_R6_R7()
    {
        var actor = await _shop.AddUserWithAsync("actor@example.com", Permissions.UserGroups.View, Permissions.Orders.Edit);
        await using var acting = _shop.As(actor);
        await using var byKey = await _shop.ByKeyOfAsync(actor);

        (await acting.UserGroups.ListGrantableAsync())
            .Value.Should()
            .Be(PermissionSet.Of([Permissions.UserGroups.View, Permissions.Orders.Edit]));
        (await byKey.UserGroups.ListGrantableAsync()).Value.Should().Be(PermissionSet.None);
    }

    [Fact]
    public async Task ListAsync_AllGroups_AreByNameWithMembers()
    {
        await _shop.AddGroupAsync("b-group", Permissions.Orders.View);
        await _shop.AddGroupAsync("a-group");
        await _shop.AddUserAsync("one@example.com", "b-group");
        await _shop.AddUserAsync("two@example.com", "b-group", enabled: false);
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.ListAsync())
            .Value!.Select(g => (g.Code, g.Members, g.Granted.Count))
            .Should()
            .Equal(("a-group", 0, 0), ("b-group", 2, 1));
        (await acting.UserGroups.GetAsync("b-group")).Value!.Members.Should().Be(2);
    }

    [Fact]
    public async Task ListAssignableAsync_AnyActor_AreExactlyThoseOfR6()
    {
        var actor = await _shop.AddUserWithAsync("actor@example.com", Permissions.Users.Create, Permissions.Orders.View);
        await _shop.AddGroupAsync("weaker", Permissions.Orders.View);
        await _shop.AddGroupAsync("stronger", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var acting = _shop.As(actor);
        await using var byKey = await _shop.ByKeyOfAsync(actor);

        (await acting.UserGroups.ListAssignableAsync()).Value!.Select(g => g.Code).Should().Equal("actor-group", "weaker");
        (await byKey.UserGroups.ListAssignableAsync()).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task EveryMethod_WithoutExactlyItsPermission_IsRefused_R1_R2()
    {
        await _shop.AddGroupAsync("office", Permissions.Orders.View);
        await Check("a", Permissions.UserGroups.ViewAll, async a => (await a.UserGroups.ListAsync()).Error);
        await Check("b", Permissions.UserGroups.View, async a => (await a.UserGroups.GetAsync("office")).Error);
        await Check(
            "c",
            Permissions.UserGroups.Create,
            async a => (await a.UserGroups.CreateAsync(new CreateUserGroupRequest("x", "X", []))).Error);
        await Check("e", Permissions.UserGroups.Edit, async a => (await a.UserGroups.RenameAsync("office", "X")).Error);
        await Check("f", Permissions.UserGroups.Delete, async a => (await a.UserGroups.DeleteAsync("office")).Error);
        await Check("g", Permissions.UserGroups.Delete, async a => (await a.UserGroups.ListMoveTargetsAsync("office")).Error);
        await Check("h", Permissions.UserGroups.Create, async a => (await a.UserGroups.DuplicateAsync("office", "x", "X")).Error);
        await Check("i", Permissions.UserGroups.View, async a => (await a.UserGroups.DuplicateAsync("office", "x", "X")).Error);
        await Check("j", Permissions.UserGroups.View, async a => (await a.UserGroups.GetReachAsync("office")).Error);
        await Check("k", Permissions.UserGroups.View, async a => (await a.UserGroups.ListGrantableAsync()).Error);
        await Check("d", Permissions.UserGroups.Edit, async a => (await a.UserGroups.SetPermissionsAsync("office", [])).Error);
        await using var db = _shop.OpenDatabase();
        (await db.RoleClaims.AnyAsync(c => c.ClaimValue == Permissions.Orders.View)).Should().BeTrue();

        async Task Check(string name, string permission, Func<Acting, Task<Error?>> call)
        {
            await using var lacking = _shop.As(await _shop.AddUserWithAsync($"{name}@example.com", Everything.Where(p => p != permission)));
            await using var nobody = _shop.AsNobody();
            (await call(lacking))!.MissingPermission.Should().Be(permission);
            (await call(nobody)).Should().Be(Error.Unauthenticated);
        }
    }
}
