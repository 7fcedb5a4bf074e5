using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Audit;

public sealed class AuditLogServiceTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task ListAsync_SeveralEntries_AreNewestFirstInPages_R8()
    {
        var (first, second) = await AddTwoKeysAsync();
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.RevokeAsync(first);

        var page = (await acting.AuditLog.ListAsync(new AuditQuery { Window = new PageWindow(0, 2) })).Value!;

        page.Total.Should().Be(3);
        page.Items.Select(e => (e.Action, e.TargetId))
            .Should()
            .Equal((AuditActions.ApiKeyRevoked, first), (AuditActions.ApiKeyCreated, second));
        page.Items[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    ActorKind = ActorKind.CommandLine,
                    Actor = "Command line (tester)",
                    Address = (string?)null,
                });
    }

    [Fact]
    public async Task ListAsync_OfAUser_TellsWhatItDidFromWhatOthersDidToIt()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com", Permissions.Users.Edit);
        await using (var acting = _shop.As(owner))
            (await acting.Users.DisableAsync(pia.Id)).Error.Should().BeNull();
        await _shop.SetEnabledAsync(pia, enabled: true);
        await using var operating = _shop.AsCommandLine();
        (await operating.ApiKeys.CreateAsync(new("Acts as pia", pia.Id))).Error.Should().BeNull();
        async Task<List<string>> ActionsAsync(int user, AuditSide side) =>
            [.. (await operating.AuditLog.ListAsync(new AuditQuery { UserId = user, Side = side })).Value!.Items.Select(e => e.Action)];

        (await ActionsAsync(owner.Id, AuditSide.Did)).Should().Equal(AuditActions.UserDisabled);
        (await ActionsAsync(owner.Id, AuditSide.DoneTo)).Should().BeEmpty();
        (await ActionsAsync(pia.Id, AuditSide.Did)).Should().BeEmpty();
        (await ActionsAsync(pia.Id, AuditSide.DoneTo)).Should().Equal(AuditActions.UserDisabled);
        (await ActionsAsync(pia.Id, AuditSide.Both)).Should().Equal(AuditActions.UserDisabled);
    }

    [Fact]
    public async Task ListAsync_Filters_AreCombined()
    {
        var (first, _) = await AddTwoKeysAsync();
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.DisableAsync(first);

        (await Total(new AuditQuery { TargetType = "api-keys", TargetId = first })).Should().Be(2);
        (await Total(new AuditQuery { TargetType = "users" })).Should().Be(0);
        (await Total(new AuditQuery { Search = "DISABLED" })).Should().Be(1);
        (await Total(new AuditQuery { Search = "second key" })).Should().Be(1);
        (await Total(new AuditQuery { Search = "_" })).Should().Be(0, "wildcards are literal");
        (await Total(new AuditQuery { Search = "  " })).Should().Be(3);

        async Task<int> Total(AuditQuery query) => (await acting.AuditLog.ListAsync(query)).Value!.Total;
    }

    [Fact]
    public async Task ListAsync_PastedKeyValue_FindsTheEntryThatMadeIt_R5()
    {
        await _shop.AddGroupAsync("integration");
        var robot = await _shop.AddUserAsync("robot@example.com", "integration", UserKind.Integration);
        var (key, value) = await _shop.AddKeyAsync(robot);
        await _shop.AddKeyAsync(robot);
        await using var acting = _shop.AsCommandLine();

        (await acting.AuditLog.ListAsync(new AuditQuery { Search = value }))
            .Value!.Items.Should()
            .ContainSingle()
            .Which.TargetId.Should()
            .Be(key.Id);
    }

    [Fact]
    public async Task ListAsync_ChangeByKey_ShowsUserKeyAndPlainAddress_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, _) = await _shop.AddKeyAsync(owner, "Warehouse tablet");
        var access = await _shop.Services.GetRequiredService<AccessReader>().FindUserAsync(owner.Id);
        await using var byKey = new Acting(_shop.Services, c => c.ActAs(Actor.ByKey(access!, key.Id, IPAddress.Parse("::ffff:192.0.2.7"))));

        await byKey.ApiKeys.DisableAsync(key.Id);

        var entry = (await byKey.AuditLog.ListAsync(new AuditQuery())).Value!.Items[0];
        entry.Should().BeEquivalentTo(new
        {
            ActorKind = ActorKind.ApiKey,
            ActorUserId = owner.Id,
            ActorApiKeyId = key.Id,
            ActorApiKeyName = "Warehouse tablet",
            Address = "192.0.2.7",
        });
    }

    [Fact]
    public async Task ListAsync_KeyRenamedLater_KeepsItsNameOfThatTime_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, value) = await _shop.AddKeyAsync(owner, "Zapier production");
        var (other, _) = await _shop.AddKeyAsync(owner, "Other");
        await using (var byKey = await _shop.ByKeyAsync(value))
            (await byKey.ApiKeys.DisableAsync(other.Id)).Error.Should().BeNull();
        await using var acting = _shop.AsCommandLine();
        (await acting.ApiKeys.RenameAsync(key.Id, "Something else")).Error.Should().BeNull();

        var entry = (await acting.AuditLog.ListAsync(new AuditQuery { KeyId = key.Id })).Value!.Items.Should().ContainSingle().Subject;

        AuditPresentation.Actor(entry).Should().Be($"{owner.Name} via key Zapier production");
    }

    [Fact]
    public async Task ListAsync_ActorKindAndAddress_AreFilters()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, value) = await _shop.AddKeyAsync(owner);
        await using (var byKey = await _shop.ByKeyAsync(value))
            (await byKey.ApiKeys.RenameAsync(key.Id, "New")).Error.Should().BeNull();
        await using var acting = _shop.AsCommandLine();

        (await Actions(new AuditQuery { ActorKind = ActorKind.ApiKey })).Should().Equal(AuditActions.ApiKeyRenamed);
        (await Actions(new AuditQuery { ActorKind = ActorKind.CommandLine })).Should().Equal(AuditActions.ApiKeyCreated);
        (await Actions(new AuditQuery { Address = "127.0.0.1" })).Should().Equal(AuditActions.ApiKeyRenamed);
        (await Actions(new AuditQuery { Address = "127.0.0.2" })).Should().BeEmpty();

        async Task<List<string>> Actions(AuditQuery query) =>
            [.. (await acting.AuditLog.ListAsync(query)).Value!.Items.Select(e => e.Action)];
    }

    [Fact]
    public async Task GetAsync_TargetDeleted_KeepsItsName_R8()
    {
        await _shop.AddGroupAsync("short-lived");
        await using var acting = _shop.AsCommandLine();
        (await acting.UserGroups.RenameAsync("short-lived", "Short lived")).Error.Should().BeNull();
        var renamed = (await acting.AuditLog.ListAsync(new AuditQuery())).Value!.Items[0];
        renamed.TargetPath.Should().Be("short-lived");
        (await acting.UserGroups.DeleteAsync("short-lived")).Error.Should().BeNull();

        var entry = (await acting.AuditLog.GetAsync(renamed.Id)).Value!;

        entry.Target.Should().Be("Short lived");
        AuditPresentation.TargetAddress(entry, PermissionSet.All).Should().BeNull("there is no page of it any more");
    }

    [Fact]
    public async Task ListAsync_WithoutThePermission_IsRefused_R1()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync(
            "all-but@example.com", PermissionCatalogue.All.Select(p => p.Name).Where(n => n != Permissions.AuditLog.ViewAll)));
        await using var nobody = _shop.AsNobody();

        (await acting.AuditLog.ListAsync(new AuditQuery())).Error!.MissingPermission.Should().Be(Permissions.AuditLog.ViewAll);
        (await nobody.AuditLog.ListAsync(new AuditQuery())).Error.Should().Be(Error.Unauthenticated);
    }

    private async Task<(int First, int Second)> AddTwoKeysAsync()
    {
        await _shop.AddGroupAsync("integration");
        var robot = await _shop.AddUserAsync("robot@example.com", "integration", UserKind.Integration);
        return ((await _shop.AddKeyAsync(robot, "First key")).Key.Id, (await _shop.AddKeyAsync(robot, "Second key")).Key.Id);
    }
}
