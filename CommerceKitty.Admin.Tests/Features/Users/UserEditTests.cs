using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Users;

public sealed class UserEditTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EditAsync_EmailNamesAndGroup_AreSavedTogetherAndAuditedOnce_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);
        await _shop.AddGroupAsync("other", Permissions.Orders.Edit);
        await using var acting = _shop.As(owner);

        var edited = await EditAsync(
            acting,
            pia,
            e => e with { Email = " Pia.Núñez+shop@exämple.com ", FirstName = "Pía", LastName = "Núñez 🐈", GroupCode = "other" });

        edited.Value.Should().BeEquivalentTo(new { Email = "Pia.Núñez+shop@exämple.com", Name = "Pía Núñez 🐈", GroupCode = "other" });
        await using var db = _shop.OpenDatabase();
        var stored = await db.Users.SingleAsync(u => u.Id == pia.Id);
        stored.UserName.Should().Be(stored.Email);
        stored.NormalizedEmail.Should().Be("PIA.NÚÑEZ+SHOP@EXÄMPLE.COM");
        stored.SecurityStamp.Should().NotBe(pia.SecurityStamp, "a new email ends sessions");
        stored.SearchText.Should().Contain("núñez");
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.UserEdited);
        (entry.Before + entry.After).Should().Contain("pia@example.com").And.Contain("other");
        await using (var before = _shop.As(pia))
            (await before.Get<CurrentActor>().GetAsync()).Should().BeNull();
    }

    [Fact]
    public async Task EditAsync_NamesAlone_KeepTheSessions()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = _shop.As(owner);

        (await EditAsync(acting, pia, e => e with { FirstName = "New" })).Error.Should().BeNull();

        await using var still = _shop.As(pia);
        (await still.Get<CurrentActor>().GetAsync())!.Label.Should().Be("New Test");
    }

    [Fact]
    public async Task EditAsync_NothingDiffers_WritesNothing()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = _shop.As(owner);

        (await EditAsync(acting, pia, e => e)).Error.Should().BeNull();

        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    public static TheoryData<string, string?> BadEmails => new()
    {
        { "empty", "" },
        { "missing", null },
        { "no address", "pia" },
        { "no dot", "pia@localhost" },
        { "with a name", "Pia <pia@example.com>" },
        { "two", "a@example.com, b@example.com" },
        { "255 long", new string('a', 243) + "@example.com" },
        { "line break", "pia@example.com\r\nBcc: all@example.com" },
        { "right-to-left", "pia\u202E@example.com" },
        { "taken", "TAKEN@example.com" },
    };

    [Theory]
    [MemberData(nameof(BadEmails))]
    public async Task EditAsync_BadEmail_IsRefusedAtThatFieldAndChangesNothing(string what, string? email)
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await _shop.AddUserWithAsync("taken@example.com");
        await using var acting = _shop.As(owner);

        var edited = await EditAsync(acting, pia, e => e with { Email = email });

        edited.Error!.Fields.Keys.Should().Equal(["email"], what);
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task EditAsync_LongestEmail_IsTaken()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = _shop.As(owner);
        var longest = new string('a', 242) + "@example.com";

        (await EditAsync(acting, pia, e => e with { Email = longest })).Value!.Email.Should().HaveLength(254);
    }

    [Fact]
    public async Task EditAsync_TwoAtOnce_TheSecondIsToldAndChangesNothing()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = _shop.As(owner);
        var seen = (await acting.Users.GetAsync(pia.Id)).Value!;

        var first = await acting.Users.EditAsync(pia.Id, Unchanged(seen) with { FirstName = "First" }, seen.Version);
        var second = await acting.Users.EditAsync(pia.Id, Unchanged(seen) with { FirstName = "Second" }, seen.Version);

        first.IsDone.Should().BeTrue();
        second.Error.Should().Be(Error.ChangedMeanwhile);
        (await acting.Users.GetAsync(pia.Id)).Value!.FirstName.Should().Be("First");
    }

    [Fact]
    public async Task EditAsync_WithoutPermission_IsRefused_R1()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com", Permissions.Users.View, Permissions.Users.Create);
        await using var acting = _shop.As(pia);

        (await acting.Users.EditAsync(pia.Id, new UserEdit(), "")).Error!.MissingPermission.Should().Be(Permissions.Users.Edit);
        (await acting.Get<UserSessionService>().EndAllAsync(pia.Id)).Error!.MissingPermission.Should().Be(Permissions.Users.Edit);
        (await acting.Users.SendLinkAsync(pia.Id)).Error!.MissingPermission.Should().Be(Permissions.Users.Edit);
    }

    [Fact]
    public async Task EditAsync_EmailOfSomebodyStronger_IsRefused_R6()
    {
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Edit, Permissions.Users.View);
        var strong = await _shop.AddUserWithAsync("strong@example.com", Permissions.Orders.Edit);
        await using var acting = _shop.As(manager);

        (await EditAsync(acting, strong, e => e with { Email = "mine@example.com" })).Error!.Code.Should().Be("more-than-held");
    }

    /// <summary>Others trust a name, and to take away a way to sign in is to reset it.</summary>
    [Fact]
    public async Task EditAsync_NamesOrKindOfSomebodyStronger_IsRefused_R6()
    {
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Edit, Permissions.Users.View);
        var strong = await _shop.AddUserWithAsync("strong@example.com", Permissions.Orders.Edit);
        var weak = await _shop.AddUserWithAsync("weak@example.com", Permissions.Users.View);
        await using var acting = _shop.As(manager);

        (await EditAsync(acting, strong, e => e with { FirstName = "Renamed" })).Error!.Code.Should().Be("more-than-held");
        (await EditAsync(acting, strong, e => e with { LastName = "Renamed" })).Error!.Code.Should().Be("more-than-held");
        (await EditAsync(acting, strong, e => e with { Kind = UserKind.Integration })).Error!.Code.Should().Be("more-than-held");

        (await EditAsync(acting, weak, e => e with { FirstName = "Renamed" })).Error.Should().BeNull();
        await using var db = _shop.OpenDatabase();
        var stored = await db.Users.SingleAsync(u => u.Id == strong.Id);
        (stored.FirstName, stored.Kind, stored.PasswordHash).Should().Be((strong.FirstName, UserKind.Person, strong.PasswordHash));
    }

    [Fact]
    public async Task EditAsync_WeakUserIntoAStrongGroup_IsRefused_R6()
    {
        // The two steps: make a key for somebody weak, then make that user strong.
        var manager = await _shop.AddUserWithAsync(
            "manager@example.com",
            Permissions.Users.Edit,
            Permissions.Users.View,
            Permissions.ApiKeys.Create);
        var weak = await _shop.AddUserWithAsync("weak@example.com");
        await _shop.AddGroupAsync("strong", Permissions.Orders.Edit);
        await using var acting = _shop.As(manager);
        (await acting.ApiKeys.CreateAsync(new("Key", weak.Id))).Error.Should().BeNull();

        (await EditAsync(acting, weak, e => e with { GroupCode = "strong" })).Error!.Code.Should().Be("more-than-held");
        (await EditAsync(acting, weak, e => e with { GroupCode = "no-such-group" })).Error!.Fields.Keys.Should().Equal("group");
        (await acting.Users.GetAsync(weak.Id)).Value!.GroupCode.Should().Be("weak-group");
    }

    [Fact]
    public async Task EditAsync_OwnGroup_IsRefusedButTheOwnersIsTheirs()
    {
        var owner = await _shop.AddOwnerAsync();
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Edit, Permissions.Users.View);
        await _shop.AddGroupAsync("empty");
        await using var managing = _shop.As(manager);
        await using var owning = _shop.As(owner);

        (await EditAsync(managing, manager, e => e with { GroupCode = "empty" })).Error!.Code.Should().Be("not-yourself");
        (await EditAsync(owning, owner, e => e with { GroupCode = "empty" })).Error.Should().BeNull();
    }

    [Fact]
    public async Task EditAsync_TheOwnerByAnybodyElse_IsRefused_R6()
    {
        var owner = await _shop.AddOwnerAsync();
        var admin = await _shop.AddUserWithAsync("admin@example.com", PermissionCatalogue.All.Select(p => p.Name));
        await using var acting = _shop.As(admin);

        (await EditAsync(acting, owner, e => e with { FirstName = "Renamed" })).Error!.Code.Should().Be("only-owner");
        (await acting.Get<UserSessionService>().EndAllAsync(owner.Id)).Error!.Code.Should().Be("only-owner");
        (await acting.Users.SendLinkAsync(owner.Id)).Error!.Code.Should().Be("only-owner");
        (await acting.Get<OwnerService>().TransferOwnershipAsync(admin.Id, TestShop.Password)).Error!.Code.Should().Be("only-owner");
    }

    [Fact]
    public async Task EditAsync_ByKeyOfTheOwner_IsRefused_R7()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = await _shop.ByKeyOfAsync(owner);

        (await EditAsync(acting, pia, e => e with { FirstName = "X" })).Error!.Code.Should().Be("key-cannot-grant");
        (await acting.Users.SendLinkAsync(pia.Id)).Error!.Code.Should().Be("key-cannot-grant");
        (await acting.Get<OwnerService>().TransferOwnershipAsync(pia.Id, TestShop.Password)).Error!.Code.Should().Be("only-owner");
    }

    [Fact]
    public async Task LastAdministrator_WithoutAnOwner_Stays()
    {
        var one = await _shop.AddUserWithAsync("one@example.com", Permissions.Users.Edit, Permissions.Users.View);
        var two = await _shop.AddUserAsync("two@example.com", "one-group");
        await _shop.AddGroupAsync("empty");
        await using var acting = _shop.AsCommandLine();

        (await acting.Users.DisableAsync(one.Id)).Error.Should().BeNull("two is left");
        (await acting.Users.DisableAsync(two.Id)).Error!.Code.Should().Be("last-administrator");
        (await EditAsync(acting, two, e => e with { GroupCode = "empty" })).Error!.Code.Should().Be("last-administrator");
        await _shop.AddOwnerAsync();
        (await acting.Users.DisableAsync(two.Id)).Error.Should().BeNull("the owner is left");
    }

    /// <summary>Each looks only at what is committed; what makes them look one after another is the row of the access version.</summary>
    [Fact]
    public async Task LastAdministrators_StoppingEachOtherAtOnce_OneStays()
    {
        var one = await _shop.AddUserWithAsync("one@example.com", Permissions.Users.Edit, Permissions.Users.View);
        var two = await _shop.AddUserWithAsync("two@example.com", Permissions.Users.Edit, Permissions.UserGroups.Edit);
        for (var round = 0; round < 8; round++)
        {
            await using var first = _shop.AsCommandLine();
            await using var second = _shop.AsCommandLine();
            var outcomes = await Task.WhenAll(
                Task.Run(async () => (await first.Users.DisableAsync(one.Id)).Error?.Code),
                Task.Run(async () => round % 2 == 0
                    ? (await second.Users.DisableAsync(two.Id)).Error?.Code
                    : (await second.UserGroups.SetPermissionsAsync("two-group", [])).Error?.Code));

            outcomes.Should().BeEquivalentTo([null, "last-administrator"], $"round {round}");
            await using var again = _shop.AsCommandLine();
            (await again.Users.EnableAsync(one.Id)).Error.Should().BeNull();
            (await again.Users.EnableAsync(two.Id)).Error.Should().BeNull();
            await _shop.SetPermissionsAsync("two-group", Permissions.Users.Edit);
        }
    }

    [Fact]
    public async Task SignOutEverywhere_EndsSessionsAndLinks_AuditsOnce_R3()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await _shop.AddAsync(
            new UserSession
            {
                UserId = pia.Id,
                StartedAt = Now,
                LastSeenAt = Now,
                Address = "203.0.113.7",
                UserAgent = "Firefox",
            });
        await using var acting = _shop.As(owner);
        await using var open = _shop.As(pia);
        (await acting.Users.GetDetailsAsync(pia.Id)).Value!.Sessions.Should().ContainSingle();

        (await acting.Get<UserSessionService>().EndAllAsync(pia.Id)).Error.Should().BeNull();

        (await open.Get<CurrentActor>().GetAsync()).Should().BeNull();
        (await acting.Users.GetDetailsAsync(pia.Id)).Value!.Sessions.Should().BeEmpty();
        (await _shop.AuditAsync()).Select(e => e.Action).Should().Equal(AuditActions.UserSignedOutEverywhere);
    }

    [Fact]
    public async Task Transfer_WithThePassword_MakesOneOwnerAndAuditsOnce()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);
        await using var acting = _shop.As(owner);

        (await acting.Get<OwnerService>().TransferOwnershipAsync(pia.Id, TestShop.Password)).Value!.IsOwner.Should().BeTrue();

        await using var db = _shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.IsOwner)).Id.Should().Be(pia.Id);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new { Action = AuditActions.OwnershipTransferred, ActorUserId = owner.Id, TargetId = pia.Id });
        // The old owner has what the group grants, from the next operation on.
        (await acting.Users.ListAsync(new UserQuery())).Error!.MissingPermission.Should().Be(Permissions.Users.ViewAll);
        (await acting.Get<OwnerService>().TransferOwnershipAsync(owner.Id, TestShop.Password)).Error!.Code.Should().Be("only-owner");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not-the-password")]
    public async Task Transfer_WrongPassword_IsRefusedAndCounted(string? password)
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = _shop.As(owner);

        for (var i = 0; i < 10; i++)
            (await acting.Get<OwnerService>().TransferOwnershipAsync(pia.Id, password)).Error!.Fields.Keys.Should().Equal("password");

        (await acting.Get<OwnerService>().TransferOwnershipAsync(pia.Id, TestShop.Password))
            .Error!.Message.Should()
            .Contain("Too many wrong passwords");
        await using var db = _shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.IsOwner)).Id.Should().Be(owner.Id);
    }

    [Fact]
    public async Task Transfer_StrangersGuessAtTheSignIn_DoesNotKeepTheOwnerFromIt()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using (var db = _shop.OpenDatabase())
            await db.Users.Where(u => u.Id == owner.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.LockoutEnd, new DateTimeOffset(Now.AddMinutes(5), TimeSpan.Zero)));
        await using var acting = _shop.As(owner);

        (await acting.Get<OwnerService>().TransferOwnershipAsync(pia.Id, TestShop.Password)).Error.Should().BeNull();
    }

    [Fact]
    public async Task Transfer_WrongPasswordsSideBySide_AreAllCountedAndAudited()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(async _ =>
        {
            await using var acting = _shop.As(owner);
            return (await acting.Get<OwnerService>().TransferOwnershipAsync(pia.Id, "not-the-password")).Error!.Message;
        }));

        answers.Count(a => a.StartsWith("This is not your password", StringComparison.Ordinal)).Should().Be(10);
        (await _shop.AuditAsync()).Select(e => e.Action).Should().Equal(Enumerable.Repeat(AuditActions.OwnershipTransferFailed, 10));
    }

    [Fact]
    public async Task Transfer_ToWhoeverCannotOwn_IsRefused()
    {
        var owner = await _shop.AddOwnerAsync();
        var off = await _shop.AddUserAsync("off@example.com", "nothing", enabled: false);
        var robot = await _shop.AddUserAsync("robot@example.com", "nothing", UserKind.Integration);
        await using var acting = _shop.As(owner);
        var invited = (
            await acting.Users.InviteAsync(
                new()
                {
                    Email = "new@example.com",
                    FirstName = "New",
                    GroupCode = "nothing",
                })).Value!.User;

        foreach (var id in new[] { off.Id, robot.Id, invited.Id })
            (await acting.Get<OwnerService>().TransferOwnershipAsync(id, TestShop.Password)).Error!.Code.Should().Be("cannot-own");
        (await acting.Get<OwnerService>().TransferOwnershipAsync(owner.Id, TestShop.Password)).Error!.Code.Should().Be("already-owner");
        (await acting.Get<OwnerService>().TransferOwnershipAsync(999, TestShop.Password)).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    private static UserEdit Unchanged(UserRow user) =>
        new() { Email = user.Email, FirstName = user.FirstName, LastName = user.LastName, GroupCode = user.GroupCode };

    private async Task<Result<UserRow>> EditAsync(Acting acting, User user, Func<UserEdit, UserEdit> change)
    {
        await using var operating = _shop.AsCommandLine();
        var seen = (await operating.Users.GetAsync(user.Id)).Value!;
        return await acting.Users.EditAsync(user.Id, change(Unchanged(seen)), seen.Version);
    }
}
