using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>From where a key is accepted (R4).</summary>
public sealed class KeyNetworkTests : IAsyncDisposable
{
    private static readonly string[] Office = ["203.0.113.0/24", "!203.0.113.9"];

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Set_Networks_GovernTheNextRequestOnEveryNode_FirstAndSecondAlike_R4_R12()
    {
        var (key, value) = await AddKeyAsync();
        await using var other = _shop.OtherNode();
        (await RefusalAsync(value, "198.51.100.7", other)).Should().BeNull();
        await using var acting = _shop.AsCommandLine();

        var set = (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, Office)).Value!;

        set.ToResource().AllowedNetworks.Should().Equal("203.0.113.0/24", "!203.0.113.9/32");
        for (var call = 0; call < 2; call++)
        {
            (await RefusalAsync(value, "198.51.100.7", other)).Should().Be(KeyRefusal.Network);
            (await RefusalAsync(value, "203.0.113.9", other)).Should().Be(KeyRefusal.Network);
            (await RefusalAsync(value, "203.0.113.8", other)).Should().BeNull();
            (await RefusalAsync(value, "::ffff:203.0.113.8", other)).Should().BeNull();
        }

        (await _shop.AuditAsync())[^1].Action.Should().Be(AuditActions.ApiKeyNetworksSet);
        (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, [])).Error.Should().BeNull();
        (await RefusalAsync(value, "203.0.113.8", other)).Should().Be(KeyRefusal.Network, "an empty list is nowhere");
        (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, null)).Value!.AllowedNetworks.Should().BeNull();
        (await RefusalAsync(value, "198.51.100.7", other)).Should().BeNull("no list is anywhere");
    }

    [Fact]
    public async Task Set_TheSame_ChangesNothing_R8()
    {
        var (key, _) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        var set = (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, Office)).Value!;
        var before = (await _shop.AuditAsync()).Count;

        (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, [.. Office, " "])).Value!.Version.Should().Be(set.Version);

        (await _shop.AuditAsync()).Should().HaveCount(before);
        (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, null, key.Version)).Error!.Code
            .Should().Be(Error.Stale("API key").Code, "it was looked at before the change");
    }

    [Fact]
    public async Task Set_Wider_NeedsThePermissionsOfTheUser_NarrowerDoesNot_R6_R7()
    {
        var (key, _) = await AddKeyAsync();
        await using var weak = _shop.As(await _shop.AddUserWithAsync("weak@example.com", Permissions.ApiKeys.Edit));
        var networks = weak.Get<ApiKeyNetworkService>();
        (await networks.SetAsync(key.Id, Office)).Error.Should().BeNull();

        (await networks.SetAsync(key.Id, ["203.0.113.0/24"])).Error!.Code.Should().Be("more-than-held");
        (await networks.SetAsync(key.Id, null)).Error!.Code.Should().Be("more-than-held");
        (await networks.SetAsync(key.Id, [])).Error.Should().BeNull();
        await using var byKey = await _shop.ByKeyOfAsync(await _shop.AddOwnerAsync());
        (await byKey.Get<ApiKeyNetworkService>().SetAsync(key.Id, null)).Error!.Code.Should().Be("key-cannot-grant");
    }

    [Fact]
    public async Task Set_BadInputOrNoKey_IsRefused()
    {
        var (key, _) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        var networks = acting.Get<ApiKeyNetworkService>();

        (await networks.SetAsync(key.Id, ["203.0.113.5/24"])).Error!.Fields[ApiKeyNetworkService.Field][0]
            .Should().Contain("203.0.113.0/24");
        (await networks.SetAsync(9_999, Office)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        await acting.ApiKeys.RevokeAsync(key.Id);
        (await networks.SetAsync(key.Id, Office)).Error!.Code.Should().Be("key-revoked");
        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("New", key.UserId) { AllowedNetworks = ["10.1/16"] })).Error!.Fields
            .Should().ContainKey(ApiKeyNetworkService.Field);
    }

    [Fact]
    public async Task Create_WithNetworks_IsAcceptedOnlyFromThere_R4()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();

        var created = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("New", user.Id) { AllowedNetworks = Office })).Value!;

        (await RefusalAsync(created.Secret.Reveal(), "198.51.100.7")).Should().Be(KeyRefusal.Network);
        (await RefusalAsync(created.Secret.Reveal(), "203.0.113.1")).Should().BeNull();
        (await _shop.AuditAsync())[^1].After.Should().Contain("203.0.113.0/24");
    }

    [Fact]
    public async Task Change_ByAKeyWhoseNetworkWasTakenMeanwhile_DoesNotCommit_R12()
    {
        var (key, value) = await AddKeyAsync();
        // It acts from the loopback address.
        await using var byKey = await _shop.ByKeyAsync(value);
        await using (var acting = _shop.AsCommandLine())
            (await acting.Get<ApiKeyNetworkService>().SetAsync(key.Id, Office)).Error.Should().BeNull();

        (await byKey.ApiKeys.RevokeOwnAsync()).Error.Should().Be(Error.Unauthenticated);
    }

    [Fact]
    public async Task Preview_NamesWhomItWouldShutOut_AndTheAddressesToUse()
    {
        var (key, _) = await AddKeyAsync();
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        await _shop.AddAsync(
            Use(key.Id, now.AddDays(-2), "203.0.113.8", 40),
            Use(key.Id, now.AddDays(-1), "198.51.100.7", 3),
            Use(key.Id, now.AddDays(-31), "192.0.2.1", 7),
            Use(key.Id, now.AddDays(-1), string.Empty, 5));
        await using var acting = _shop.AsCommandLine();

        var preview = (await acting.Get<ApiKeyNetworkService>().PreviewAsync(key.Id, Office)).Value!;

        preview.ShutOut.Should().ContainSingle().Which.Should().Match<KeyAddress>(a => a.Address == "198.51.100.7" && a.Count == 3);
        preview.Used.Select(a => a.Address).Should().Equal("203.0.113.8", "198.51.100.7");
        (preview.Others, preview.HoldsEverything).Should().Be((5, false));
        (await acting.Get<ApiKeyNetworkService>().PreviewAsync(key.Id, null)).Value!.ShutOut.Should().BeEmpty();
        (await acting.Get<ApiKeyNetworkService>().PreviewAsync(key.Id, ["0.0.0.0/0"])).Value!.HoldsEverything.Should().BeTrue();
    }

    private static ApiKeyAddress Use(int key, DateTime at, string address, long count) => new()
    {
        ApiKeyId = key,
        Hour = at,
        Address = address,
        Count = count,
        LastAt = at,
        UserAgent = "curl",
    };

    private async Task<(ApiKeyRow Key, string Value)> AddKeyAsync() =>
        await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View));

    private async Task<KeyRefusal?> RefusalAsync(string value, string address, TestShop? node = null) =>
        (await (node ?? _shop).Services.GetRequiredService<ApiKeyVerifier>()
            .VerifyAsync(value.AsMemory(), IPAddress.Parse(address))).Refusal;
}
