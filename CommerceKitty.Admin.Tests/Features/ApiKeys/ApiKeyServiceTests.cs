using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class ApiKeyServiceTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task CreateAsync_ByOwner_StoresHashAndHintAndAuditsOnce_R5_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("integration", Permissions.Orders.View);
        var robot = await _shop.AddUserAsync("robot@example.com", "integration", UserKind.Integration);
        await using var acting = _shop.As(owner);

        var created = await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("  Nightly sync ", robot.Id));

        created.IsDone.Should().BeTrue();
        var value = created.Value!.Secret.Reveal();
        ApiKeyToken.IsWellFormed(value).Should().BeTrue();
        await using var db = _shop.OpenDatabase();
        var stored = db.ApiKeys.Single();
        stored.Name.Should().Be("Nightly sync");
        stored.Hash.Should().Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(value)));
        stored.Hint.Should().Be(value[..10]);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.ApiKeyCreated);
        entry.ActorUserId.Should().Be(owner.Id);
        entry.After.Should().NotContain(value[10..]);
    }
}
