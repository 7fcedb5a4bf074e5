using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Access;

/// <summary>What a node remembers is exact (R3, R12), on two nodes over one database.</summary>
public sealed class AccessSnapshotTests : IAsyncDisposable
{
    private readonly CommandCounter _commands = new();
    private readonly TestShop _shop;
    private readonly TestShop _other;

    public AccessSnapshotTests()
    {
        _shop = new TestShop(configure: _commands.Join);
        _other = _shop.OtherNode();
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("disable")]
    [InlineData("disable user")]
    [InlineData("remove permission")]
    [InlineData("move user")]
    [InlineData("take ownership")]
    public async Task TakenAwayOnOneNode_IsGoneOnTheOtherWhenTheCallReturns_R12(string way)
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("weak");
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var heir = await _shop.AddUserWithAsync("heir@example.com", Permissions.Orders.View);
        var (key, value) = await _shop.AddKeyAsync(way == "take ownership" ? owner : user);
        (await MayAsync(_other, value)).Should().BeTrue();
        (await MayAsync(_shop, value)).Should().BeTrue();

        await using (var acting = _shop.AsCommandLine())
        await using (var asOwner = _shop.As(owner))
        {
            var error = way switch
            {
                "revoke" => (await acting.ApiKeys.RevokeAsync(key.Id)).Error,
                "disable" => (await acting.ApiKeys.DisableAsync(key.Id)).Error,
                "disable user" => (await acting.Users.DisableAsync(user.Id)).Error,
                "remove permission" => (await acting.UserGroups.SetPermissionsAsync("bot-group", [])).Error,
                "move user" => (await MoveAsync(acting, user.Id, "weak")).Error,
                _ => (await asOwner.Get<OwnerService>().TransferOwnershipAsync(heir.Id, TestShop.Password)).Error,
            };
            error.Should().BeNull();
        }

