using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Providers.PostgreSql;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>A hundred thousand keys in use on one node while another node changes one key a second: how many have to be looked up again
/// (design §4). Two nodes in this process, each with services of its own.</summary>
internal static class Churn
{
    private const int Keys = 100_000;
    private const int Batch = 5_000;
    private const int Callers = 2;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(15);

    /// <summary>Prints decisions, their p99 and look-ups a second, without and with changes.</summary>
    public static async Task<int> RunAsync(string? postgres)
    {
        using var database = new BenchDatabase(postgres);
        var counter = new CommandCounter();
        await using var used = Node(database, counter);
        await using var changing = Node(database, null);
        await DatabasePreparation.RunAsync(used.Services);
        await BenchShop.EnsureKeyAsync(used.Services);
        var (values, ids) = await FillAsync(used.Services);
        var verifier = used.Services.GetRequiredService<ApiKeyVerifier>();

        var (begun, filled) = (Stopwatch.GetTimestamp(), counter.Count);
        foreach (var value in values)
            await Verify(verifier, value);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Keys:N0} keys used for the first time: {Keys / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} a second, "
            + $"{(double)(counter.Count - filled) / Keys:F2} statements each\n"));
        Console.WriteLine("| | decisions/s | p99 µs | statements/s |\n|---|---:|---:|---:|");
        await PhaseAsync("nothing changes", verifier, values, counter, change: null);
        await PhaseAsync(
            "one key a second changes, on another node",
            verifier,
            values,
            counter,
            () => ToggleAsync(changing.Services, ids[Random.Shared.Next(ids.Length)]));
        return 0;
    }

    private static async Task PhaseAsync(string what, ApiKeyVerifier verifier, string[] values, CommandCounter counter, Func<Task>? change)
    {
        using var stop = new CancellationTokenSource(Phase);
        var statements = counter.Count;
        var begun = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)).ToList();
        if (change is not null)
        {
            using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (!stop.IsCancellationRequested)
            {
                await change();
                await second.WaitForNextTickAsync(CancellationToken.None);
            }
        }

        var times = (await Task.WhenAll(callers)).SelectMany(t => t).ToList();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        times.Sort();
        var p99 = Stopwatch.GetElapsedTime(0, times[(int)(times.Count * 0.99)]).TotalMicroseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {times.Count * 100L / seconds:N0} | {p99:F1} | {(counter.Count - statements) / seconds:F1} |"));

        // Every hundredth decision is timed: the clock costs as much as the decision.
        async Task<List<long>> CallAsync()
        {
            var (taken, random) = (new List<long>(), new Random(1));
            while (!stop.IsCancellationRequested)
            {
                var at = Stopwatch.GetTimestamp();
                await verifier.VerifyAsync(values[random.Next(values.Length)].AsMemory());
                taken.Add(Stopwatch.GetTimestamp() - at);
                for (var i = 1; i < 100; i++)
                    await verifier.VerifyAsync(values[random.Next(values.Length)].AsMemory());
            }

            return taken;
        }
    }

    private static async Task Verify(ApiKeyVerifier verifier, string value)
    {
        if ((await verifier.VerifyAsync(value.AsMemory())).Key is null)
            throw new InvalidOperationException("A good key was refused.");
    }

    private static async Task ToggleAsync(IServiceProvider services, int id)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine("bench"));
        var keys = scope.ServiceProvider.GetRequiredService<ApiKeyService>();
        await keys.DisableAsync(id);
        await keys.EnableAsync(id);
    }

    private static WebApplication Node(BenchDatabase database, CommandCounter? counter)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = database.Provider,
            ["ConnectionStrings:CommerceKitty"] = database.ConnectionString,
        });
        builder.Logging.ClearProviders();
        builder.AddCommerceKittyCore();
        if (counter is not null)
        {
            builder.Services.ConfigureDbContext<SqliteCommerceKittyDbContext>(o => o.AddInterceptors(counter));
            builder.Services.ConfigureDbContext<PostgreSqlCommerceKittyDbContext>(o => o.AddInterceptors(counter));
        }

        return builder.Build();
    }

    private static async Task<(string[] Values, int[] Ids)> FillAsync(IServiceProvider services)
    {
        var values = Enumerable.Range(0, Keys).Select(_ => ApiKeyToken.Create()).ToArray();
        var ids = new List<int>();
        var work = services.GetRequiredService<UnitOfWork>();
        foreach (var batch in values.Chunk(Batch))
        {
            await work.RunAsync<Common.Done>(Actor.System, async w =>
            {
                var user = await w.Db.Users.Where(u => u.Email == "bench@example.com").Select(u => u.Id).SingleAsync();
                var keys = batch.Select(value => new ApiKey
                {
                    Name = "Churn",
                    UserId = user,
                    Hash = ApiKeyToken.Hash(value),
                    Hint = ApiKeyToken.Hint(value),
                    CreatedAt = w.Now,
                    CreatedBy = "bench",
                }).ToList();
                w.Db.ApiKeys.AddRange(keys);
                await w.Db.SaveChangesAsync();
                ids.AddRange(keys.Select(k => k.Id));
                return Common.Done.Value;
            });
        }

        return (values, [.. ids]);
    }

    /// <summary>Counts what EF Core asks the database.</summary>
    private sealed class CommandCounter : DbCommandInterceptor
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
