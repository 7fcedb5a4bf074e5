using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>How a database comes to be, on the provider under test.</summary>
[Trait("Needs", "Process")]
public sealed class DatabaseMigratorTests : IDisposable
{
    private readonly NoDatabase _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task MigrateAsync_TwoProcessesAtOnce_BothSucceedAndOneMigrates()
    {
        string[] command = ["migrate", "--json"];

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => ProductProcess.RunAsync(TestDatabase.Provider, _place.ConnectionString, command)));

        runs.Should().OnlyContain(r => r.ExitCode == 0, string.Concat(runs.Select(r => r.Error)));
        await using var db = _place.Open();
        var migrations = db.Database.GetMigrations().ToList();
        (await db.Database.GetAppliedMigrationsAsync()).Should().Equal(migrations);
        runs.Count(r => r.Output.Contains(migrations[0], StringComparison.Ordinal)).Should().Be(1, "the other one found nothing to do");
        (await db.Users.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task MigrateAsync_ManyAtOnceInOneProcess_AllSucceedAndOneMigrates()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Migrator().MigrateAsync())));

        applied.Should().ContainSingle(names => names.Count > 0);
        (await Migrator().IsUpToDateAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task LockForMigrationAsync_ManyAtOnce_OneHoldsItAtATime()
    {
        var holders = 0;
        var most = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var db = _place.Open();
            await using var held = await db.LockForMigrationAsync(CancellationToken.None);
            var now = Interlocked.Increment(ref holders);
            // Long enough that the others would come in.
            await db.Database.GetAppliedMigrationsAsync();
            Interlocked.Decrement(ref holders);
            return now;
        })));

        most.Should().OnlyContain(n => n == 1);
    }

    /// <summary>Migration Commerce: a database that had stock and orders before there were movements and reservations.</summary>
    [Fact]
    public async Task MigrateAsync_StockFromBeforeMovements_IsBookedAsOpening()
    {
        await using (var db = _place.Open())
        {
            await db.GetService<IMigrator>()
                .MigrateAsync(db.Database.GetMigrations().First(m => m.EndsWith("_Initial", StringComparison.Ordinal)));
            // By SQL: the model of today is another one.
            string[] statements =
            [
                """
                INSERT INTO "InventorySources" ("Id", "Code", "Name", "Priority")
                VALUES (1, 'north', 'North', 1), (2, 'south', 'South', 2)
                """,
                """
                INSERT INTO "Products"
                    ("Id", "Code", "Name", "Price", "Currency", "Archived", "CreatedAt", "UpdatedAt", "Version", "SearchText")
                SELECT 1, 'WAND', 'Wand', 50000, 'EUR', "Id" > 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0, 'wand'
                FROM "InventorySources" WHERE "Id" = 1
                """,
                """
                INSERT INTO "StockItems" ("Id", "SourceId", "ProductId", "OnHand", "Reserved", "Version")
                VALUES (1, 1, 1, 9, 2, 0), (2, 2, 1, 0, 0, 0)
                """,
                """
                INSERT INTO "Orders"
                    ("Id", "Number", "Channel", "CustomerName", "CustomerEmail", "Currency", "Total", "Status", "PlacedAt", "UpdatedAt",
                     "Version", "SearchText")
                VALUES
                    (1, 'CK-1', 'Web', 'A', 'a@example.com', 'EUR', 50000, 'Open', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0, 'a'),
                    (2, 'CK-2', 'Web', 'A', 'a@example.com', 'EUR', 50000, 'Shipped', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0, 'a')
                """,
                """
                INSERT INTO "OrderLines" ("Id", "OrderId", "ProductCode", "ProductName", "Quantity", "UnitPrice")
                VALUES (1, 1, 'WAND', 'Wand', 2, 50000), (2, 2, 'WAND', 'Wand', 3, 50000)
                """,
            ];
            foreach (var sql in statements)
                await db.Database.ExecuteSqlRawAsync(sql);
        }

        await Migrator().MigrateAsync();

        await using var now = _place.Open();
        var movement = (await now.StockMovements.ToListAsync()).Should().ContainSingle().Subject;
        (movement.StockItemId, movement.Reason, movement.OnHandChange, movement.ReservedChange, movement.OnHand, movement.Reserved).Should()
            .Be((1, StockReason.Opening, 9, 2, 9, 2));
        movement.At.Should().BeCloseTo(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromHours(1), "it is booked today");
        var reservation = (await now.OrderReservations.ToListAsync()).Should().ContainSingle().Subject;
        (reservation.OrderLineId, reservation.StockItemId, reservation.Quantity).Should().Be((1, 1, 2));
        (await now.Orders.OrderBy(o => o.Id).Select(o => o.Lines.Single().Shipped).ToListAsync()).Should().Equal(0, 3);
    }

    /// <summary>Migrations KeyRenewal and later. SQLite rebuilds the table of keys for them: what refers to its rows must stay.</summary>
    [Fact]
    public async Task MigrateAsync_KeysFromBeforeTheirRenewal_KeepValueUsesAndCalls()
    {
        var (value, at) = (ApiKeyToken.Create(), new DateTime(2026, 11, 1, 9, 0, 0, DateTimeKind.Utc));
        await using (var db = _place.Open())
        {
            await db.GetService<IMigrator>()
                .MigrateAsync(db.Database.GetMigrations().First(m => m.EndsWith("_ApiKeyFindings", StringComparison.Ordinal)));
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "Users"
                    ("Id", "AccessFailedCount", "CreatedAt", "Email", "EmailConfirmed", "Enabled", "FirstName", "IsOwner", "Kind",
                     "LastName", "LockoutEnabled",
                     "NormalizedEmail", "NormalizedUserName", "PhoneNumberConfirmed", "SearchText", "TwoFactorEnabled",
                     "UserName", "ConcurrencyStamp", "SecurityStamp")
                VALUES (1, 0, {at}, 'o@example.com', {true}, {true}, 'O', {true}, 'Person', 'O', {true}, 'O@EXAMPLE.COM', 'O@EXAMPLE.COM',
                     {false}, 'o', {false}, 'o@example.com', 'c', 's')
                """);
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "ApiKeys" ("Id", "CreatedAt", "CreatedBy", "CreatedById", "Enabled", "Hash", "Hint", "Name", "SearchText",
                    "UserId", "Version")
                VALUES (7, {at}, 'O', 1, {true}, {ApiKeyToken.Hash(value)}, {ApiKeyToken.Hint(value)}, 'Sync', 'sync', 1, 3)
                """);
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "ApiKeyLastUses" ("ApiKeyId", "At", "Address", "UserAgent") VALUES (7, {at}, '203.0.113.7', 'curl')
                """);
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "ApiKeyUsages" ("ApiKeyId", "Hour", "Permission", "Result", "Node", "Count")
                VALUES (7, {at}, 'orders.view', 0, {Guid.Empty}, 5)
                """);
        }

        await Migrator().MigrateAsync();

        await using var now = _place.Open();
        var key = await now.ApiKeys.Include(k => k.LastUse).SingleAsync();
        (key.Id, key.Name, key.Enabled, key.ExpiresAt, key.CreatedById, key.Version).Should().Be((7, "Sync", true, null, 1, 3));
        key.Hash.Should().Equal(ApiKeyToken.Hash(value), "the value still works");
        (key.AllowedNetworks, key.PausedUntil, key.RotatedAt, key.ResponsibleUserId).Should().Be((null, null, null, null));
        (key.LastUse!.At, key.LastUse.Address).Should().Be((at, "203.0.113.7"));
        (await now.ApiKeyUsages.SingleAsync()).Count.Should().Be(5);
    }

    [Fact]
    public async Task MigrateAsync_DatabaseUpToDate_DoesNothing()
    {
        await Migrator().MigrateAsync();

        (await Migrator().MigrateAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("users", "list")]
    [InlineData("--urls=http://127.0.0.1:0")]
    public async Task AnyStart_DatabaseOfNewerVersion_IsRefusedByName(params string[] arguments)
    {
        await Migrator().MigrateAsync();
        await using (var db = _place.Open())
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20990101000000_Tomorrow', '99.0.0')
                """);
        }

        var run = await ProductProcess.RunAsync(TestDatabase.Provider, _place.ConnectionString, arguments);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("newer version").And.Contain("20990101000000_Tomorrow").And.NotContain("   at ");
    }

    /// <summary>EF Core waits for this row for ever; nobody but a process that was killed leaves it.</summary>
    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task MigrateAsync_LockRowOfAKilledProcess_IsClearedAndMigrates()
    {
        await using (var db = _place.Open())
        {
            await db.Database.ExecuteSqlRawAsync("""
                CREATE TABLE "__EFMigrationsLock"
                    ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 09:00:00+00:00');
                """);
        }

        var applied = await Migrator().MigrateAsync().WaitAsync(Until.Timeout);

        applied.Should().NotBeEmpty();
        (await Migrator().IsUpToDateAsync()).Should().BeTrue();
    }

    private DatabaseMigrator Migrator() => new(new Factory(_place), NullLogger<DatabaseMigrator>.Instance);

    private sealed class Factory(NoDatabase place) : IDbContextFactory<CommerceKittyDbContext>
    {
        public CommerceKittyDbContext CreateDbContext() => place.Open();
    }
}
