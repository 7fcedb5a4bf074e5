using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Access;

/// <summary>R12: what changed between a change's first check inside its transaction and its commit is seen.</summary>
public sealed class OperationsTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task ChangeAsync_PowerLostBetweenTheCheckAndTheCommit_IsRefusedAndChangesNothing_R12()
    {
        Assert.SkipWhen(TestDatabase.Provider == "Sqlite", "One transaction excludes every other one on SQLite: nothing can come between.");
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.Products.Create);
        var (key, value) = await _shop.AddKeyAsync(user);
        await using var acting = await _shop.ByKeyAsync(value);
        var before = (await _shop.AuditAsync()).Count;

        var changed = await acting.Get<Operations>().ChangeAsync<Done>(Permissions.Products.Create, async work =>
        {
            await using var other = _shop.AsCommandLine();
            (await other.ApiKeys.RevokeAsync(key.Id)).Error.Should().BeNull();
            work.Audit("test.changed", new("products", 1, "Wand"));
            return Done.Value;
        });

        changed.Error.Should().Be(Error.Unauthenticated);
        (await _shop.AuditAsync()).Should().HaveCount(before + 1, "only the revocation happened");
    }
}
