using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Users;

public sealed class UserServiceTests : IAsyncDisposable
{
    public static TheoryData<UserSort> Sorts => new(Enum.GetValues<UserSort>());

    private static readonly CreateUserRequest Robot = new()
    {
        Email = "robot@example.com",
        FirstName = "Nightly",
        LastName = "Sync",
        GroupCode = "integration",
        Kind = UserKind.Integration,
    };

    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task CreateAsync_Integration_HasNoPasswordAndAuditsOnce_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("integration", Permissions.Orders.View);
        await using var acting = _shop.As(owner);

        var created = await acting.Users.CreateAsync(Robot with { Email = " Robot@Example.com " });

        var row = created.Value!;
        row.ToResource().Should().BeEquivalentTo(new
        {
            Email = "Robot@Example.com",
            FirstName = "Nightly",
            LastName = "Sync",
            Name = "Nightly Sync",
            Kind = UserKind.Integration,
            Group = new { Code = "integration", Name = "integration" },
            Enabled = true,
            Owner = false,
        });
        await using var db = _shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.Id == row.Id)).PasswordHash.Should().BeNull();
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry
            .Should()
            .BeEquivalentTo(
                new
                {
                    Action = AuditActions.UserCreated,
                    ActorUserId = owner.Id,
                    TargetType = "users",
                    TargetId = row.Id,
                });
        entry.After.Should().Contain("integration");
    }

    [Fact]
    public async Task CreateAsync_Person_CanSignInWithThePasswordWhichIsNowhereElse_R8()
    {
        await _shop.AddGroupAsync("integration");
        await using var acting = _shop.AsCommandLine();

        var request = Robot with { Kind = UserKind.Person, LastName = null, Password = TestShop.Password };
        var created = await acting.Users.CreateAsync(request);

        created.Value!.Name.Should().Be("Nightly");
        var users = acting.Get<UserManager<User>>();
        (await users.CheckPasswordAsync((await users.FindByEmailAsync(Robot.Email!))!, TestShop.Password)).Should().BeTrue();
        (await _shop.AuditAsync()).Single().After.Should().NotContain(TestShop.Password);
        request.ToString().Should().NotContain(TestShop.Password);
    }

    [Theory]
    [InlineData("email", "not-an-email", "F", "L", "integration", UserKind.Integration, null)]
    [InlineData("email", "TAKEN@example.com", "F", "L", "integration", UserKind.Integration, null)]
    [InlineData("firstName", "a@example.com", " ", "L", "integration", UserKind.Integration, null)]
    [InlineData("firstName", "a@example.com", "kitty_abcdefghijklmnop", "L", "integration", UserKind.Integration, null)]
    [InlineData("lastName", "a@example.com", "F", "L\nL", "integration", UserKind.Integration, null)]
    [InlineData("group", "a@example.com", "F", "L", "no-such-group", UserKind.Integration, null)]
    [InlineData("group", "a@example.com", "F", "L", null, UserKind.Integration, null)]
    [InlineData("password", "a@example.com", "F", "L", "integration", UserKind.Integration, "correct-horse-battery")]
    [InlineData("password", "a@example.com", "F", "L", "integration", UserKind.Person, null)]
    [InlineData("password", "a@example.com", "F", "L", "integration", UserKind.Person, "short")]
    public async Task CreateAsync_BadField_IsRefusedAtThatFieldAndChangesNothing(
        string field, string email, string firstName, string lastName, string? group, UserKind kind, string? password)
    {
        await _shop.AddGroupAsync("integration");
        await _shop.AddUserAsync("taken@example.com", "integration");
        await using var acting = _shop.AsCommandLine();

        var created = await acting.Users.CreateAsync(new CreateUserRequest
        {
            Email = email,
            FirstName = firstName,
            LastName = lastName,
            GroupCode = group,
            Kind = kind,
            Password = password,
        });

        created.Error!.Kind.Should().Be(ErrorKind.Invalid);
        created.Error.Fields.Keys.Should().Equal(field);
        await using var db = _shop.OpenDatabase();
        (await db.Users.CountAsync()).Should().Be(1);
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task CreateAsync_SeveralBadFields_AreAllNamed()
    {
        await using var acting = _shop.AsCommandLine();

        (await acting.Users.CreateAsync(new CreateUserRequest()))
            .Error!.Fields.Keys.Should()
            .BeEquivalentTo("email", "firstName", "password");
    }

    [Fact]
    public async Task CreateAsync_IntoAStrongerGroup_IsRefused_R6()
    {
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Create, Permissions.Orders.View);
        await _shop.AddGroupAsync("equal", Permissions.Orders.View);
        await _shop.AddGroupAsync("stronger", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var acting = _shop.As(manager);

        (await acting.Users.CreateAsync(Robot with { GroupCode = "equal" })).IsDone.Should().BeTrue();
        var refused = await acting.Users.CreateAsync(Robot with { GroupCode = "stronger", Email = "b@example.com" });

        refused.Error!.Code.Should().Be("more-than-held");
        refused.Error.Message.Should().Contain("Orders: Edit");
    }

    [Fact]
    public async Task CreateAsync_ByKeyOfTheOwner_IsRefused_R7()
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = await _shop.ByKeyOfAsync(owner);

        (await acting.Users.CreateAsync(Robot with { GroupCode = "nothing" })).Error!.Code.Should().Be("key-cannot-grant");
    }

    [Fact]
    public async Task CreateAsync_SameEmailAtOnce_OneIsAddedAndTheOthersAreToldSo()
    {
        await _shop.AddGroupAsync("integration");

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var acting = _shop.AsCommandLine();
            return await acting.Users.CreateAsync(Robot);
        })));

        results.Count(r => r.IsDone).Should().Be(1);
        results.Where(r => !r.IsDone).Should().OnlyContain(r => r.Error!.Fields.ContainsKey("email"));
        (await _shop.AuditAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task CreateAsync_EmailTakenBetweenCheckAndSave_IsTheSameFieldError()
    {
        var race = new LostRace();
        await using var shop = new TestShop(configure: race.Join);
        await shop.AddGroupAsync("integration");
        race.OtherComesFirst = () => shop.AddUserAsync(Robot.Email!, "integration", UserKind.Integration);
        await using var acting = shop.AsCommandLine();

        var created = await acting.Users.CreateAsync(Robot);

        race.OtherComesFirst.Should().BeNull("the race must have happened");
        created.Error!.Fields.Keys.Should().Equal("email");
    }

    [Fact]
    public async Task DisableAsync_Twice_StopsTheUserAndAuditsOnce_R2_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var user = await _shop.AddUserWithAsync("staff@example.com", Permissions.Users.ViewAll);
        await using var acting = _shop.As(owner);
        await using var staff = _shop.As(user);
        (await staff.Users.ListAsync(new UserQuery())).IsDone.Should().BeTrue();

        (await acting.Users.DisableAsync(user.Id)).Value!.Enabled.Should().BeFalse();
        (await acting.Users.DisableAsync(user.Id)).Value!.Enabled.Should().BeFalse();

        (await staff.Users.ListAsync(new UserQuery())).Error.Should().Be(Error.Unauthenticated);
        (await _shop.AuditAsync()).Should().ContainSingle().Which.Action.Should().Be(AuditActions.UserDisabled);
    }

    [Fact]
    public async Task EnableAsync_AfterDisabling_LetsInAgainButOldSessionsStayOver_R8()
    {
        var user = await _shop.AddUserWithAsync("staff@example.com", Permissions.Users.ViewAll);
        await using var acting = _shop.AsCommandLine();
        await using var oldSession = _shop.As(user);

        await acting.Users.DisableAsync(user.Id);
        (await acting.Users.EnableAsync(user.Id)).Value!.Enabled.Should().BeTrue();
        (await acting.Users.EnableAsync(user.Id)).IsDone.Should().BeTrue();

        (await oldSession.Users.ListAsync(new UserQuery())).Error.Should().Be(Error.Unauthenticated);
        await using var db = _shop.OpenDatabase();
        await using var newSession = _shop.As(await db.Users.SingleAsync(u => u.Id == user.Id));
        (await newSession.Users.ListAsync(new UserQuery())).IsDone.Should().BeTrue();
        (await _shop.AuditAsync()).Select(e => e.Action).Should().Equal(AuditActions.UserDisabled, AuditActions.UserEnabled);
    }

    [Fact]
    public async Task DisableAsync_TheOwner_IsRefusedToEverybody()
    {
        var owner = await _shop.AddOwnerAsync();
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        foreach (var who in new[] { _shop.As(owner), _shop.As(admin), _shop.AsCommandLine(), await _shop.ByKeyOfAsync(owner) })
        {
            await using (who)
                (await who.Users.DisableAsync(owner.Id)).Error!.Code.Should().Be("owner-stays-enabled");
        }
    }

    [Fact]
    public async Task DisableAsync_Oneself_IsRefusedInPersonAndByKey()
    {
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        foreach (var who in new[] { _shop.As(admin), await _shop.ByKeyOfAsync(admin) })
        {
            await using (who)
                (await who.Users.DisableAsync(admin.Id)).Error!.Code.Should().Be("not-yourself");
        }
    }

    [Fact]
    public async Task DisableAsync_StrongerUser_NeedsOnlyThePermission_R6()
    {
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.Users.Edit);
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        await using var acting = _shop.As(editor);

        (await acting.Users.DisableAsync(admin.Id)).IsDone.Should().BeTrue();
        (await acting.Users.EnableAsync(admin.Id)).Error!.Code.Should().Be("more-than-held");
    }

    [Fact]
    public async Task EnableAsync_TheOwner_IsForTheOwnerAlone_R6()
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything));

        (await acting.Users.EnableAsync(owner.Id)).Error!.Code.Should().Be("only-owner");
    }

    [Fact]
    public async Task EnableAsync_ByKey_IsRefused_R7()
    {
        var owner = await _shop.AddOwnerAsync();
        var user = await _shop.AddUserAsync("weak@example.com", "nothing", enabled: false);
        await using var acting = await _shop.ByKeyOfAsync(owner);

        (await acting.Users.EnableAsync(user.Id)).Error!.Code.Should().Be("key-cannot-grant");
    }

    [Fact]
    public async Task EveryMethod_WithoutExactlyItsPermission_IsRefused_R1_R2()
    {
        var checks = 0;
        await _shop.AddGroupAsync("integration");
        var target = await _shop.AddUserAsync("target@example.com", "integration");
        await Check(Permissions.Users.ViewAll, async a => (await a.Users.ListAsync(new UserQuery())).Error);
        await Check(Permissions.Users.View, async a => (await a.Users.FindByEmailAsync("target@example.com")).Error);
        await Check(Permissions.Users.View, async a => (await a.Users.GetAsync(target.Id)).Error);
        await Check(Permissions.Users.Create, async a => (await a.Users.CreateAsync(Robot)).Error);
        await Check(Permissions.Users.Create, async a => (await a.UserGroups.ListAssignableAsync()).Error);
        await Check(Permissions.Users.View, async a => (await a.Users.GetDetailsAsync(target.Id)).Error);
        await Check(Permissions.Users.Create, async a => (await a.Users.InviteAsync(Robot)).Error);
        await Check(Permissions.ApiKeys.ViewAll, async a => (await a.KeyQueries.ListOfUserAsync(target.Id)).Error);
        await Check(Permissions.Users.Edit, async a => (await a.UserGroups.ListMovableToAsync()).Error);
        await Check(Permissions.Users.Edit, async a => (await a.Users.EditAsync(target.Id, new UserEdit(), string.Empty)).Error);
        await Check(Permissions.Users.Edit, async a => (await a.Users.SendLinkAsync(target.Id)).Error);
        await Check(Permissions.Users.Edit, async a => (await a.Get<UserSessionService>().EndAllAsync(target.Id)).Error);
        await Check(Permissions.Users.Edit, async a => (await a.Get<UserSessionService>().EndAsync(target.Id, 1)).Error);
        await Check(Permissions.Users.Edit, async a => (await a.Users.DisableAsync(target.Id)).Error);
        await Check(Permissions.Users.Edit, async a => (await a.Users.EnableAsync(target.Id)).Error);

        async Task Check(string permission, Func<Acting, Task<Error?>> call)
        {
            var email = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"lacking-{++checks}@example.com");
            await using var lacking = _shop.As(await _shop.AddUserWithAsync(email, Everything.Where(p => p != permission)));
            await using var nobody = _shop.AsNobody();
            (await call(lacking))!.MissingPermission.Should().Be(permission);
            (await call(nobody)).Should().Be(Error.Unauthenticated);
        }
    }

    [Fact]
    public async Task ListAsync_Filters_AreCombined()
    {
        await _shop.AddGroupAsync("warehouse");
        await _shop.AddGroupAsync("office");
        var ann = await _shop.AddUserAsync("ann@example.com", "warehouse");
        await _shop.AddUserAsync("bob@example.com", "warehouse", enabled: false);
        await _shop.AddUserAsync("robot@example.com", "office", UserKind.Integration);
        var (revoked, _) = await _shop.AddKeyAsync(ann);
        await _shop.AddKeyAsync(ann);
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.RevokeAsync(revoked.Id);

        (await Emails(new UserQuery())).Should().Equal("ann@example.com", "bob@example.com", "robot@example.com");
        (await Emails(new UserQuery { GroupCode = "warehouse", Enabled = true })).Should().Equal("ann@example.com");
        (await Emails(new UserQuery { Enabled = false })).Should().Equal("bob@example.com");
        (await Emails(new UserQuery { Kind = UserKind.Integration })).Should().Equal("robot@example.com");
        (await Emails(new UserQuery { Search = "BOB" })).Should().Equal("bob@example.com");
        (await Emails(new UserQuery { Search = "%" })).Should().BeEmpty();
        (await Emails(new UserQuery { Window = new PageWindow(1, 1) })).Should().Equal("bob@example.com");
        (await acting.Users.ListAsync(new UserQuery { Search = "ann" })).Value!.Items.Single().KeyCount.Should().Be(1);

        async Task<IEnumerable<string>> Emails(UserQuery query) => (await acting.Users.ListAsync(query)).Value!.Items.Select(u => u.Email);
    }

    [Fact]
    public async Task ListAsync_SearchInAnyCaseOfAnyScript_FindsTheName()
    {
        await _shop.AddGroupAsync("integration");
        await using var acting = _shop.AsCommandLine();
        await acting.Users.CreateAsync(Robot with { FirstName = "Zoë", LastName = "ÜNAL" });

        foreach (var search in new[] { "Zoë ÜNAL", "zoë ünal", "ZOË" })
            (await acting.Users.ListAsync(new UserQuery { Search = search })).Value!.Total.Should().Be(1, search);
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task ListAsync_EverySort_IsTheReverseWhenDescending(UserSort sort)
    {
        await _shop.AddGroupAsync("a-group");
        await _shop.AddGroupAsync("b-group");
        await _shop.AddUserAsync("ann@example.com", "b-group");
        await _shop.AddUserAsync("bob@example.com", "a-group", enabled: false);
        var robot = await _shop.AddUserAsync("robot@example.com", "a-group", UserKind.Integration);
        await _shop.AddKeyAsync(robot);
        await using var acting = _shop.AsCommandLine();

        var rising = (await acting.Users.ListAsync(new UserQuery { Sort = sort })).Value!.Items;
        var falling = (await acting.Users.ListAsync(new UserQuery { Sort = sort, Descending = true })).Value!.Items;

        falling.Should().Equal(rising.Reverse());
        var expectedFirst = sort switch { UserSort.Group => "bob@example.com", _ => "ann@example.com" };
        rising[0].Email.Should().Be(expectedFirst);
    }

    [Fact]
    public async Task CreateAsync_GroupDeletedBetweenCheckAndSave_IsTheSameFieldError()
    {
        var race = new LostRace { Code = 787 };
        await using var shop = new TestShop(configure: race.Join);
        await shop.AddGroupAsync("integration");
        await using var node = shop.OtherNode();
        race.OtherComesFirst = async () =>
        {
            await using var other = node.AsCommandLine();
            (await other.UserGroups.DeleteAsync("integration")).Error.Should().BeNull();
        };
        await using var acting = shop.AsCommandLine();

        var created = await acting.Users.CreateAsync(Robot with { GroupCode = "integration" });

        race.OtherComesFirst.Should().BeNull("the race must have happened");
        created.Error!.Fields.Keys.Should().Equal("group");
    }

    [Fact]
    public async Task FindByEmailAsync_OtherCaseAndBlanks_FindsTheUser()
    {
        await _shop.AddGroupAsync("integration");
        var user = await _shop.AddUserAsync("ann@example.com", "integration");
        await using var acting = _shop.AsCommandLine();

        (await acting.Users.FindByEmailAsync(" ANN@Example.com ")).Value!.Id.Should().Be(user.Id);
        (await acting.Users.FindByEmailAsync("nobody@example.com")).Error!.Kind.Should().Be(ErrorKind.NotFound);
        foreach (var bad in new[] { null, "", "nobody", "\ud83d@example.com", "a\0@example.com", new string('a', 300) + "@example.com" })
            (await acting.Users.FindByEmailAsync(bad)).Error!.Fields.Keys.Should().Equal("email");
        (await acting.Users.GetAsync(99)).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task ResetOwnerPasswordAsync_AtTheCommandLine_SignsOutEverywhereAndLiftsLockout_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        await using (var db = _shop.OpenDatabase())
        {
            await db.Users.ExecuteUpdateAsync(s => s
                .SetProperty(u => u.LockoutEnd, DateTimeOffset.MaxValue).SetProperty(u => u.AccessFailedCount, 7));
        }

        await using var session = _shop.As(owner);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<OwnerService>().ResetOwnerPasswordAsync("four quiet grey kittens")).IsDone.Should().BeTrue();

        var users = acting.Get<UserManager<User>>();
        var changed = (await users.FindByEmailAsync(owner.Email!))!;
        (await users.CheckPasswordAsync(changed, "four quiet grey kittens")).Should().BeTrue();
        (await users.CheckPasswordAsync(changed, TestShop.Password)).Should().BeFalse();
        changed.LockoutEnd.Should().BeNull();
        changed.AccessFailedCount.Should().Be(0);
        (await session.Users.ListAsync(new UserQuery())).Error.Should().Be(Error.Unauthenticated);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry
            .Should()
            .BeEquivalentTo(
                new
                {
                    Action = AuditActions.UserPasswordReset,
                    ActorKind = ActorKind.CommandLine,
                    Before = (string?)null,
                    After = (string?)null,
                });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("password1234")]
    public async Task ResetOwnerPasswordAsync_WeakPassword_IsRefusedAndTheOldOneStays(string? password)
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<OwnerService>().ResetOwnerPasswordAsync(password)).Error!.Fields.Keys.Should().Equal("password");

        var users = acting.Get<UserManager<User>>();
        (await users.CheckPasswordAsync((await users.FindByEmailAsync(owner.Email!))!, TestShop.Password)).Should().BeTrue();
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task ResetOwnerPasswordAsync_ByAnybodyElse_IsRefused()
    {
        var owner = await _shop.AddOwnerAsync();
        await using var person = _shop.As(owner);
        await using var key = await _shop.ByKeyOfAsync(owner);
        await using var nobody = _shop.AsNobody();

        (await person.Get<OwnerService>().ResetOwnerPasswordAsync("four quiet grey kittens")).Error!.Kind.Should().Be(ErrorKind.Forbidden);
        (await key.Get<OwnerService>().ResetOwnerPasswordAsync("four quiet grey kittens")).Error!.Kind.Should().Be(ErrorKind.Forbidden);
        (await nobody.Get<OwnerService>().ResetOwnerPasswordAsync("four quiet grey kittens"))
            .Error!.Kind.Should()
            .Be(ErrorKind.Unauthenticated);
    }

    [Fact]
    public async Task ResetOwnerPasswordAsync_WithoutAnOwner_SaysSo()
    {
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<OwnerService>().ResetOwnerPasswordAsync("four quiet grey kittens")).Error!.Code.Should().Be("no-owner");
    }
}
