using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>A key may give itself a new value, and nothing else (R7).</summary>
[Trait("Needs", "Server")]
public sealed class ApiKeyRotationTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    private TestShop Shop => _server.Shop;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Rotation_WithOverlap_BothValuesWorkThenOnlyTheNew_R7()
    {
        var (key, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await using var other = Shop.OtherNode();
        (await RefusalAsync(other, old)).Should().BeNull();

        var rotated = await RotateAsync(old, new() { OverlapHours = 1 });

        rotated.PreviousUntil.Should().Be(Shop.Time.GetUtcNow().UtcDateTime.AddHours(1));
        rotated.Key.Hint.Should().Be(ApiKeyToken.Hint(rotated.Secret.Reveal())).And.NotBe(key.Hint);
        foreach (var value in new[] { old, rotated.Secret.Reveal() })
            (await RefusalAsync(other, value)).Should().BeNull();
        Shop.Time.Advance(TimeSpan.FromHours(1));
        (await RefusalAsync(Shop, old)).Should().Be(KeyRefusal.Replaced);
        (await RefusalAsync(Shop, rotated.Secret.Reveal())).Should().BeNull();
    }

    [Fact]
    public async Task Rotation_WithoutOverlap_EndsTheOldValueAtOnceOnEveryNode_R12()
    {
        var (_, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await using var other = Shop.OtherNode();
        (await RefusalAsync(other, old)).Should().BeNull();

        var rotated = await RotateAsync(old, new() { OverlapHours = 0 });

        (await RefusalAsync(other, old)).Should().Be(KeyRefusal.Replaced, "the ledger tells an ended value from an unknown one");
        (await RefusalAsync(other, rotated.Secret.Reveal())).Should().BeNull();
    }

    [Fact]
    public async Task Rotation_ByTheReplacedValue_IsRefused_R7()
    {
        var (_, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await RotateAsync(old, new());

        await using var thief = await ByAsync(old);
        (await thief.Get<ApiKeyRotationService>().RotateOwnAsync(new())).Error!.Code.Should().Be("value-replaced");
    }

    [Fact]
    public async Task Rotation_ByAValueReplacedWhileItsRequestWaited_IsRefused_R7()
    {
        var (_, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await using var late = await ByAsync(old);
        var rotated = await RotateAsync(old, new() { OverlapHours = 0 });

        (await late.Get<ApiKeyRotationService>().RotateOwnAsync(new() { OverlapHours = 0 })).Error.Should().Be(Error.Unauthenticated);

        (await RefusalAsync(Shop, rotated.Secret.Reveal())).Should().BeNull("the first caller keeps the key");
    }

    [Fact]
    public async Task Rotation_RevokedWhileTheOldValueOverlaps_EndsBoth_R12()
    {
        var (key, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        var rotated = await RotateAsync(old, new());
        (await RefusalAsync(Shop, old)).Should().BeNull();

        await using var acting = Shop.AsCommandLine();
        await acting.ApiKeys.RevokeAsync(key.Id);

        (await RefusalAsync(Shop, old)).Should().Be(KeyRefusal.Revoked);
        (await RefusalAsync(Shop, rotated.Secret.Reveal())).Should().Be(KeyRefusal.Revoked);
    }

    [Fact]
    public async Task Rotation_IsAuditedWithoutTheValue_R8()
    {
        var (key, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        var rotated = await RotateAsync(old, new());

        var entry = (await Shop.AuditAsync())[^1];
        (entry.Action, entry.TargetId).Should().Be((AuditActions.ApiKeyRotated, key.Id));
        $"{entry.Before}{entry.After}".Should().Contain(rotated.Key.Hint).And.NotContain(rotated.Secret.Reveal()).And.NotContain(old);
    }

    [Fact]
    public async Task Get_DuringTheOverlap_SaysUntilWhenTheValueBeforeLetsIn()
    {
        var (key, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await RotateAsync(old, new() { OverlapHours = 24 });
        await using var acting = Shop.AsCommandLine();

        (await acting.KeyQueries.GetAsync(key.Id)).Value!.PreviousUntil.Should().Be(Shop.Time.GetUtcNow().UtcDateTime.AddHours(24));
        Shop.Time.Advance(TimeSpan.FromHours(24));
        (await acting.KeyQueries.GetAsync(key.Id)).Value!.PreviousUntil.Should().BeNull();
    }

    [Fact]
    public async Task LookUp_OfAReplacedValueThatStillLetsIn_FindsTheKey()
    {
        var (key, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await RotateAsync(old, new() { OverlapHours = 168 });
        (await RefusalAsync(Shop, old)).Should().BeNull("it is still accepted");
        await using var acting = Shop.AsCommandLine();

        (await acting.ApiKeys.LookUpAsync(Convert.ToHexString(ApiKeyToken.Hash(old)))).Value!.Id.Should().Be(key.Id);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(RotateApiKeyRequest.MaximumOverlap + 1)]
    public async Task Rotation_OverlapOutOfBounds_IsRefused(int hours)
    {
        var (_, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await using var acting = await ByAsync(old);

        (await acting.Get<ApiKeyRotationService>().RotateOwnAsync(new() { OverlapHours = hours }))
            .Error!.Fields.Should()
            .ContainKey("overlapHours");
    }

    [Fact]
    public async Task Rotation_UntilFirstUse_WaitsForTheNewValue_AndIsNotMixedWithHours()
    {
        var (key, old) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"));
        await using (var acting = await ByAsync(old))
        {
            (await acting.Get<ApiKeyRotationService>().RotateOwnAsync(new() { UntilFirstUse = true, OverlapHours = 1 })).Error!.Fields
                .Should().ContainKey("untilFirstUse");
        }

        var rotated = await RotateAsync(old, new() { UntilFirstUse = true });

        rotated.PreviousUntil.Should().Be(Shop.Time.GetUtcNow().UtcDateTime.AddDays(30));
        Shop.Services.GetRequiredService<ApiKeyValueRecorder>().Used(
            key.Id, ApiKeyToken.TryHash(rotated.Secret.Reveal())!.Value, IPAddress.Loopback, "curl");
        await Shop.Services.GetRequiredService<ApiKeyValueRecorder>().FlushAsync();
        Shop.Time.Advance(TimeSpan.FromHours(1));
        (await RefusalAsync(Shop, old)).Should().Be(KeyRefusal.Replaced);
    }

    [Fact]
    public async Task Rotation_ByAPerson_HasNoKeyToRotate_R7()
    {
        await using var acting = Shop.As(await Shop.AddOwnerAsync());

        (await acting.Get<ApiKeyRotationService>().RotateOwnAsync(new())).Error!.Kind.Should().Be(Admin.Common.ErrorKind.NotFound);
    }

    [Fact]
    public async Task Post_MeRotation_AnswersTheNewValueOnce_R5()
    {
        using var client = await _server.ClientAsync();

        var response = await client.SendAsync("POST", "/me/rotation", "{\"overlapHours\":0}");

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var value = (await response.JsonAsync()).GetProperty("value").GetString()!;
        ApiKeyToken.IsWellFormed(value).Should().BeTrue();
        (await client.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new("Bearer", value);
        (await client.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetStringAsync("/api/v1/me")).Should().NotContain(value);
    }

    private async Task<RotatedApiKey> RotateAsync(string value, RotateApiKeyRequest request)
    {
        await using var acting = await ByAsync(value);
        var rotated = await acting.Get<ApiKeyRotationService>().RotateOwnAsync(request);
        rotated.Error.Should().BeNull();
        return rotated.Value!;
    }

    /// <summary>As a request with this value.</summary>
    private async Task<Acting> ByAsync(string value)
    {
        var key = (await Shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Key!;
        var principal = (await key.AdmittedFrom(IPAddress.Loopback)).Principal!;
        return new Acting(Shop.Services, current => current.ActAs(principal));
    }

    private static async Task<KeyRefusal?> RefusalAsync(TestShop node, string value) =>
        (await node.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
