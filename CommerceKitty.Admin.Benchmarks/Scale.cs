using System.Diagnostics;
using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Home;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Features.Requests;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>What an account of a million keys with ten million rows of usage and of audit, five million of history and a million refusals
/// feels like, on SQLite.</summary>
internal static class Scale
{
    private const int Repeats = 5;
    private const int KeysFlushed = 10_000;

    /// <summary>Fills a database and prints how long each question takes.</summary>
    /// <param name="millions">Millions of keys; there are ten times as many rows of usage and of audit.</param>
    public static async Task<int> RunAsync(double millions)
    {
        using var database = new BenchDatabase(null);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = database.Provider,
            ["ConnectionStrings:CommerceKitty"] = database.ConnectionString,
        });
        builder.Logging.ClearProviders();
        builder.AddCommerceKittyCore();
        await using var app = builder.Build();
        await DatabasePreparation.RunAsync(app.Services);
        var value = await BenchShop.EnsureKeyAsync(app.Services);
        var keys = (int)(millions * 1_000_000);
        var filling = Stopwatch.StartNew();
        await FillAsync(app.Services, keys);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{keys:N0} keys, {keys * 10L:N0} rows of usage, {keys * 10L:N0} of audit, {keys * 5L:N0} of history, {keys:N0} refusals: "
                + $"filled in {filling.Elapsed.TotalSeconds:F0} s\n"));
        Console.WriteLine("| | median ms |\n|---|---:|");

        var snapshot = app.Services.GetRequiredService<AccessSnapshot>();
        var begun = Stopwatch.GetTimestamp();
        await snapshot.StartAsync(CancellationToken.None);
        Row(
            $"Start: fingerprints of {snapshot.KnownKeys:N0} keys, {snapshot.FingerprintBytes / 1e6:F1} MB",
            Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        var reader = app.Services.GetRequiredService<AccessReader>();
        await RowAsync("Look-up of a key by its hash (a miss of the memory)", () => reader.FindKeyAsync(ApiKeyToken.Hash(value)));
        var verifier = app.Services.GetRequiredService<ApiKeyVerifier>();
        await RowAsync(
            "Unknown key: waits for a read that began after it",
            async () => await verifier.VerifyAsync(ApiKeyToken.Create().AsMemory()));
        await AskAsync("Keys: first page", app.Services, s => Keys(s, new ApiKeyQuery()));
        await AskAsync(
            "Keys: first page by last use",
            app.Services,
            s => Keys(s, new ApiKeyQuery { Sort = ApiKeySort.LastUsed, Descending = true }));
        await AskAsync("Keys: search by name", app.Services, s => Keys(s, new ApiKeyQuery { Search = "key 777" }));
        await AskAsync("Keys: search by hint", app.Services, s => Keys(s, new ApiKeyQuery { Search = "kitty_0042" }));
        await AskAsync("Keys: filter disabled", app.Services, s => Keys(s, new ApiKeyQuery { Status = ApiKeyStatus.Disabled }));
        await AskAsync("Keys: page 2,000", app.Services, s => Keys(s, new ApiKeyQuery { Window = new(100_000, 50) }));
        await AskAsync("Audit log: first page", app.Services, s => s.GetRequiredService<AuditLogService>().ListAsync(new AuditQuery()));
        var entry = new AuditQuery { KeyId = 7 };
        await AskAsync("Audit log: of a key", app.Services, s => s.GetRequiredService<AuditLogService>().ListAsync(entry));
        await AskAsync("Key: overview", app.Services, s => s.GetRequiredService<ApiKeyQueries>().GetDetailsAsync(7));
        await AskAsync("Key: usage since August", app.Services, s =>
            s.GetRequiredService<ApiKeyUsageQueries>().GetAsync(7, new("2026-08-01")));
        await AskAsync("Key: impact", app.Services, s => s.GetRequiredService<ApiKeyImpactQueries>().GetImpactAsync(7));
        await AskAsync("Key: receipt", app.Services, s => s.GetRequiredService<ApiKeyImpactQueries>().GetReceiptAsync(7));
        await AskAsync("Key: permissions at a time", app.Services, s =>
            s.GetRequiredService<PermissionHistoryService>().OfKeyAsync(7, DateTime.UtcNow));
        await AskAsync("Refusals: first page", app.Services, s => Refusals(s, new()));
        await AskAsync("Refusals: of an address", app.Services, s => Refusals(s, new() { Address = "10.0.0.7" }));
        await AskAsync("Refusals: of a permission", app.Services, s => Refusals(s, new() { Permission = Permissions.Orders.Edit }));
        await AskAsync("Request by its ID", app.Services, s => s.GetRequiredService<RequestFinder>().FindAsync(["request-777"]));
        await AskAsync("Home", app.Services, s => s.GetRequiredService<HomeService>().ReadAsync());
        foreach (var (name, finding, _) in ApiKeyFindings.All)
            await AskAsync($"Keys: finding {name}", app.Services, s => Keys(s, new ApiKeyQuery { Finding = finding }));
        await AskAsync("Findings: all counts, as every minute", app.Services, s =>
        {
            s.GetRequiredService<FindingCounts>().Forget();
            return s.GetRequiredService<ApiKeyFindingService>().CountAsync();
        });
        await RowAsync($"Flush of {KeysFlushed:N0} keys' uses", async () =>
        {
            var uses = app.Services.GetRequiredService<ApiKeyUseRecorder>();
            for (var i = 2; i < KeysFlushed + 2; i++)
                uses.Accepted(i, System.Net.IPAddress.Loopback, "bench", PermissionCatalogue.All[0]);
            await uses.FlushAsync();
        });
        await AskAsync("Disable a key (with the wait of R12)", app.Services, async s =>
        {
            await s.GetRequiredService<ApiKeyService>().DisableAsync(2);
            await s.GetRequiredService<ApiKeyService>().EnableAsync(2);
        });
        return 0;
    }

    private static Task Keys(IServiceProvider services, ApiKeyQuery query) => services.GetRequiredService<ApiKeyQueries>().ListAsync(query);

    private static Task Refusals(IServiceProvider services, RefusalQuery query) =>
        services.GetRequiredService<RefusalService>().ListAsync(query);

    private static async Task AskAsync(string what, IServiceProvider services, Func<IServiceProvider, Task> ask) =>
        await RowAsync(
            what,
            async () =>
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine("bench"));
        await ask(scope.ServiceProvider);
    });

    private static async Task RowAsync(string what, Func<Task> ask)
    {
        await ask();
        var times = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        Row(what, Comparison.Median(times));
    }

    private static void Row(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {milliseconds:F2} |"));

    /// <summary>Rows as the product would write them, by statements that write a million at a time.</summary>
    private static async Task FillAsync(IServiceProvider services, int keys)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContextAsync();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF");
        await CopyAsync("ApiKeys", "Id", keys, new()
        {
            ["Id"] = "n + 1",
            ["Name"] = "'Key ' || n",
            ["SearchText"] = "'key ' || n || char(10) || 'kitty_' || printf('%04d', n % 10000)",
            ["Hash"] = "randomblob(32)",
            ["Hint"] = "'kitty_' || printf('%04d', n % 10000)",
            ["Enabled"] = "n % 50 <> 0",
        });
        await CopyAsync("ApiKeyUsages", "rowid", keys * 10L, new()
        {
            ["ApiKeyId"] = $"1 + n % {keys}",
            ["Hour"] = "datetime('2026-08-01', (n / 1000) || ' minutes')",
            ["Node"] = "'N' || (n / 1000000)",
        }, "insert or ignore into \"ApiKeyUsages\" values (1, '2026-08-01', 'orders.view', 0, 'N', 17)");
        await CopyAsync("AuditEntries", "Id", keys * 10L, new()
        {
            ["Id"] = "n + 1000",
            ["Number"] = "n + 1000",
            ["At"] = "datetime('2026-01-01', n || ' seconds')",
        });
        await CopyAsync("ApiKeyHistory", "rowid", keys * 5L, new()
        {
            ["ApiKeyId"] = $"1 + n % {keys}",
            ["Version"] = "n + 1000",
        });
        await db.Database.ExecuteSqlAsync($"""
            with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {keys})
            insert into "Refusals" ("Hour", "ApiKeyId", "Reason", "Permission", "Address", "Count", "FirstAt", "LastAt", "LastRequestId")
            select datetime('2026-08-01', (n / 500) || ' minutes'), n, 1, iif(n % 100 = 0, 'orders.edit', ''), '10.0.' || (n / 256 % 256)
                || '.' || (n % 256), 1, datetime('2026-08-01', (n / 500) || ' minutes'), datetime('2026-08-01', (n / 500) || ' minutes'),
                'request-' || n
            from numbers
            """);

        // Copies one existing row many times, with these columns worked out from its number.
        async Task CopyAsync(string table, string key, long count, Dictionary<string, string> columns, string? seed = null)
        {
            if (seed is not null)
                await db.Database.ExecuteSqlRawAsync(seed);
            var names = await db.Database.SqlQuery<string>($"select name as \"Value\" from pragma_table_info({table})").ToListAsync();
            var values = names.Select(n => columns.GetValueOrDefault(n, $"t.\"{n}\""));
            var sql = $"""
                with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {count.ToString(
                    CultureInfo.InvariantCulture
                )})
                insert or ignore into "{table}" ({string.Join(", ", names.Select(n => $"\"{n}\""))})
                select {string.Join(", ", values)} from numbers, (select * from "{table}" order by {key} limit 1) t
                """;
            await db.Database.ExecuteSqlRawAsync(sql);
        }
    }
}
