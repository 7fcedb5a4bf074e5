using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>The chain of the audit log and the triggers that close it (design §9, R8), on the provider under test.</summary>
public sealed class AuditChainTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task VerifyAsync_AfterChanges_HoldsAndEachEntryFollowsTheOneBefore()
    {
        await AddProductsAsync(3);

        var entries = await _shop.AuditAsync();

        entries.Select(e => e.Number).Should().Equal(Enumerable.Range(1, entries.Count).Select(n => (long?)n));
        var previous = AuditChain.Beginning;
        foreach (var entry in entries)
            entry.Hash.Should().Equal(previous = AuditChain.HashOf(entry, entry.Number!.Value, previous));
        var verified = await VerifyAsync();
        verified.Break.Should().BeNull();
        verified.Entries.Should().Be(entries.Count);
        verified.Head.Should().Equal(previous);
    }

    [Fact]
    public async Task VerifyAsync_TextsThatDatabasesKeepDifferently_Holds()
    {
        await _shop.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, work =>
        {
            const string Odd = "NUL \0, half \uD83D, kitty 🐈, é e\u0301 \r\n ";
            work.Audit(AuditActions.ProductEdited, new("products", 1, Odd), null, new { A = "\u2028" });
            return Task.FromResult<Result<Done>>(Done.Value);
        });

        (await VerifyAsync()).Break.Should().BeNull();
    }

    [Fact]
    public async Task VerifyAsync_DemoShop_Holds()
    {
        await using var demo = new TestShop("Development");
        await demo.Services.GetRequiredService<CommerceKitty.Admin.Features.Demo.DemoShop>().SeedAsync();

        await using var db = demo.OpenDatabase();
        var verified = await AuditVerification.RunAsync(db);

        verified.Break.Should().BeNull();
        verified.Entries.Should().BePositive();
    }

    [Fact]
    public async Task RunAsync_RolledBack_LeavesNoGap()
    {
        await AddProductsAsync(1);
        await _shop.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, work =>
        {
            work.Audit(AuditActions.ProductEdited, new("products", 1, "x"));
            return Task.FromResult<Result<Done>>(Error.ChangedMeanwhile);
        });
        await AddProductsAsync(1, from: 1);

        (await _shop.AuditAsync()).Select(e => e.Number).Should().Equal(1, 2);
        (await VerifyAsync()).Break.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_ManyNodesAtOnce_MakeOneChain()
    {
        await using var other = _shop.OtherNode();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            await using var acting = (i % 2 == 0 ? _shop : other).AsCommandLine();
            (await acting.Get<ProductService>().CreateAsync(Product(i))).Error.Should().BeNull();
        })));

        (await _shop.AuditAsync()).Select(e => e.Number).Order().Should().Equal(Enumerable.Range(1, 40).Select(n => (long?)n));
        (await VerifyAsync()).Break.Should().BeNull();
    }

    [Theory]
    [InlineData("""UPDATE "AuditEntries" SET "Actor" = 'Someone else' WHERE "Number" = 2""")]
    [InlineData("""UPDATE "AuditEntries" SET "Hash" = "Hash" """)]
    [InlineData("""UPDATE "AuditEntries" SET "Number" = NULL""")]
    [InlineData("""DELETE FROM "AuditEntries" """)]
    [InlineData("""DELETE FROM "AuditEntries" WHERE "Number" = 3""")]
    public async Task Sql_AsTheApplicationsUser_ChangesAndDeletesNothing_R8(string sql)
    {
        await AddProductsAsync(3);

        await RefuseAsync(sql);

        (await VerifyAsync()).Should().BeEquivalentTo(new { Entries = 3, Break = (AuditBreak?)null });
    }

    [Fact]
    public async Task Sql_Truncate_OrReplace_IsRefused_R8()
    {
        await AddProductsAsync(3);
        if (TestDatabase.Provider == "PostgreSql")
        {
            await RefuseAsync("""TRUNCATE "AuditEntries" """);
        }
        else
        {
            const string Columns = """
                "At", "ActorKind", "Actor", "Action", "TargetType", "TargetId", "Target", "SearchText"
                """;
            await RefuseAsync($"""
                INSERT OR REPLACE INTO "AuditEntries" ("Id", {Columns}) SELECT "Id", {Columns} FROM "AuditEntries" WHERE "Number" = 2
                """);
            await RefuseAsync($"""
                INSERT OR REPLACE INTO "AuditEntries" ("Number", {Columns})
                SELECT "Number", {Columns} FROM "AuditEntries" WHERE "Number" = 2
                """);
        }

        (await VerifyAsync()).Should().BeEquivalentTo(new { Entries = 3, Break = (AuditBreak?)null });
    }

    [Fact]
    public async Task Sql_StatementsThatFindNothing_AreNotRefused()
    {
        await AddProductsAsync(1);
        await using var db = _shop.OpenDatabase();

        (await db.Database.ExecuteSqlRawAsync("""DELETE FROM "AuditEntries" WHERE "Id" < 0""")).Should().Be(0);
    }

    [Theory]
    [InlineData("""UPDATE "AuditEntries" SET "Actor" = 'Someone else' WHERE "Number" = 2""", 2, AuditBreakKind.Changed)]
    [InlineData("""UPDATE "AuditEntries" SET "Before" = '{}' WHERE "Number" = 3""", 3, AuditBreakKind.Changed)]
    [InlineData("""DELETE FROM "AuditEntries" WHERE "Number" = 2""", 2, AuditBreakKind.Missing)]
    [InlineData("""DELETE FROM "AuditEntries" WHERE "Number" = 4""", 4, AuditBreakKind.Missing)]
    [InlineData("""DELETE FROM "AuditEntries" """, 1, AuditBreakKind.Missing)]
    [InlineData("""UPDATE "AuditChain" SET "Number" = 3""", 4, AuditBreakKind.BeyondTheHead)]
    public async Task VerifyAsync_ChangedBehindTheTriggers_SaysWhereItBreaks(string sql, long number, AuditBreakKind kind)
    {
        await AddProductsAsync(4);
        await WithoutTriggersAsync(sql);

        var verified = await VerifyAsync();

        verified.Break.Should().BeEquivalentTo(new { Number = number, Kind = kind });
    }

    [Fact]
    public async Task VerifyAsync_EntryWrittenPastTheChain_SaysWhich()
    {
        await AddProductsAsync(2);
        var forged = new AuditEntry
        {
            At = DateTime.UnixEpoch,
            ActorKind = ActorKind.System,
            Actor = "System",
            Action = AuditActions.ProductEdited,
            TargetType = "products",
            TargetId = 1,
            Target = "Forged",
        };
        await _shop.AddAsync(forged);

        (await VerifyAsync()).Break.Should().Be(new AuditBreak(null, forged.Id, null, AuditBreakKind.NotChained));
    }

    [Fact]
    public async Task UpgradeAsync_EntriesOfAnOlderVersion_AreChainedInOrderAndThenClosed()
    {
        await AddProductsAsync(2);
        await WithoutTriggersAsync(
            """UPDATE "AuditEntries" SET "Number" = NULL, "Hash" = NULL""",
            """DELETE FROM "AuditChain" """);
        var migrator = _shop.Services.GetRequiredService<DatabaseMigrator>();
        (await migrator.IsUpToDateAsync()).Should().BeFalse();

        await migrator.MigrateAsync();

        (await migrator.IsUpToDateAsync()).Should().BeTrue();
        await AddProductsAsync(1, from: 5);
        (await _shop.AuditAsync()).Select(e => e.Number).Should().Equal(1, 2, 3);
        (await VerifyAsync()).Should().BeEquivalentTo(new { Entries = 3, Break = (AuditBreak?)null });
        await RefuseAsync("""UPDATE "AuditEntries" SET "Number" = 9 WHERE "Number" = 1""");
    }

    [Fact]
    public async Task SaveChanges_EntryIsChanged_IsRefused_R8()
    {
        await AddProductsAsync(1);
        await using var db = _shop.OpenDatabase();
        var entry = await db.AuditEntries.SingleAsync();
        db.Entry(entry).Property(e => e.Number).CurrentValue = 7;

        var save = () => db.SaveChangesAsync();

        await save.Should().ThrowAsync<InvalidOperationException>();
    }

    private async Task AddProductsAsync(int count, int from = 0)
    {
        await using var acting = _shop.AsCommandLine();
        for (var i = from; i < from + count; i++)
            (await acting.Get<ProductService>().CreateAsync(Product(i))).Error.Should().BeNull();
    }

    private static CreateProductRequest Product(int number) => new()
    {
        Code = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"P-{number}"),
        Name = "Product",
        Price = 1m,
        Currency = "EUR",
    };

    private async Task<AuditVerification> VerifyAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await AuditVerification.RunAsync(db);
    }

    private async Task RefuseAsync(string sql)
    {
        await using var db = _shop.OpenDatabase();
        var run = () => db.Database.ExecuteSqlRawAsync(sql);
        (await run.Should().ThrowAsync<System.Data.Common.DbException>()).Which.Message
            .Should().Contain("Entries of the audit log are never changed or deleted");
    }

    /// <summary>Runs statements as a database administrator who takes the triggers away first, and puts them back.</summary>
    private async Task WithoutTriggersAsync(params string[] statements)
    {
        await using var db = _shop.OpenDatabase();
        if (TestDatabase.Provider == "PostgreSql")
        {
            foreach (var sql in (string[])
                ["ALTER TABLE \"AuditEntries\" DISABLE TRIGGER USER", .. statements, "ALTER TABLE \"AuditEntries\" ENABLE TRIGGER USER"])
                await db.Database.ExecuteSqlRawAsync(Escape(sql));
            return;
        }

        var triggers = await db.Database
            .SqlQueryRaw<string>("""SELECT sql AS "Value" FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'AuditEntries'""")
            .ToListAsync();
        triggers.Should().HaveCount(3);
        foreach (var name in (string[])["NoUpdate", "NoDelete", "NoReplace"])
            await db.Database.ExecuteSqlRawAsync(Escape($"DROP TRIGGER \"AuditEntries_{name}\""));
        foreach (var sql in statements.Concat(triggers))
            await db.Database.ExecuteSqlRawAsync(Escape(sql));
    }

    /// <summary>Braces stand for parameters there.</summary>
    private static string Escape(string sql) =>
        sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
