using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>How a database comes to be, on the provider under test.</summary>
public sealed class DatabaseMigratorTests : IDisposable
{
    private readonly NoDatabase _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task MigrateAsync_TwoProcessesAtOnce_BothSucceedAndOneMigrates()
    {
        string[] command = ["migrate", "--json"];

        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ProductProcess.RunAsync(TestDatabase.Provider, _place.ConnectionString, command)));

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

    [Fact]
    public async Task MigrateAsync_DatabaseUpToDate_DoesNothing()
    {
        await Migrator().MigrateAsync();

        (await Migrator().MigrateAsync()).Should().BeEmpty();
    }

    /// <summary>EF Core waits for this row for ever; nobody but a process that was killed leaves it.</summary>
    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task MigrateAsync_LockRowOfAKilledProcess_IsClearedAndMigrates()
    {
        await using (var db = _place.Open())
        {
            await db.Database.ExecuteSqlRawAsync("""
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 09:00:00+00:00');
                """);
        }

        var applied = await Migrator().MigrateAsync().WaitAsync(TimeSpan.FromSeconds(30));

        applied.Should().NotBeEmpty();
        (await Migrator().IsUpToDateAsync()).Should().BeTrue();
    }

    private DatabaseMigrator Migrator() => new(new Factory(_place), NullLogger<DatabaseMigrator>.Instance);

    private sealed class Factory(NoDatabase place) : IDbContextFactory<CommerceKittyDbContext>
    {
        public CommerceKittyDbContext CreateDbContext() => place.Open();
    }
}
