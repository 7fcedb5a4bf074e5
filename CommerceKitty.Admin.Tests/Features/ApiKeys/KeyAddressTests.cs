using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>From where a key is used is counted within bounds, and usage does not grow with each start of a node (design §9).</summary>
public sealed class KeyAddressTests : IAsyncDisposable
{
    private static readonly Permission ViewOrders = PermissionCatalogue.Find(Permissions.Orders.View)!;

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Flush_AddressesAndClients_AddUpOverNodes_R15()
    {
        var key = await AddKeyAsync();
        await using var other = _shop.OtherNode();
        for (var round = 0; round < 10; round++)
        {
            Use(_shop, key, "203.0.113.7", "curl/8");
            Use(other, key, "203.0.113.7", round == 9 ? $"bot {ApiKeyToken.Create()}" : "curl/8");
            Use(other, key, "::ffff:198.51.100.8", string.Empty);
            await Task.WhenAll(UsesOf(_shop).FlushAsync(), UsesOf(other).FlushAsync());
            _shop.Time.Advance(TimeSpan.FromSeconds(1));
            other.Time.Advance(TimeSpan.FromSeconds(2));
        }

        var found = await ListAsync(key);
        found.Addresses.Should().Be(2);
        found.Others.Should().Be(0);
        found.Most.Select(a => (a.Address, a.Count)).Should().Equal(("203.0.113.7", 20L), ("198.51.100.8", 10L));
        found.Most[0].UserAgent.Should().StartWith("bot kitty_").And.Match(a => ApiKeyToken.IndexIn(a) < 0, "R5");
    }

    [Fact]
    public async Task Flood_RandomAddresses_AreOthersBeyond64AnHour_R15()
    {
        var key = await AddKeyAsync();
        const int Requests = 100_000;
        for (var i = 0; i < Requests; i++)
        {
            UsesOf(_shop).Accepted(key, new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), "bot");
            if (i % 20_000 == 0)
                await UsesOf(_shop).FlushAsync();
        }

        await UsesOf(_shop).FlushAsync();

        await using (var db = _shop.OpenDatabase())
        {
            var rows = await db.ApiKeyAddresses.AsNoTracking().ToListAsync();
            rows.Should().HaveCount(ApiKeyAddress.MostAddresses + 1);
            rows.Sum(r => r.Count).Should().Be(Requests);
        }

        var found = await ListAsync(key);
        (found.Addresses, found.Most.Sum(a => a.Count) + found.Others).Should().Be((ApiKeyAddress.MostAddresses, Requests));
    }

    [Fact]
    public void Counters_BudgetSpent_CountOthersAndGiveBack()
    {
        var budget = new KeyAddressBudget(3);
        var now = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        var counters = new KeyAddressCounters(budget);
        for (byte i = 0; i < 10; i++)
            counters.Count(now, new IPAddress([10, 0, 0, i]), "bot");

        var taken = counters.Take();
        taken.Select(t => t.Count).Should().BeEquivalentTo([1L, 1L, 1L, 7L]);
        budget.Used.Should().Be(3);
        taken.ForEach(t => t.Counter.Saved(t.Count));
        counters.DropBefore((now.Ticks / TimeSpan.TicksPerHour) + 1);
        budget.Used.Should().Be(0);
        counters.Count(now.AddHours(2), IPAddress.Loopback, "bot");
        counters.Release();
        budget.Used.Should().Be(0);
    }

    [Fact]
    public async Task Upkeep_HoursThatAreOver_AreAddedUpOverStarts()
    {
        var key = await AddKeyAsync();
        for (var start = 0; start < 5; start++)
        {
            await using var run = _shop.OtherNode();
            Use(run, key, "203.0.113.7");
            Use(run, key, "203.0.113.7");
            await UsesOf(run).FlushAsync();
        }

        await UpkeepAsync();
        (await UsagesAsync()).Should().HaveCount(5, "the hour is not over");
        _shop.Time.Advance(TimeSpan.FromHours(3));
        await UpkeepAsync();
        (await UsagesAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Count = 10L, Node = ApiKeyUsage.AllNodes });

        // What a node could not write in time comes after that, and is added at the next time.
        await using (var late = _shop.OtherNode())
        {
            Use(late, key, "203.0.113.7");
            await UsesOf(late).FlushAsync();
        }

        await UpkeepAsync();
        (await UsagesAsync()).Should().ContainSingle().Which.Count.Should().Be(11);
    }

    [Fact]
    public async Task Upkeep_WhileTheNodeCountsOn_LosesNone_R10()
    {
        var key = await AddKeyAsync();
        Use(_shop, key, "203.0.113.7");
        await UsesOf(_shop).FlushAsync();
        await using var other = _shop.OtherNode();
        other.Time.Advance(TimeSpan.FromHours(3));
        for (var round = 0; round < 20; round++)
        {
            Use(_shop, key, "203.0.113.7");
            await Task.WhenAll(UsesOf(_shop).FlushAsync(), UpkeepAsync(other));
        }

        (await UsagesAsync()).Sum(u => u.Count).Should().Be(21);
    }

    [Fact]
    public async Task Upkeep_OlderThan400Days_IsDeleted_AlsoOfARevokedKey()
    {
        var key = await AddKeyAsync();
        Use(_shop, key, "203.0.113.7");
        await UsesOf(_shop).FlushAsync();
        await using (var acting = _shop.AsCommandLine())
            (await acting.ApiKeys.RevokeAsync(key)).Error.Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromDays(399));
        await UpkeepAsync();
        (await UsagesAsync()).Should().ContainSingle("usage survives the key's end");
        (await ListAsync(key)).Most.Should().ContainSingle();

        _shop.Time.Advance(TimeSpan.FromDays(2));
        await UpkeepAsync();
        (await UsagesAsync()).Should().BeEmpty();
        (await ListAsync(key)).Addresses.Should().Be(0);
    }

    [Fact]
    public async Task List_WithoutThePermissionOrKey_IsRefused_R1()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("clerk@example.com", Permissions.ApiKeys.ViewAll));
        var addresses = acting.Get<KeyAddressQueries>();

        (await addresses.ListAsync(1, default, default)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        await using var owner = _shop.As(await _shop.AddOwnerAsync());
        (await owner.Get<KeyAddressQueries>().ListAsync(1, default, default)).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    private static ApiKeyUseRecorder UsesOf(TestShop node) => node.Services.GetRequiredService<ApiKeyUseRecorder>();

    private static void Use(TestShop node, int key, string address, string userAgent = "bot") =>
        UsesOf(node).Accepted(key, IPAddress.Parse(address), userAgent, ViewOrders);

    private Task UpkeepAsync() => UpkeepAsync(_shop);

    private static async Task UpkeepAsync(TestShop node)
    {
        using var upkeep = new Upkeep(
            node.Services.GetRequiredService<UnitOfWork>(), [new ApiKeyUsageUpkeep()], node.Time, NullLogger<Upkeep>.Instance);
        await upkeep.RunOnceAsync();
    }

    private async Task<int> AddKeyAsync() =>
        (await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View))).Key.Id;

    private async Task<KeyAddresses> ListAsync(int key)
    {
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        await using var acting = _shop.AsCommandLine();
        return (await acting.Get<KeyAddressQueries>().ListAsync(key, now.AddDays(-500), now.AddHours(1))).Value!;
    }

    private async Task<List<ApiKeyUsage>> UsagesAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.ApiKeyUsages.AsNoTracking().ToListAsync();
    }
}