        (await MayAsync(_other, value)).Should().BeFalse();
        (await MayAsync(_shop, value)).Should().BeFalse();
    }

    [Theory]
    [InlineData("enable")]
    [InlineData("enable user")]
    [InlineData("add permission")]
    [InlineData("move user")]
    public async Task GivenOnOneNode_IsThereOnTheOtherAtOnce_R3(string way)
    {
        await _shop.AddGroupAsync("strong", Permissions.Orders.View);
        var user = await _shop.AddUserWithAsync("bot@example.com", way is "add permission" or "move user" ? [] : [Permissions.Orders.View]);
        var (key, value) = await _shop.AddKeyAsync(user);
        await using var acting = _shop.AsCommandLine();
        if (way == "enable")
            await acting.ApiKeys.DisableAsync(key.Id);
        if (way == "enable user")
            await acting.Users.DisableAsync(user.Id);
        (await MayAsync(_other, value)).Should().BeFalse();

        var done = way switch
        {
            "enable" => (await acting.ApiKeys.EnableAsync(key.Id)).IsDone,
            "enable user" => (await acting.Users.EnableAsync(user.Id)).IsDone,
            "move user" => (await MoveAsync(acting, user.Id, "strong")).IsDone,
            _ => (await acting.UserGroups.SetPermissionsAsync("bot-group", [Permissions.Orders.View])).IsDone,
        };

        done.Should().BeTrue();
        (await MayAsync(_other, value)).Should().BeTrue("nobody is refused by what a node merely remembers");
    }

    [Fact]
    public async Task KeyMadeOnOneNode_WorksAtOnceOnTheOther()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        for (var i = 0; i < 100; i++)
        {
            var (_, value) = await _shop.AddKeyAsync(user);
            (await VerifyAsync(_other, value)).Refusal.Should().BeNull($"key {i} exists");
        }
    }

    [Fact]
    public async Task UnknownKeys_CostNoLookUp()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (_, value) = await _shop.AddKeyAsync(user);
        await MayAsync(_shop, value);
        _commands.Take("ApiKeys");

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => VerifyAsync(_shop, ApiKeyToken.Create())));

        verdicts.Should().OnlyContain(v => v.Refusal == KeyRefusal.Unknown);
        _commands.Take("ApiKeys").Should().Be(0);
    }

    [Fact]
    public async Task FirstUse_OfAnotherKeyOfAKnownUser_IsOneLookUp()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (_, first) = await _shop.AddKeyAsync(user);
        var (_, second) = await _shop.AddKeyAsync(user);
        await MayAsync(_shop, first);
        _commands.TakeAll();

        await MayAsync(_shop, second);

        _commands.TakeAll().Should().ContainSingle("the user and its group are known");
    }

    [Fact]
    public async Task KnownKey_IsReadOnce_AndAfterAChangeOfSomethingElseNotAgain()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var stranger = await _shop.AddUserWithAsync("stranger@example.com");
        var (_, value) = await _shop.AddKeyAsync(user);
        var (other, _) = await _shop.AddKeyAsync(stranger);
        await MayAsync(_shop, value);
        _commands.Take("ApiKeys");

        await MayAsync(_shop, value);
        _commands.Take("ApiKeys").Should().Be(0);
        await using (var acting = _shop.AsCommandLine())
            await acting.ApiKeys.DisableAsync(other.Id);
        _commands.Take("ApiKeys");
        await MayAsync(_shop, value);

        // Its fingerprints are asked for, by the key that changed; not the key that did not.
        _commands.Take("ApiKeys").Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task GroupOfManyUsers_ChangedOnce_CostsOneLookUpOfTheGroup()
    {
        await _shop.AddGroupAsync("crowd", Permissions.Orders.View);
        var values = new List<string>();
        for (var i = 0; i < 20; i++)
            values.Add((await _shop.AddKeyAsync(await _shop.AddUserAsync($"bot{i}@example.com", "crowd", UserKind.Integration))).Value);
        foreach (var value in values)
            (await MayAsync(_shop, value)).Should().BeTrue();

        await _shop.SetPermissionsAsync("crowd", Permissions.Orders.View, Permissions.Orders.ViewAll);
        _commands.Take("Users");
        foreach (var value in values)
            (await MayAsync(_shop, value)).Should().BeTrue();

        _commands.Take("Users").Should().Be(0, "the users did not change");
    }

    [Fact]
    public async Task Expiry_IsTheClocks_NeverRemembered_R4()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var ends = _shop.Time.GetUtcNow().UtcDateTime.AddMinutes(10);
        var value = await AddKeyAsync(user.Id, ends);
        (await MayAsync(_shop, value)).Should().BeTrue();

        _shop.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        (await MayAsync(_shop, value)).Should().BeTrue();
        _shop.Time.Advance(TimeSpan.FromTicks(1));
        (await VerifyAsync(_shop, value)).Refusal.Should().Be(KeyRefusal.Expired);
    }

    [Fact]
    public async Task LogShorterThanTheAbsence_EverythingIsReadAnew_R12()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (key, value) = await _shop.AddKeyAsync(user);
        (await MayAsync(_other, value)).Should().BeTrue();

        await using (var acting = _shop.AsCommandLine())
            await acting.ApiKeys.DisableAsync(key.Id);
        await using (var db = _shop.OpenDatabase())
        {
            await db.Set<AccessChange>().ExecuteDeleteAsync();
            await db.Set<AccessVersion>().ExecuteUpdateAsync(set => set.SetProperty(v => v.LogStart, v => v.Version));
        }

        (await MayAsync(_other, value)).Should().BeFalse();
    }

    [Fact]
    public async Task VersionThatWentBack_EverythingIsReadAnew_R12()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (key, value) = await _shop.AddKeyAsync(user);
        (await MayAsync(_other, value)).Should().BeTrue();

        // As after a backup of an older day was put back: the key was off then.
        await using (var db = _shop.OpenDatabase())
        {
            await db.ApiKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.Enabled, false));
            await db.Set<AccessVersion>().ExecuteUpdateAsync(set => set.SetProperty(v => v.Version, 1));
        }

        await Until.ThereIsAsync(async () => await MayAsync(_other, value) ? null : "refused", "the lease to end");
    }

    [Fact]
    public async Task Save_OutsideAUnitOfWork_IsRefused_R12()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com");
        await using var db = await _shop.Services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContextAsync();
        (await db.Users.SingleAsync(u => u.Id == user.Id)).Enabled = false;

        await db.Awaiting(d => d.SaveChangesAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*UnitOfWork*");
        db.Invoking(d => d.SaveChanges()).Should().Throw<InvalidOperationException>().WithMessage("*UnitOfWork*");
    }

    [Fact]
    public async Task DatabaseAway_NobodyIsLetInOrCalledUnknown_R11()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (_, value) = await _shop.AddKeyAsync(user);
        (await MayAsync(_shop, value)).Should().BeTrue();
        await using var db = _shop.OpenDatabase();

        await db.Database.ExecuteSqlRawAsync("alter table \"AccessVersions\" rename to \"Away\"");
        await Until.ThereIsAsync(async () => await FailsAsync(() => VerifyAsync(_shop, value)) ? "503" : null, "the lease to end");
        (await FailsAsync(() => VerifyAsync(_shop, ApiKeyToken.Create()))).Should().BeTrue("not a false 401");
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"AccessVersions\"");

        (await MayAsync(_shop, value)).Should().BeTrue("it recovers by itself");
    }

    private static async Task<bool> FailsAsync(Func<Task<KeyVerdict>> verify)
    {
        try
        {
            await verify();
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private static async Task<KeyVerdict> VerifyAsync(TestShop node, string value) =>
        await node.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory());

    /// <summary>Whether this key may view an order now. A permission that is missing is asked for again, as the API does.</summary>
    private static async Task<bool> MayAsync(TestShop node, string value)
    {
        if ((await VerifyAsync(node, value)).Key is { } remembered && remembered.Permissions.Contains(Permissions.Orders.View))
            return true;
        await node.Services.GetRequiredService<AccessSnapshot>().ConfirmAsync();
        return (await VerifyAsync(node, value)).Key is { } key && key.Permissions.Contains(Permissions.Orders.View);
    }

    private static async Task<Result<UserRow>> MoveAsync(Acting acting, int userId, string group)
    {
        var user = (await acting.Users.GetAsync(userId)).Value!;
        return await acting.Users.EditAsync(
            userId, new UserEdit { Email = user.Email, FirstName = "bot", LastName = "Test", GroupCode = group }, user.Version);
    }

    private async Task<string> AddKeyAsync(int userId, DateTime expiresAt)
    {
        var value = ApiKeyToken.Create();
        await _shop.AddAsync(new ApiKey
        {
            Name = "Ends",
            UserId = userId,
            Hash = ApiKeyToken.Hash(value),
            Hint = ApiKeyToken.Hint(value),
            CreatedAt = _shop.Time.GetUtcNow().UtcDateTime,
            CreatedBy = "test",
            ExpiresAt = expiresAt,
        });
        return value;
    }
}
