using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>Uses are counted in memory and written behind (R10).</summary>
public sealed class ApiKeyUseRecorderTests : IAsyncDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("198.51.100.7");
    private static readonly Permission ViewOrders = PermissionCatalogue.Find(Permissions.Orders.View)!;

    private readonly TestShop _shop = new();

    private ApiKeyUseRecorder Uses => _shop.Services.GetRequiredService<ApiKeyUseRecorder>();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Flush_ByHourPermissionAndResult_AddsUp_R10()
    {
        var id = await AddKeyAsync();
        for (var i = 0; i < 3; i++)
            Uses.Accepted(id, Address, "curl", ViewOrders);
        Uses.Accepted(id, Address, "curl", ViewOrders, KeyUseResult.Forbidden);
        await Uses.FlushAsync();
        Uses.Accepted(id, Address, "curl", ViewOrders);
        Uses.Accepted(id, Address, "curl");
        Uses.Refused(id, KeyRefusal.Disabled);
        _shop.Time.Advance(TimeSpan.FromHours(1));
        Uses.Accepted(id, Address, "curl", ViewOrders);
        await Uses.FlushAsync();

        (await CountsAsync()).Should().BeEquivalentTo(
        [
            (9, "orders.view", KeyUseResult.Accepted, 4L),
            (9, "orders.view", KeyUseResult.Forbidden, 1L),
            (9, string.Empty, KeyUseResult.Accepted, 1L),
            (9, string.Empty, KeyUseResult.Disabled, 1L),
            (10, "orders.view", KeyUseResult.Accepted, 1L),
        ]);
    }

    [Fact]
    public async Task Flush_FirstUsesAtTheSameMoment_AreOneRow_R10()
    {
        const int Rounds = 200;
        for (var round = 0; round < Rounds; round++)
        {
            var (key, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync($"user{round}@example.com"));
            using var start = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                Uses.Accepted(key.Id, Address, "curl", ViewOrders);
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }

        await Uses.FlushAsync();

        await using var db = _shop.OpenDatabase();
        (await db.ApiKeyUsages.AsNoTracking().ToListAsync())
            .ConvertAll(u => u.Count)
            .Should()
            .HaveCount(Rounds)
            .And.OnlyContain(c => c == 4);
    }

    [Fact]
    public async Task Flush_TwoNodes_NeverWriteTheSameRow_R10()
    {
        var id = await AddKeyAsync();
        await using var other = _shop.OtherNode();
        var otherUses = other.Services.GetRequiredService<ApiKeyUseRecorder>();
        for (var round = 0; round < 5; round++)
        {
            Uses.Accepted(id, Address, "curl", ViewOrders);
            otherUses.Accepted(id, IPAddress.Parse("198.51.100.8"), "curl", ViewOrders);
            await Task.WhenAll(Uses.FlushAsync(), otherUses.FlushAsync());
        }

        await using var db = _shop.OpenDatabase();
        (await db.ApiKeyUsages.Select(u => u.Count).ToListAsync()).Should().Equal(5, 5);
        (await db.ApiKeyLastUses.SingleAsync()).Address.Should().StartWith("198.51.100.");
    }

    [Fact]
    public async Task Used_FromManyThreads_LosesNone_R10()
    {
        var id = await AddKeyAsync();
        using var stop = new CancellationTokenSource();
        var flushing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await Uses.FlushAsync();
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
                Uses.Accepted(id, Address, "curl", ViewOrders);
        })));
        await stop.CancelAsync();
        await flushing;
        await Uses.FlushAsync();

        (await CountsAsync()).Sum(c => c.Count).Should().Be(20_000);
    }

    [Fact]
    public async Task Flush_DatabaseAway_KeepsAllForTheNextTime_R11()
    {
        var id = await AddKeyAsync();
        Uses.Accepted(id, Address, "curl", ViewOrders);
        await using var db = _shop.OpenDatabase();
        await db.Database.ExecuteSqlRawAsync("alter table \"ApiKeyUsages\" rename to \"Away\"");
        await Uses.Awaiting(u => u.FlushAsync()).Should().ThrowAsync<System.Data.Common.DbException>();
        Uses.Accepted(id, Address, "curl", ViewOrders);
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"ApiKeyUsages\"");

        await Uses.FlushAsync();
        (await CountsAsync()).Sum(c => c.Count).Should().Be(2);
    }

    [Fact]
    public async Task Used_SameClient_MakesNoObjects()
    {
        var id = await AddKeyAsync();
        Uses.Accepted(id, Address, "curl", ViewOrders);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Uses.Accepted(id, Address, "curl", ViewOrders);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Meter_PastHours_AreLetGo()
    {
        var counters = new KeyUseCounters(new KeyAddressBudget(10));
        var hour = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < 48; i++)
        {
            counters.Count(hour.AddHours(i), ViewOrders, KeyUseResult.Accepted);
            var taken = counters.Take();
            taken.Counts.Should().ContainSingle();
            taken.Saved();
            counters.IsIdle(hour.AddHours(i));
            counters.Counters.Should().BeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public void Meter_NothingForTwoFlushes_IsIdle()
    {
        var counters = new KeyUseCounters(new KeyAddressBudget(10));
        var now = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        counters.Count(now, ViewOrders, KeyUseResult.Accepted);
        counters.IsIdle(now).Should().BeFalse("something is unsaved");
        counters.Take().Saved();
        counters.IsIdle(now).Should().BeFalse("a request may hold it still");
        counters.IsIdle(now).Should().BeTrue();
    }

    private async Task<int> AddKeyAsync() =>
        (await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View))).Key.Id;

    private async Task<List<(int Hour, string Permission, KeyUseResult Result, long Count)>> CountsAsync()
    {
        await using var db = _shop.OpenDatabase();
        return (await db.ApiKeyUsages.AsNoTracking().ToListAsync()).ConvertAll(u => (u.Hour.Hour, u.Permission, u.Result, u.Count));
    }
}
