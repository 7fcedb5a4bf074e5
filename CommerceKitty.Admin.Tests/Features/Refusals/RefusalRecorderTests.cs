using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Features.Refusals;

/// <summary>The ledger of refusals: each request counted once, by its true reason, within bounds (R9, design §9).</summary>
public sealed class RefusalRecorderTests : IAsyncDisposable
{
    private static readonly Permission EditOrders = PermissionCatalogue.Find(Permissions.Orders.Edit)!;

    private readonly TestShop _shop = new();

    private RefusalRecorder Recorder => RecorderOf(_shop);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Flush_SameKind_IsOneRowWithFirstAndLast_R9()
    {
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7", "first");
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7", "second");
        await Recorder.FlushAsync();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7", "third");
        await Recorder.FlushAsync();

        var row = (await RowsAsync()).Should().ContainSingle().Subject;
        (row.ApiKeyId, row.Reason, row.Permission, row.Address, row.Count).Should()
            .Be((7, RefusalReason.Revoked, "orders.edit", "203.0.113.7", 3L));
        (row.Hour, row.FirstAt, row.LastAt).Should().Be((At(0), At(0), At(2)));
        row.LastRequestId.Should().Be("third");
    }

    [Fact]
    public async Task Flush_OtherHourReasonKeyOrAddress_IsARowOfItsOwn_R9()
    {
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        Refuse(_shop, 7, RefusalReason.Limited, "203.0.113.7");
        Refuse(_shop, 8, RefusalReason.Revoked, "203.0.113.7");
        Refuse(_shop, null, RefusalReason.Unknown, "203.0.113.7");
        Refuse(_shop, 7, RefusalReason.Revoked, "2001:db8::7");
        Refuse(_shop, 7, RefusalReason.Revoked, "::ffff:203.0.113.7");
        _shop.Time.Advance(TimeSpan.FromHours(1));
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        await Recorder.FlushAsync();

        (await RowsAsync()).Should().HaveCount(6, "an IPv4 address is the same over an IPv6 socket");
        (await RowsAsync()).Single(r => r.ApiKeyId == Refusal.NoKey).Permission.Should().BeEmpty("nobody's permission is missing");
    }

