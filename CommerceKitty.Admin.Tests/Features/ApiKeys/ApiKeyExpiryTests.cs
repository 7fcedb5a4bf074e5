using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>A key may end by itself (R4).</summary>
public sealed class ApiKeyExpiryTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Create_WithAnEnd_LetsInUntilThen_R4()
    {
        var (key, value) = await AddAsync(30);
        key.ExpiresAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime.AddDays(30));
        (await VerifyAsync(value)).Should().BeNull();

        _shop.Time.Advance(TimeSpan.FromDays(30));

        (await VerifyAsync(value)).Should().Be(KeyRefusal.Expired);
        await using var acting = _shop.AsCommandLine();
        var row = (await acting.KeyQueries.GetAsync(key.Id)).Value!;
        (row.Status, row.Enabled).Should().Be((ApiKeyStatus.Expired, true));
        (await acting.ApiKeys.EnableAsync(key.Id)).IsDone.Should().BeTrue();
        (await VerifyAsync(value)).Should().Be(KeyRefusal.Expired, "switching it on does not give it more time");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(CreateApiKeyRequest.MaximumDays + 1)]
    [InlineData(int.MaxValue)]
    public async Task Create_EndOutOfBounds_IsRefused(int days)
    {
        var user = await _shop.AddUserWithAsync("bot@example.com");
        await using var acting = _shop.AsCommandLine();

        var error = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", user.Id, days))).Error;

        error!.Fields.Should().ContainKey("expiresInDays");
    }

    [Fact]
    public async Task List_ByStatus_TellsExpiredFromActive()
    {
        var (ends, _) = await AddAsync(1);
        await using var acting = _shop.AsCommandLine();
        var stays = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Stays", ends.UserId))).Value!.Key;
        _shop.Time.Advance(TimeSpan.FromDays(1));

        async Task<int[]> IdsAsync(ApiKeyStatus status) =>
            [.. (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Status = status })).Value!.Items.Select(k => k.Id)];
        (await IdsAsync(ApiKeyStatus.Expired)).Should().Equal(ends.Id);
        (await IdsAsync(ApiKeyStatus.Active)).Should().Equal(stays.Id);
    }

    [Fact]
    public async Task ChangeAsync_KeyThatEndedWhileItsRequestWaited_ChangesNothing_R4()
    {
        var (_, value) = await AddAsync(1, Permissions.ApiKeys.Edit, Permissions.ApiKeys.View);
        var (other, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("other@example.com"));
        await using var acting = await _shop.ByKeyAsync(value);
        _shop.Time.Advance(TimeSpan.FromDays(2));

        // The scope's actor was fixed when the key was verified, as it is within a request.
        var disabled = await acting.ApiKeys.DisableAsync(other.Id);

        disabled.Error!.Kind.Should().Be(Admin.Common.ErrorKind.Unauthenticated);
        other.Enabled.Should().BeTrue();
    }

    private async Task<(ApiKeyRow Key, string Value)> AddAsync(int days, params string[] permissions)
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", permissions);
        await using var acting = _shop.AsCommandLine();
        var created = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Ends", user.Id, days))).Value!;
        return (created.Key, created.Secret.Reveal());
    }

    private async Task<KeyRefusal?> VerifyAsync(string value) =>
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
