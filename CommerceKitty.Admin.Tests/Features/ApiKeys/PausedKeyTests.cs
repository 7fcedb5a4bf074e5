using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>A pause: off at once, on again by the clock.</summary>
public sealed class PausedKeyTests : IAsyncDisposable
{
    private static readonly PauseApiKeyRequest Hour = new(TimeSpan.FromHours(1));

    private readonly TestShop _shop = new();

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Pause_ForAnHour_EndsByTheClockExactly_OnEveryNode_R12()
    {
        var (key, value) = await AddKeyAsync();
        await using var other = _shop.OtherNode();
        other.Time.SetUtcNow(_shop.Time.GetUtcNow());
        (await RefusalAsync(value, other)).Should().BeNull();
        await using var acting = _shop.AsCommandLine();

        var paused = (await acting.ApiKeys.PauseAsync(key.Id, Hour)).Value!;

        paused.Should().Match<ApiKeyRow>(k =>
            k.Status == ApiKeyStatus.Disabled && !k.Enabled && k.PausedUntil == Now.AddHours(1));
        (await RefusalAsync(value, other)).Should().Be(KeyRefusal.Disabled);
        foreach (var node in (TestShop[])[_shop, other])
        {
            node.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
            (await RefusalAsync(value, node)).Should().Be(KeyRefusal.Disabled);
            node.Time.Advance(TimeSpan.FromMilliseconds(1));
            (await RefusalAsync(value, node)).Should().BeNull();
        }

        (await acting.KeyQueries.GetAsync(key.Id)).Value.Should().Match<ApiKeyRow>(k =>
            k.Status == ApiKeyStatus.Active && k.Enabled && k.PausedUntil == null);
        (await ListedAsync(acting, ApiKeyStatus.Active)).Should().Equal(key.Id);
        (await ListedAsync(acting, ApiKeyStatus.Disabled)).Should().BeEmpty();
        await using var byKey = await _shop.ByKeyAsync(value);
        (await byKey.ApiKeys.RevokeOwnAsync()).Error.Should().BeNull("what it changes commits again, too");
    }

    [Fact]
    public async Task Pause_IsOneEntry_AndItsEndNone_R8()
    {
        var (key, _) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        var before = (await _shop.AuditAsync()).Count;

        await acting.ApiKeys.PauseAsync(key.Id, Hour);
        await acting.ApiKeys.PauseAsync(key.Id, new PauseApiKeyRequest(null, Now.AddHours(1)));
        _shop.Time.Advance(TimeSpan.FromHours(1));
        await acting.ApiKeys.EnableAsync(key.Id);

        var entry = (await _shop.AuditAsync()).Skip(before).Should().ContainSingle().Subject;
        (entry.Action, entry.TargetId).Should().Be((AuditActions.ApiKeyPaused, key.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pause_AnyLaterChangeOfEnabled_CancelsIt(bool enable)
    {
        var (key, value) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.PauseAsync(key.Id, Hour);

        (enable ? await acting.ApiKeys.EnableAsync(key.Id) : await acting.ApiKeys.DisableAsync(key.Id)).Error.Should().BeNull();

        (await acting.KeyQueries.GetAsync(key.Id)).Value!.PausedUntil.Should().BeNull();
        (await RefusalAsync(value)).Should().Be(enable ? null : KeyRefusal.Disabled);
        _shop.Time.Advance(TimeSpan.FromHours(2));
        (await RefusalAsync(value)).Should().Be(enable ? null : KeyRefusal.Disabled);
    }

    [Fact]
    public async Task Pause_OfADisabledOrRevokedKey_IsRefused_R6()
    {
        var (key, _) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.DisableAsync(key.Id);
        (await acting.ApiKeys.PauseAsync(key.Id, Hour)).Error!.Code.Should().Be("key-disabled");
        await acting.ApiKeys.RevokeAsync(key.Id);
        (await acting.ApiKeys.PauseAsync(key.Id, Hour)).Error!.Code.Should().Be("key-revoked");
    }

    [Fact]
    public async Task Pause_ThatEndsEarlier_NeedsThePermissionsOfTheUser_LaterDoesNot_R6_R7()
    {
        var (key, _) = await AddKeyAsync();
        await using var weak = _shop.As(await _shop.AddUserWithAsync("weak@example.com", Permissions.ApiKeys.Edit));
        (await weak.ApiKeys.PauseAsync(key.Id, Hour)).Error.Should().BeNull("it only takes power away");
        (await weak.ApiKeys.PauseAsync(key.Id, new PauseApiKeyRequest(TimeSpan.FromHours(2)))).Error.Should().BeNull();

        (await weak.ApiKeys.PauseAsync(key.Id, Hour)).Error!.Code.Should().Be("more-than-held");

        await using var byKey = await _shop.ByKeyOfAsync(await _shop.AddOwnerAsync());
        (await byKey.ApiKeys.PauseAsync(key.Id, Hour)).Error!.Code.Should().Be("key-cannot-grant");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(90 * 24 * 60 + 1)]
    [InlineData(int.MaxValue)]
    public async Task Pause_OutOfBounds_IsRefused(int minutes)
    {
        var (key, value) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();

        (await acting.ApiKeys.PauseAsync(key.Id, new PauseApiKeyRequest(TimeSpan.FromMinutes(minutes)))).Error!.Fields
            .Should().ContainKey("until");
        (await acting.ApiKeys.PauseAsync(key.Id, new PauseApiKeyRequest(null))).Error!.Fields.Should().ContainKey("until");
        (await acting.ApiKeys.PauseAsync(key.Id, new PauseApiKeyRequest(null, DateTime.MaxValue))).Error!.Fields
            .Should().ContainKey("until");
        (await RefusalAsync(value)).Should().BeNull();
    }

    [Fact]
    public async Task History_OfAPause_KnowsBothSidesOfItsEnd_R15()
    {
        await _shop.AddGroupAsync("bots", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();
        // By the services: what a test puts into the database has no history.
        var user = (await acting.Users.CreateAsync(new CreateUserRequest
        {
            Email = "bot@example.com",
            FirstName = "Bot",
            GroupCode = "bots",
            Kind = UserKind.Integration,
        })).Value!;
        var key = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Paused", user.Id))).Value!.Key;
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await acting.ApiKeys.PauseAsync(key.Id, Hour);
        var paused = Now;
        _shop.Time.Advance(TimeSpan.FromHours(3));
        var history = acting.Get<PermissionHistoryService>();

        (await history.OfKeyAsync(key.Id, paused.AddMinutes(59))).Value!.Status.Should().Be(PastStatus.Disabled);
        (await history.OfKeyAsync(key.Id, paused.AddMinutes(60))).Value!.Status.Should().Be(PastStatus.Active);
    }

    private static async Task<IEnumerable<int>> ListedAsync(Acting acting, ApiKeyStatus status) =>
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Status = status })).Value!.Items.Select(k => k.Id);

    private async Task<(ApiKeyRow Key, string Value)> AddKeyAsync() =>
        await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View));

    private async Task<KeyRefusal?> RefusalAsync(string value, TestShop? node = null) =>
        (await (node ?? _shop).Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
