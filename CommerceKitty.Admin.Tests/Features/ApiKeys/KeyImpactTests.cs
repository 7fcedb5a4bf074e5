using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>What is said before a key is stopped, and the receipt afterwards.</summary>
public sealed class KeyImpactTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    private DateTime Hour => UsageSpan.Floor(_shop.Time.GetUtcNow().UtcDateTime, UsageInterval.Hour);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task GetImpact_AcceptedRequests_AreCountedAndTheirPermissionsNamed()
    {
        var id = await AddKeyAsync();
        await UseAsync(id, Hour.AddHours(-2), 10, Permissions.Orders.View);
        await UseAsync(id, Hour.AddDays(-3), 200, Permissions.Orders.Edit);
        await UseAsync(id, Hour.AddDays(-31), 4000, Permissions.Products.View);
        await UseAsync(id, Hour.AddHours(-1), 9, string.Empty, KeyUseResult.Limited);
        await using var acting = _shop.AsCommandLine();

        var impact = (await acting.Get<ApiKeyImpactQueries>().GetImpactAsync(id)).Value!;

        (impact.InDay, impact.InMonth).Should().Be((10, 210));
        impact.Permissions.Should().Equal("Orders: Edit", "Orders: View");
        impact.Rhythm.Should().BeNull();
    }

    [Fact]
    public async Task GetReceipt_RefusalsSinceTheRevocation_AreAddedUpByAddress()
    {
        var id = await AddKeyAsync();
        await using (var revoking = _shop.AsCommandLine())
            await revoking.ApiKeys.RevokeAsync(id);
        await RefuseAsync(id, Hour, "203.0.113.7", 3, RefusalReason.Revoked);
        await RefuseAsync(id, Hour.AddHours(-1), "203.0.113.7", 4, RefusalReason.Revoked);
        await RefuseAsync(id, Hour, "198.51.100.1", 1, RefusalReason.Revoked);
        await RefuseAsync(id, Hour, "198.51.100.1", 50, RefusalReason.Forbidden);
        await RefuseAsync(id + 1, Hour, "198.51.100.1", 60, RefusalReason.Revoked);
        await using var acting = _shop.AsCommandLine();

        var receipt = (await acting.Get<ApiKeyImpactQueries>().GetReceiptAsync(id)).Value!;

        receipt.Refusals.Should().Be(8);
        receipt.LastRefusedAt.Should().Be(Hour.AddMinutes(1));
        receipt.Addresses.Select(a => (a.Address, a.Count)).Should().Equal(("203.0.113.7", 7), ("198.51.100.1", 1));
        receipt.Key.Status.Should().Be(ApiKeyStatus.Revoked);
    }

    [Fact]
    public async Task GetImpactAndReceipt_WithoutPermissionOrKey_AreRefused_R1()
    {
        var id = await AddKeyAsync();
        await using var nobody = _shop.As(await _shop.AddUserWithAsync("nobody@example.com", Permissions.ApiKeys.Edit));
        await using var lister = _shop.As(await _shop.AddUserWithAsync("lister@example.com", Permissions.ApiKeys.ViewAll));

        (await nobody.Get<ApiKeyImpactQueries>().GetImpactAsync(id)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await lister.Get<ApiKeyImpactQueries>().GetImpactAsync(id)).IsDone.Should().BeTrue("the list says as much");
        (await lister.Get<ApiKeyImpactQueries>().GetImpactAsync(404)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await lister.Get<ApiKeyImpactQueries>().GetReceiptAsync(id)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
    }

    [Fact]
    public async Task CountKeysUsing_PermissionsThatGo_CountsTheGroupsKeysThatUsedThem()
    {
        var id = await AddKeyAsync();
        var (idle, _) = await _shop.Services.AddKeyAsync(await _shop.AddUserWithAsync("other@example.com"), "Other");
        await UseAsync(id, Hour.AddDays(-80), 1, Permissions.Orders.Edit);
        await UseAsync(id, Hour.AddDays(-1), 1, Permissions.Orders.View, KeyUseResult.Forbidden);
        await UseAsync(idle, Hour.AddDays(-1), 1, Permissions.Orders.Edit);
        await using var acting = _shop.AsCommandLine();

        (await CountAsync(Permissions.Orders.Edit, Permissions.Orders.View)).Should().Be(1);
        (await CountAsync(Permissions.Orders.View)).Should().Be(0, "a refusal is no use");

        async Task<int> CountAsync(params string[] permissions) =>
            (await acting.UserGroups.CountKeysUsingAsync("bot-group", PermissionSet.Of(permissions))).Value;
    }

    [Fact]
    public async Task GetImpactAndCountKeysUsing_UseOfASecondAgo_IsCounted()
    {
        var id = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();

        Use();
        (await acting.UserGroups.CountKeysUsingAsync("bot-group", PermissionSet.Of([Permissions.Orders.View]))).Value.Should().Be(1);
        Use();
        (await acting.Get<ApiKeyImpactQueries>().GetImpactAsync(id)).Value!.InDay.Should().Be(2);

        void Use() => _shop.Services.GetRequiredService<ApiKeyUseRecorder>()
            .Accepted(id, IPAddress.Loopback, "curl/8.0", PermissionCatalogue.Find(Permissions.Orders.View));
    }

    [Fact]
    public async Task PreviewMove_SmallerGroup_SaysWhatGoesAndWhichKeysUsedIt_R1()
    {
        var id = await AddKeyAsync();
        await UseAsync(id, Hour.AddDays(-1), 5, Permissions.Orders.View);
        await _shop.AddUserWithAsync("other@example.com", Permissions.Products.View);
        await using var acting = _shop.AsCommandLine();
        await using var weak = _shop.As(await _shop.AddUserWithAsync("weak@example.com", Permissions.Users.View));
        var bot = (await acting.Users.FindByEmailAsync("bot@example.com")).Value!.Id;

        var preview = (await acting.Users.PreviewMoveAsync(bot, "other-group")).Value!;

        (preview.Change.Removed.Permissions.Single().Name, preview.Change.Added.Permissions.Single().Name, preview.Keys, preview.KeysUsing)
            .Should().Be((Permissions.Orders.View, Permissions.Products.View, 1, 1));
        (await acting.Users.PreviewMoveAsync(bot, "nowhere")).Error!.Fields.Keys.Should().Equal("group");
        (await weak.Users.PreviewMoveAsync(bot, "other-group")).Error!.MissingPermission.Should().Be(Permissions.Users.Edit);
    }

    private async Task<int> AddKeyAsync() =>
        (await _shop.Services.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View))).Id;

    private Task UseAsync(int id, DateTime hour, long count, string permission, KeyUseResult result = KeyUseResult.Accepted) =>
        _shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = id,
            Hour = hour,
            Permission = permission,
            Result = result,
            Node = Guid.Empty,
            Count = count,
        });

    private Task RefuseAsync(int id, DateTime hour, string address, long count, RefusalReason reason) =>
        _shop.AddAsync(new Refusal
        {
            Hour = hour,
            ApiKeyId = id,
            Reason = reason,
            Permission = string.Empty,
            Address = address,
            Count = count,
            FirstAt = hour,
            LastAt = hour.AddMinutes(1),
            LastRequestId = "request",
        });
}
