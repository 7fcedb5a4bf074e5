using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.PermissionHistory;

/// <summary>Questions 7 and 8 of the twelve: what could it do then, through which group, and who gave it that power?</summary>
public sealed class PermissionHistoryServiceTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task OfKeyAsync_GroupNarrowedLater_SaysWhatItCouldThroughWhichGroupAndWhoGaveIt()
    {
        var olivia = await _shop.AddOwnerAsync();
        await using var byOlivia = _shop.As(olivia);
        await using var acting = _shop.AsCommandLine();
        (await byOlivia.UserGroups.CreateAsync(new("robots", "Robots", [Permissions.Orders.View])))
            .Error.Should().BeNull();
        Later();
        var robot = await _shop.AddUserAsync("robot@example.com", "robots", UserKind.Integration);
        await _shop.BeginHistoryAsync();
        var (key, _) = await _shop.AddKeyAsync(robot, "Sync");
        Later();
        (await byOlivia.UserGroups.SetPermissionsAsync("robots", [Permissions.Orders.View, Permissions.Orders.Edit]))
            .Error.Should().BeNull();
        var then = Now;
        Later();
        (await acting.UserGroups.SetPermissionsAsync("robots", [Permissions.Orders.View])).Error.Should().BeNull();

        var past = (await acting.Get<PermissionHistoryService>().OfKeyAsync(key.Id, then)).Value!;

        past.Status.Should().Be(PastStatus.Active);
        past.KnownSince.Should().BeNull("the account is known from its beginning");
        past.User.Should().BeEquivalentTo(new { robot.Id, Email = "robot@example.com", GroupCode = "robots", GroupName = "Robots" });
        past.Permissions.Select(p => (p.Permission.Name, p.GrantedBy, p.By?.Name)).Should().BeEquivalentTo(
            ((string, string, string?)[])
            [
                (Permissions.Orders.View, "group:robots", "Command line (tester)"),
                (Permissions.Orders.Edit, "group:robots", olivia.Name),
            ]);
        past.Permissions.Single(p => p.Permission.Name == Permissions.Orders.Edit).Since.Should().Be(then);
        past.Lost.Permissions.Select(p => p.Name).Should().Equal(Permissions.Orders.Edit);
        past.Gained.Count.Should().Be(0);
        past.Changes.Select(c => (c.Action, c.Actor)).Should()
            .Equal((AuditActions.UserGroupPermissionsChanged, "Command line (tester)"));
        var now = (await acting.Get<PermissionHistoryService>().OfKeyAsync(key.Id, Now)).Value!;
        now.Permissions.Select(p => p.Permission.Name).Should().Equal(Permissions.Orders.View);
        now.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task OfKeyAsync_EachStateOfItsLife_SaysWhy()
    {
        var robot = await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        await _shop.BeginHistoryAsync();
        var before = Now;
        Later();
        var (key, _) = await _shop.AddKeyAsync(robot);
        await using var acting = _shop.AsCommandLine();
        var made = Now;
        var disabled = await AfterAsync(async () => (await acting.ApiKeys.DisableAsync(key.Id)).Error);
        var enabled = await AfterAsync(async () => (await acting.ApiKeys.EnableAsync(key.Id)).Error);
        var userDisabled = await AfterAsync(async () => (await acting.Users.DisableAsync(robot.Id)).Error);
        var userEnabled = await AfterAsync(async () => (await acting.Users.EnableAsync(robot.Id)).Error);
        var ending = await AfterAsync(async () => (await acting.ApiKeys.EndInAsync(key.Id, 1)).Error);
        _shop.Time.Advance(TimeSpan.FromHours(2));
        var ended = Now;
        var revoked = await AfterAsync(async () => (await acting.ApiKeys.RevokeAsync(key.Id)).Error);

        var found = new List<(PastStatus, int)>();
        foreach (var at in (DateTime[])[before, made, disabled, enabled, userDisabled, userEnabled, ending, ended, revoked])
        {
            var past = (await acting.Get<PermissionHistoryService>().OfKeyAsync(key.Id, at)).Value!;
            found.Add((past.Status, past.Permissions.Count));
        }

        found.Should().Equal(
            (PastStatus.NotCreated, 0), (PastStatus.Active, 1), (PastStatus.Disabled, 0), (PastStatus.Active, 1),
            (PastStatus.UserDisabled, 0), (PastStatus.Active, 1), (PastStatus.Active, 1), (PastStatus.Expired, 0),
            (PastStatus.Revoked, 0));
    }

    [Fact]
    public async Task OfUserAsync_StateThatAnUpgradeFound_IsNobodysWork()
    {
        var robot = await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        var (other, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("other@example.com"));
        await using var acting = _shop.AsCommandLine();
        (await acting.ApiKeys.DisableAsync(other.Id)).Error.Should().BeNull();
        Later();
        // The upgrade writes what it finds with the version of the last change, which was about something else.
        await _shop.BeginHistoryAsync();
        await using (var db = _shop.OpenDatabase())
        {
            var version = await db.AuditEntries.MaxAsync(e => e.AccessVersion);
            await db.Set<UserHistory>().Where(h => h.UserId == robot.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.Version, version));
        }

        var past = (await acting.Get<PermissionHistoryService>().OfUserAsync(robot.Id, Now)).Value!;

        var grant = past.Permissions.Should().ContainSingle().Subject;
        (grant.Permission.Name, grant.Since, grant.By).Should().Be((Permissions.Orders.View, null, null));
    }

    [Fact]
    public async Task OfUserAsync_Owner_HasEverythingAsOwner()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.BeginHistoryAsync();
        await using var acting = _shop.AsCommandLine();

        var past = (await acting.Get<PermissionHistoryService>().OfUserAsync(owner.Id, Now)).Value!;

        past.Permissions.Should().HaveCount(PermissionCatalogue.All.Count()).And.OnlyContain(p => p.GrantedBy == "owner");
    }

    [Fact]
    public async Task OfKeyAsync_FutureOrBeforeAnythingIsKnown_IsRefusedByField()
    {
        var (key, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View));
        await using var acting = _shop.AsCommandLine();
        var history = acting.Get<PermissionHistoryService>();
        await using (var db = _shop.OpenDatabase())
            await db.Database.ExecuteSqlAsync($"""UPDATE "AccessVersions" SET "HistoryFrom" = {Now}""");

        (await history.OfKeyAsync(key.Id, Now.AddSeconds(1))).Error!.Fields.Should().ContainKey("at");
        (await history.OfKeyAsync(key.Id, Now.AddSeconds(-1))).Error!.Fields["at"][0]
            .Should().Contain("recorded since 2026-11-23T09:00:00Z");
        (await history.OfKeyAsync(key.Id, Now)).Value!.KnownSince.Should().Be(Now);
        (await history.OfKeyAsync(999, Now)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await history.OfUserAsync(999, Now)).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task BothMethods_WithoutEitherPermission_AreRefused_R1()
    {
        await using var noKeys = _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.AuditLog.ViewAll));
        await using var noLog = _shop.As(await _shop.AddUserWithAsync("b@example.com", Permissions.ApiKeys.View, Permissions.Users.View));
        var (withoutKeys, withoutLog) = (noKeys.Get<PermissionHistoryService>(), noLog.Get<PermissionHistoryService>());

        (await withoutKeys.OfKeyAsync(1, Now)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await withoutKeys.OfUserAsync(1, Now)).Error!.MissingPermission.Should().Be(Permissions.Users.View);
        (await withoutLog.OfKeyAsync(1, Now)).Error!.MissingPermission.Should().Be(Permissions.AuditLog.ViewAll);
        (await withoutLog.OfUserAsync(1, Now)).Error!.MissingPermission.Should().Be(Permissions.AuditLog.ViewAll);
    }

    private void Later() => _shop.Time.Advance(TimeSpan.FromMinutes(10));

    private async Task<DateTime> AfterAsync(Func<Task<Error?>> change)
    {
        Later();
        (await change()).Should().BeNull();
        return Now;
    }
}
