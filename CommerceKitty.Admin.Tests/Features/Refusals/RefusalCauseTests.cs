using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Refusals;

/// <summary>A refusal leads to the audit entry that made it (R15), and to none rather than to a wrong one.</summary>
public sealed class RefusalCauseTests : IAsyncDisposable
{
    private static readonly Permission EditOrders = PermissionCatalogue.Find(Permissions.Orders.Edit)!;

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Disabled_LeadsToTheLatestDisabling_R15()
    {
        var (user, key) = await AddKeyAsync();
        await ChangeAsync(k => k.DisableAsync(key));
        await ChangeAsync(k => k.EnableAsync(key));
        await ChangeAsync(k => k.DisableAsync(key));

        var row = await RefuseAsync(key, RefusalReason.Disabled);

        var entries = (await _shop.AuditAsync()).FindAll(e => e.Action == AuditActions.ApiKeyDisabled);
        row.CauseId.Should().Be(entries[^1].Id);
        row.CauseActor.Should().Be("Command line (tester)");
        row.CauseAt.Should().Be(entries[^1].At);
        user.Should().NotBeNull();
    }

    [Fact]
    public async Task RevokedReplacedAndExpired_LeadToWhatEndedThem_R15()
    {
        var (_, key) = await AddKeyAsync();
        (await RefuseAsync(key, RefusalReason.Expired)).CauseAction.Should().Be(AuditActions.ApiKeyCreated, "it ends as it was made to");
        await ChangeAsync(k => k.EndInAsync(key, 1));
        (await RefuseAsync(key, RefusalReason.Expired)).CauseAction.Should().Be(AuditActions.ApiKeyEndSet);
        (await RefuseAsync(key, RefusalReason.Replaced)).CauseId.Should().BeNull("it was never rotated");
        await ChangeAsync(k => k.RevokeAsync(key));
        (await RefuseAsync(key, RefusalReason.Revoked)).CauseAction.Should().Be(AuditActions.ApiKeyRevoked);
    }

    [Fact]
    public async Task UserDisabled_LeadsToTheUsersDisabling_R15()
    {
        var (user, key) = await AddKeyAsync();
        await using (var acting = _shop.AsCommandLine())
            (await acting.Users.DisableAsync(user.Id)).Error.Should().BeNull();

        (await RefuseAsync(key, RefusalReason.UserDisabled)).CauseAction.Should().Be(AuditActions.UserDisabled);
    }

    [Fact]
    public async Task Limited_LeadsToTheKeysOwnLimitAlone_R15()
    {
        var (_, key) = await AddKeyAsync();
        (await RefuseAsync(key, RefusalReason.Limited)).CauseId.Should().BeNull("the limit is the installation's");
        await ChangeAsync(k => k.LimitAsync(key, 5));
        (await RefuseAsync(key, RefusalReason.Limited)).CauseAction.Should().Be(AuditActions.ApiKeyLimited);
    }

    [Fact]
    public async Task Forbidden_LeadsToWhatTookThisPermissionAway_R15()
    {
        var (user, key) = await AddKeyAsync();
        (await RefuseAsync(key, RefusalReason.Forbidden)).CauseId.Should().BeNull("the group never lost it");
        await _shop.SetPermissionsAsync("bot-group", Permissions.Orders.Edit, Permissions.Orders.View);
        await _shop.SetPermissionsAsync("bot-group", Permissions.Orders.View);
        await _shop.SetPermissionsAsync("bot-group");

        var narrowed = await RefuseAsync(key, RefusalReason.Forbidden);

        var entries = (await _shop.AuditAsync()).FindAll(e => e.Action == AuditActions.UserGroupPermissionsChanged);
        narrowed.CauseId.Should().Be(entries[1].Id, "the entry after it took another permission");

        await _shop.AddGroupAsync("other");
        await using (var acting = _shop.AsCommandLine())
        {
            var moved = await acting.Users.EditAsync(
                user.Id, new UserEdit { Email = user.Email, FirstName = "Bot", GroupCode = "other" }, user.ConcurrencyStamp!);
            moved.Error.Should().BeNull();
        }

        (await RefuseAsync(key, RefusalReason.Forbidden)).CauseId
            .Should().Be(entries[1].Id, "nothing proves that the move took it, and of this hour's first requests it was the cause");
    }

    private async Task<(User User, int Key)> AddKeyAsync()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        return (user, (await _shop.AddKeyAsync(user)).Key.Id);
    }

    private async Task ChangeAsync(Func<ApiKeyService, Task<Result<ApiKeyRow>>> change)
    {
        await using var acting = _shop.AsCommandLine();
        (await change(acting.ApiKeys)).Error.Should().BeNull();
    }

    private async Task<RefusalRow> RefuseAsync(int key, RefusalReason reason)
    {
        var recorder = _shop.Services.GetRequiredService<RefusalRecorder>();
        recorder.Refused(key, reason, EditOrders, new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } });
        await recorder.FlushAsync();
        await using var acting = _shop.AsCommandLine();
        var page = await acting.Get<RefusalService>().ListOfKeyAsync(key, new RefusalQuery { Reason = reason });
        return page.Value!.Items[0];
    }
}