    [Fact]
    public async Task Flood_RandomValuesFromRandomAddresses_IsBoundedAndCountedExactly_R9()
    {
        const int Requests = 100_000;
        for (var i = 0; i < Requests; i++)
        {
            var reason = i % 2 == 0 ? RefusalReason.Unknown : RefusalReason.Malformed;
            Refuse(_shop, null, reason, new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]).ToString());
            if (i % 25_000 == 24_999)
            {
                Recorder.Waiting.Should().BeLessThanOrEqualTo(Refusal.MostAddressesWithoutKey + 2, "memory is bounded");
                await Recorder.FlushAsync();
            }
        }

        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        await Recorder.FlushAsync();

        var rows = await RowsAsync();
        rows.Sum(r => r.Count).Should().Be(Requests + 1);
        rows.Should().HaveCount(Refusal.MostAddressesWithoutKey + 3);
        rows.Where(r => r.Address.Length == 0).Sum(r => r.Count).Should().Be(Requests - Refusal.MostAddressesWithoutKey);
        rows.Should().Contain(r => r.ApiKeyId == 7 && r.Address == "203.0.113.7", "a flood leaves room for what is said of keys");
    }

    [Fact]
    public async Task Flush_MoreAddressesOfAKeyThanAreKept_AreOthers_OnTwoNodes_R9()
    {
        await using var other = _shop.OtherNode();
        for (var i = 0; i < 100; i++)
        {
            Refuse(i % 2 == 0 ? _shop : other, 7, RefusalReason.Disabled, $"10.0.0.{i}");
            if (i % 10 == 9)
                await FlushAsync(_shop, other);
        }

        var rows = await RowsAsync();
        rows.Sum(r => r.Count).Should().Be(100);
        rows.Count(r => r.Address.Length > 0).Should().Be(Refusal.MostAddresses);
        rows.Single(r => r.Address.Length == 0).Count.Should().Be(100 - Refusal.MostAddresses);
    }

    [Fact]
    public async Task Flush_MoreRowsThanAnHourKeeps_AreOneForEachReason_R9()
    {
        for (var key = 1; key <= Refusal.MostRows + 500; key++)
            Refuse(_shop, key, RefusalReason.Revoked, "203.0.113.7");
        Recorder.Waiting.Should().Be(Refusal.MostRows + 1);
        await Recorder.FlushAsync();
        for (var key = 50_000; key < 50_010; key++)
            Refuse(_shop, key, RefusalReason.Revoked, "203.0.113.7");
        await Recorder.FlushAsync();

        var rows = await RowsAsync();
        rows.Should().HaveCountLessThanOrEqualTo(Refusal.MostRows + 1);
        rows.Sum(r => r.Count).Should().Be(Refusal.MostRows + 510);
        rows.Single(r => r is { ApiKeyId: Refusal.NoKey, Address: "" }).Count.Should().BeGreaterThanOrEqualTo(510);
    }

    [Fact]
    public async Task Flush_TwoNodesAtTheSameTime_LoseNone_R9()
    {
        await using var other = _shop.OtherNode();
        for (var round = 0; round < 20; round++)
        {
            Refuse(_shop, 7, RefusalReason.Expired, "203.0.113.7");
            Refuse(other, 7, RefusalReason.Expired, "203.0.113.7");
            await Task.WhenAll(Recorder.FlushAsync(), RecorderOf(other).FlushAsync());
        }

        (await RowsAsync()).Should().ContainSingle().Which.Count.Should().Be(40, "both nodes add to one row");
    }

    [Fact]
    public async Task Flush_DatabaseAway_KeepsAllForTheNextTime_R11()
    {
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        await using var db = _shop.OpenDatabase();
        await db.Database.ExecuteSqlRawAsync("alter table \"Refusals\" rename to \"Away\"");
        await Recorder.Awaiting(r => r.FlushAsync()).Should().ThrowAsync<System.Data.Common.DbException>();
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"Refusals\"");

        await Recorder.FlushAsync();
        (await RowsAsync()).Should().ContainSingle().Which.Count.Should().Be(2);
        Recorder.Waiting.Should().Be(0);
    }

    [Fact]
    public async Task Stop_WhatIsNotWrittenYet_IsWritten_R10()
    {
        await Recorder.StartAsync(default);
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");

        await Recorder.StopAsync(default);

        (await RowsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Refused_RequestIdThatIsAKey_KeepsItsHintAlone_R5()
    {
        var value = ApiKeyToken.Create();
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7", value);
        await Recorder.FlushAsync();

        (await RowsAsync()).Single().LastRequestId.Should().NotContain(value[10..]);
        await using var acting = _shop.As(await _shop.AddOwnerAsync());
        (await acting.Get<RefusalService>().FindByRequestIdsAsync([value])).Value!
            .Should().ContainSingle("one can still ask with it").Which.ApiKeyId.Should().Be(7);
    }

    [Fact]
    public async Task Upkeep_OlderThan90Days_IsDeleted()
    {
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        await Recorder.FlushAsync();
        _shop.Time.Advance(TimeSpan.FromDays(80));
        Refuse(_shop, 7, RefusalReason.Revoked, "203.0.113.7");
        await Recorder.FlushAsync();
        _shop.Time.Advance(TimeSpan.FromDays(11));
        using var upkeep = new Upkeep(
            _shop.Services.GetRequiredService<UnitOfWork>(), [new RefusalUpkeep()], _shop.Time, NullLogger<Upkeep>.Instance);

        await upkeep.RunOnceAsync();

        (await RowsAsync()).Should().ContainSingle().Which.FirstAt.Should().Be(At(0).AddDays(80));
    }

    private static RefusalRecorder RecorderOf(TestShop node) => node.Services.GetRequiredService<RefusalRecorder>();

    private static async Task FlushAsync(params TestShop[] nodes)
    {
        foreach (var node in nodes)
            await RecorderOf(node).FlushAsync();
    }

    private static void Refuse(TestShop node, int? key, RefusalReason reason, string address, string requestId = "request") =>
        RecorderOf(node).Refused(key, reason, EditOrders, new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Parse(address) },
            TraceIdentifier = requestId,
        });

    private static DateTime At(int minute) => new(2026, 11, 23, 9, minute, 0, DateTimeKind.Utc);

    private async Task<List<Refusal>> RowsAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.Refusals.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }
}
