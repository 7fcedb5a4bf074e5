using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Inventory;

public sealed class StockServiceTests : IAsyncLifetime
{
    private readonly CommandCounter _commands = new();
    private readonly TestShop _shop;

    public StockServiceTests() => _shop = new TestShop(configure: _commands.Join);

    public async ValueTask InitializeAsync() => await _shop.AddSourcesAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(Permissions.Inventory.Edit)]
    [InlineData(Permissions.Inventory.View)]
    public async Task SetAndAdjust_WithoutPermission_AreRefused_R1(string missing)
    {
        await _shop.AddProductAsync("WAND", north: 2);
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Commerce.Everything.Except([missing])));
        var stock = acting.Get<StockService>();

        (await stock.SetAsync("north", "WAND", new() { OnHand = 1 })).Error!.MissingPermission.Should().Be(missing);
        (await stock.AdjustAsync(Adjustment(1))).Error!.MissingPermission.Should().Be(missing);
        (await stock.SetManyAsync(Batch(("north", "WAND", 1)))).Error?.MissingPermission.Should().Be(Permissions.Inventory.Edit);

        (await _shop.StockAsync("WAND"))
            .Should()
            .Be(missing == Permissions.Inventory.Edit ? "2/0 0/0" : "1/0 0/0", "a batch answers nothing that the caller did not say");
    }

    [Fact]
    public async Task SetAsync_WhereNothingEverWas_IsTheFirstMovementAndAuditedOnce_R8()
    {
        await _shop.AddProductAsync("WAND");
        var user = await _shop.AddUserWithAsync("ops@example.com", Permissions.Inventory.Edit, Permissions.Inventory.View);
        await using var acting = await _shop.ByKeyOfAsync(user);
        var audits = (await _shop.AuditAsync()).Count;

        var stock = (
            await acting.Get<StockService>().SetAsync("SOUTH", "wand", new() { OnHand = 7, Note = "Counted by Marit" }, expectedVersion: 0)
        ).Value!;

        (stock.Source, stock.Sku, stock.OnHand, stock.Reserved, stock.Available, stock.Version).Should().Be(("south", "WAND", 7, 0, 7, 1));
        var movement = (await MovementsAsync()).Should().ContainSingle().Subject;
        (movement.Reason, movement.OnHandChange, movement.Note, movement.Actor, movement.ActorUserId, movement.ActorKind).Should()
            .Be((StockReason.Counted, 7, "Counted by Marit", "ops Test", user.Id, ActorKind.ApiKey));
        var entry = (await _shop.AuditAsync()).Skip(audits).Should().ContainSingle().Subject;
        (entry.Action, entry.Target, entry.Before).Should().Be((AuditActions.StockSet, "WAND at South", """{"onHand":0}"""));
        entry.After.Should().Be("""{"onHand":7,"reason":"Counted","note":"Counted by Marit"}""");
    }

    [Theory]
    [InlineData("key revoked")]
    [InlineData("user disabled")]
    [InlineData("permission removed")]
    public async Task Change_WhosePowerEndsWhileItWaits_ChangesNothing_R3(string end)
    {
        await _shop.AddProductAsync("WAND", north: 2);
        var user = await _shop.AddUserWithAsync("ops@example.com", Commerce.Everything);
        var (key, value) = await _shop.AddKeyAsync(user);
        await using var acting = await _shop.ByKeyAsync(value);
        await using var commandLine = _shop.AsCommandLine();
        Task<Result<StockResource>> set;
        Task<Result<StockBatchResponse>> batch;
        using (await _shop.Services.GetRequiredService<StockChanges>().WaitForTurnAsync())
        {
            // A key's first demand needs no database: both wait for their turn when they come back.
            set = acting.Get<StockService>().SetAsync("north", "WAND", new() { OnHand = 9 });
            batch = acting.Get<StockService>().SetManyAsync(Batch(("north", "WAND", 9)));
            if (end == "key revoked")
                (await commandLine.ApiKeys.RevokeAsync(key.Id)).Error.Should().BeNull();
            else if (end == "user disabled")
                await _shop.SetEnabledAsync(user, false);
            else
                await _shop.SetPermissionsAsync("ops-group", Permissions.Inventory.View);
        }

        var expected = end == "permission removed" ? ErrorKind.Forbidden : ErrorKind.Unauthenticated;
        ((await set).Error?.Kind, (await batch).Error?.Kind).Should().Be((expected, expected));
        (await _shop.StockAsync("WAND")).Should().Be("2/0 0/0");
    }

    [Fact]
    public async Task SetAsync_AsItIs_MovesAndAuditsNothing()
    {
        await _shop.AddProductAsync("WAND", north: 7);
        var (movements, audits) = ((await MovementsAsync()).Count, (await _shop.AuditAsync()).Count);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<StockService>().SetAsync("north", "WAND", new() { OnHand = 7 })).Value!.Version.Should().Be(1);
        (await acting.Get<StockService>().SetAsync("south", "WAND", new() { OnHand = 0 })).Value!.Version.Should().Be(0);

        ((await MovementsAsync()).Count, (await _shop.AuditAsync()).Count).Should().Be((movements, audits));
    }

    [Fact]
    public async Task SetAsync_FewerThanAreReserved_IsRefused()
    {
        await _shop.AddProductAsync("WAND", north: 7);
        await _shop.OrderAsync(("WAND", 3));
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<StockService>().SetAsync("north", "WAND", new() { OnHand = 2 })).Error!.Code.Should().Be("below-reserved");
        (await acting.Get<StockService>().AdjustAsync(Adjustment(-5))).Error!.Code.Should().Be("below-reserved");

        (await _shop.StockAsync("WAND")).Should().Be("7/3 0/0");
        (await acting.Get<StockService>().SetAsync("north", "WAND", new() { OnHand = 3 })).IsDone.Should().BeTrue();
    }

    [Fact]
    public async Task SetAsync_OtherVersion_IsStale()
    {
        await _shop.AddProductAsync("WAND", north: 7);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<StockService>().SetAsync("north", "WAND", new() { OnHand = 2 }, expectedVersion: 0))
            .Error!.Kind.Should()
            .Be(ErrorKind.Stale);
        (await acting.Get<StockService>().SetAsync("south", "WAND", new() { OnHand = 2 }, expectedVersion: 1))
            .Error!.Kind.Should()
            .Be(ErrorKind.Stale);

        (await _shop.StockAsync("WAND")).Should().Be("7/0 0/0");
    }

    [Theory]
    [InlineData("moon", "WAND")]
    [InlineData("north", "NONE")]
    [InlineData("", "")]
    [InlineData("nor\nth", "WAND")]
    [InlineData("north", "..")]
    public async Task SetAsync_NoSuchPlace_IsNotFound(string source, string sku)
    {
        await _shop.AddProductAsync("WAND");
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<StockService>().SetAsync(source, sku, new() { OnHand = 2 })).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await acting.Get<InventoryService>().GetAsync(source, sku)).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Theory]
    [InlineData(5, AdjustmentReason.Received, StockReason.Received, "8/0 0/0")]
    [InlineData(1, AdjustmentReason.Returned, StockReason.Returned, "4/0 0/0")]
    [InlineData(-3, AdjustmentReason.Damaged, StockReason.Damaged, "0/0 0/0")]
    [InlineData(-1, AdjustmentReason.Lost, StockReason.Lost, "2/0 0/0")]
    [InlineData(-2, AdjustmentReason.Correction, StockReason.Counted, "1/0 0/0")]
    public async Task AdjustAsync_EachReason_IsBookedAsSuch(int change, AdjustmentReason reason, StockReason booked, string stock)
    {
        await _shop.AddProductAsync("WAND", north: 3);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<StockService>().AdjustAsync(Adjustment(change) with { Reason = reason })).IsDone.Should().BeTrue();

        (await _shop.StockAsync("WAND")).Should().Be(stock);
        (await MovementsAsync())[^1].Reason.Should().Be(booked);
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task AdjustAsync_BeyondWhatCanBe_IsRefusedAndChangesNothing()
    {
        await _shop.AddProductAsync("WAND", north: 3);
        await using var acting = _shop.AsCommandLine();
        var stock = acting.Get<StockService>();

        (await stock.AdjustAsync(Adjustment(-4))).Error!.Code.Should().Be("not-enough-stock");
        (await stock.AdjustAsync(Adjustment(1_000_000_000))).Error!.Code.Should().Be("too-much-stock");
        (await stock.AdjustAsync(Adjustment(0))).Error!.Fields.Keys.Should().Equal("change");
        (await stock.AdjustAsync(Adjustment(int.MinValue))).Error!.Fields.Keys.Should().Equal("change");
        (await stock.AdjustAsync(new())).Error!.Fields.Keys.Should().Equal("source", "sku", "change", "reason");
        (await stock.AdjustAsync(Adjustment(1) with { Reason = (AdjustmentReason)99, Note = new string('n', 201) }))
            .Error!.Fields.Keys.Should()
            .Equal("note", "reason");
        (await stock.SetAsync("north", "WAND", new() { OnHand = -1 })).Error!.Fields.Keys.Should().Equal("onHand");
        (await stock.SetAsync("north", "WAND", new() { OnHand = 1_000_000_001 })).Error!.Fields.Keys.Should().Equal("onHand");
        (await stock.SetAsync("north", "WAND", new())).Error!.Fields.Keys.Should().Equal("onHand");

        (await _shop.StockAsync("WAND")).Should().Be("3/0 0/0");
    }

    [Fact]
    public async Task AdjustAsync_HundredAtOnceOnTwoNodes_LosesNone()
    {
        await _shop.AddProductAsync("WAND", north: 50);
        await using var otherNode = _shop.OtherNode();
        TestShop[] nodes = [_shop, otherNode];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            await using var acting = nodes[i % 2].AsCommandLine();
            return await acting.Get<StockService>().AdjustAsync(Adjustment(i % 4 == 0 ? -1 : 1));
        })));

        outcomes.Should().OnlyContain(o => o.IsDone);
        (await _shop.StockAsync("WAND")).Should().Be("100/0 0/0");
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task SetManyAsync_EveryKindOfLine_AnswersEachAndSavesTheRightOnes()
    {
        await _shop.AddProductAsync("WAND", north: 3);
        await _shop.AddProductAsync("BALL", north: 5);
        await _shop.OrderAsync(("BALL", 4));
        await using var acting = _shop.AsCommandLine();
        var (movements, audits) = ((await MovementsAsync()).Count, (await _shop.AuditAsync()).Count);

        var response = (await acting.Get<StockService>().SetManyAsync(new()
        {
            Note = "Nightly",
            Lines =
            [
                new() { Source = "north", Sku = "WAND", OnHand = 9 },
                new() { Source = "south", Sku = "wand", OnHand = 1 },
                new() { Source = "north", Sku = "BALL", OnHand = 5 },
                new() { Source = "south", Sku = "BALL", OnHand = 0 },
                new() { Source = "north", Sku = "wand", OnHand = 2 },
                new() { Source = "north", Sku = "BALL", OnHand = 3 },
                new() { Source = "moon", Sku = "WAND", OnHand = 1 },
                new() { Source = "north", Sku = "NONE", OnHand = 1 },
                new() { Source = "north", Sku = "WAND", OnHand = -1 },
                new() { Source = "north", Sku = "WAND" },
                null,
            ],
        })).Value!;

        response.Results.Select(r => r.Code ?? r.Status.ToString()).Should().Equal(
            "Changed", "Changed", "Unchanged", "Unchanged", "duplicate-line", "duplicate-line", "no-such-source", "no-such-product",
            "validation-failed", "validation-failed", "validation-failed");
        (response.Changed, response.Unchanged, response.Refused).Should().Be((2, 2, 7));
        (await _shop.StockAsync("WAND")).Should().Be("9/0 1/0");
        (await _shop.StockAsync("BALL")).Should().Be("5/4 0/0");
        (await MovementsAsync()).Skip(movements).Select(m => (m.OnHandChange, m.Note)).Should().Equal((6, "Nightly"), (1, "Nightly"));
        (await _shop.AuditAsync()).Skip(audits).Should().ContainSingle().Which.Action.Should().Be(AuditActions.StockBatchSet);
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task SetManyAsync_NamesLongerThanAny_AreRefusedWithoutBeingRepeated()
    {
        await using var acting = _shop.AsCommandLine();

        var results = (
            await acting
                .Get<StockService>()
                .SetManyAsync(
                    new()
                    {
                        Lines =
                        [
                            new()
                            {
                                Source = new string('x', 500_000),
                                Sku = new string('y', 500_000),
                                OnHand = 1,
                            },
                        ],
                    })).Value!.Results;

        results.Should().ContainSingle().Which.Should().Match<StockBatchResult>(r => r.Status == BatchLineStatus.Refused
            && r.Source!.Length == StockBatchResult.EchoLength
            && r.Source.EndsWith("x…")
            && r.Sku!.Length == StockBatchResult.EchoLength
            && r.Detail!.Length < 500);
    }

    [Fact]
    public async Task SetManyAsync_FewerThanAreReserved_RefusesThatLineOnly()
    {
        await _shop.AddProductAsync("WAND", north: 3);
        await _shop.AddProductAsync("BALL", north: 5);
        await _shop.OrderAsync(("BALL", 4));
        await using var acting = _shop.AsCommandLine();

        var response = (await acting.Get<StockService>().SetManyAsync(Batch(("north", "BALL", 3), ("north", "WAND", 4)))).Value!;

        response.Results.Select(r => r.Code).Should().Equal("below-reserved", null);
        (await _shop.StockAsync("BALL")).Should().Be("5/4 0/0");
        (await _shop.StockAsync("WAND")).Should().Be("4/0 0/0");
    }

    [Fact]
    public async Task SetManyAsync_NoneOrTooManyLines_IsRefused()
    {
        await using var acting = _shop.AsCommandLine();
        var stock = acting.Get<StockService>();

        (await stock.SetManyAsync(new())).Error!.Fields.Keys.Should().Equal("lines");
        (await stock.SetManyAsync(new() { Lines = [] })).Error!.Fields.Keys.Should().Equal("lines");
        (await stock.SetManyAsync(new() { Lines = [.. Enumerable.Repeat<StockBatchLine?>(null, 1001)] }))
            .Error!.Fields.Keys.Should()
            .Equal("lines");
    }

    /// <summary>Issue 5: a nightly sync of 10,000 SKUs is 10 calls; exactly one movement per changed line, none for unchanged
    /// ones.</summary>
    [Fact]
    [Trait("Needs", "Time")]
    public async Task SetManyAsync_TenThousandSkus_AreTenCallsThatReadNothingPerLine()
    {
        var at = _shop.Time.GetUtcNow().UtcDateTime;
        var codes = Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"SKU-{i:D5}")).ToList();
        await _shop.AddAsync(
            codes.Select(c => new Product
            {
                Code = c,
                Name = c,
                Price = 1,
                Currency = "EUR",
                CreatedAt = at,
                UpdatedAt = at,
            }));
        await using var acting = _shop.AsCommandLine();

        (await SyncAsync(0)).Should().Be((10_000, 0));
        _commands.TakeAll();
        (await acting.Get<StockService>().SetManyAsync(Batch(("north", codes[0], 10)))).Value!.Unchanged.Should().Be(1);
        var readsOfOneLine = _commands.TakeReads();
        (await SyncAsync(0)).Should().Be((0, 10_000));
        _commands.TakeReads().Should().Be(10 * readsOfOneLine, "a batch of 1,000 lines reads as often as one of a single line");
        (await SyncAsync(2_500)).Should().Be((2_500, 7_500));

        (await MovementsAsync()).Should().HaveCount(12_500);
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.StockBatchSet).Should().Be(10 + 3);
        await _shop.ShouldAddUpAsync();

        async Task<(int Changed, int Unchanged)> SyncAsync(int different)
        {
            var (changed, unchanged) = (0, 0);
            foreach (
                var chunk in codes.Select((code, i) => ("north", code, i < different ? 77 : 10 + i % 50)).Chunk(StockService.MaximumLines))
            {
                var response = (await acting.Get<StockService>().SetManyAsync(Batch(chunk))).Value!;
                (changed, unchanged) = (changed + response.Changed, unchanged + response.Unchanged);
            }

            return (changed, unchanged);
        }
    }

    private static AdjustStockRequest Adjustment(int change) =>
        new() { Source = "north", Sku = "WAND", Change = change, Reason = AdjustmentReason.Correction };

    private static StockBatchRequest Batch(params IEnumerable<(string Source, string Sku, int OnHand)> lines) =>
        new() { Lines = [.. lines.Select(l => new StockBatchLine { Source = l.Source, Sku = l.Sku, OnHand = l.OnHand })] };

    private async Task<List<StockMovement>> MovementsAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.StockMovements.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }
}
