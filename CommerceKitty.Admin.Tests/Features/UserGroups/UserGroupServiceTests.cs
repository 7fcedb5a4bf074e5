using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Common;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

public sealed class UserGroupServiceTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

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
            created.Value.Id, "warehouse-staff", "Warehouse staff", [Permissions.Orders.View, Permissions.Orders.Edit], 0), o => o.WithStrictOrdering());
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new { Action = AuditActions.UserGroupCreated, ActorUserId = owner.Id, TargetType = "user-groups", TargetId = created.Value.Id });
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

        error.Fields["permissions"].Should().ContainSingle().Which.Should().Contain("orders.destroy, ORDERS.EDIT").And.NotContain("orders.view,");
    }

    [Fact]
    public async Task CreateAsync_TakenCodeAndName_AreBothNamed()
    {
        await _shop.AddGroupAsync("office");
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("office", "OFFICE", []))).Error!.Fields.Keys.Should().BeEquivalentTo("code", "name");
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
    public async Task CreateAsync_MoreThanHeld_IsRefused_R6()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("editor@example.com", Permissions.UserGroups.Create, Permissions.Orders.View));

        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("a", "A", [Permissions.Orders.View]))).IsDone.Should().BeTrue();
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("b", "B", [Permissions.Orders.Edit]))).Error!.Code.Should().Be("more-than-held");
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

        (await acting.UserGroups.SetPermissionsAsync("office", ["a.b", "c.d"])).Error!.Fields["permissions"].Single().Should().Contain("a.b, c.d");
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
    public async Task ListAsync_AllGroups_AreByNameWithMembers()
    {
        await _shop.AddGroupAsync("b-group", Permissions.Orders.View);
        await _shop.AddGroupAsync("a-group");
        await _shop.AddUserAsync("one@example.com", "b-group");
        await _shop.AddUserAsync("two@example.com", "b-group", enabled: false);
        await using var acting = _shop.AsCommandLine();

        (await acting.UserGroups.ListAsync()).Value!.Select(g => (g.Code, g.Members, g.Granted.Count)).Should().Equal(("a-group", 0, 0), ("b-group", 2, 1));
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
        await Check("c", Permissions.UserGroups.Create, async a => (await a.UserGroups.CreateAsync(new CreateUserGroupRequest("x", "X", []))).Error);
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
