using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>The pipelines of the table without sockets: one caller, one request after the other, in this process. What the kernel and the
/// load's own work add to every request of the table, which is most of it, is not in these figures.</summary>
internal static class InProcess
{
    private const int Rounds = 9;
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(500);

    /// <summary>Prints it for SQLite, and for PostgreSQL when there is a connection string.</summary>
    public static async Task<int> RunAsync(string? postgres)
    {
        using var sqlite = new BenchDatabase(null);
        await TableAsync("SQLite", sqlite);
        if (postgres is not null)
        {
            using var database = new BenchDatabase(postgres);
            await TableAsync("PostgreSQL", database);
        }

        return 0;
    }

    private static async Task TableAsync(string title, BenchDatabase database)
    {
        var figures = BenchServer.Variants.ToDictionary(v => v, _ => new List<(double Microseconds, double Bytes)>());
        var pipelines = new List<Pipeline>();
        foreach (var variant in BenchServer.Variants)
            pipelines.Add(await Pipeline.StartAsync(variant, database));
        // The code is compiled again as it runs.
        for (var i = 0; i < 4; i++)
        {
            foreach (var pipeline in pipelines)
                await pipeline.MeasureAsync(RoundLength);
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var pipeline in pipelines)
                figures[pipeline.Variant].Add(await pipeline.MeasureAsync(RoundLength));
        }

        foreach (var pipeline in pipelines)
            await pipeline.StopAsync();
        Print(title, figures);
    }

    private static void Print(string title, Dictionary<string, List<(double Microseconds, double Bytes)>> figures)
    {
        Console.WriteLine($"\n{title}, in process: one caller, {Rounds} rounds of {RoundLength.TotalSeconds} s, medians\n");
        Console.WriteLine("| | µs/request | beyond anonymous | bytes/request | beyond anonymous | time, ours = 1 |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        double Time(string variant) => Comparison.Median(figures[variant].ConvertAll(f => f.Microseconds));
        double Bytes(string variant) => Comparison.Median(figures[variant].ConvertAll(f => f.Bytes));
        foreach (var variant in BenchServer.Variants)
        {
            var ratio = Comparison.Median([.. figures[variant].Zip(figures["ours"], (a, b) => a.Microseconds / b.Microseconds)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {variant} | {Time(variant):F2} | {Time(variant) - Time("anonymous"):F2} "
                + $"| {Bytes(variant):N0} | {Bytes(variant) - Bytes("anonymous"):N0} | {ratio:F1} |"));
        }
    }

    /// <summary>An application that is called directly.</summary>
    private sealed class Pipeline(string variant, WebApplication app, DirectServer server, string header)
    {
        // As those of one connection that is kept alive.
        private readonly ConnectionItems _items = new();

        public string Variant => variant;

        public static async Task<Pipeline> StartAsync(string variant, BenchDatabase database)
        {
            var server = new DirectServer();
            var (app, header) = await BenchServer.BuildAsync(variant, database.Provider, database.ConnectionString,
                configure: builder => builder.Services.AddSingleton<IServer>(server));
            await app.StartAsync();
            return new(variant, app, server, header);
        }

        public async Task<(double Microseconds, double Bytes)> MeasureAsync(TimeSpan length)
        {
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var begun = Stopwatch.GetTimestamp();
            var requests = 0;
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                for (var i = 0; i < 100; i++)
                    await CallAsync();
                requests += 100;
            }

            var time = Stopwatch.GetElapsedTime(begun);
            return (time.TotalMicroseconds / requests, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)requests);
        }

        public async Task StopAsync() => await app.DisposeAsync();

        private async Task CallAsync()
        {
            var response = new HttpResponseFeature();
            var features = new FeatureCollection();
            var request = new HttpRequestFeature
            {
                Method = "GET",
                Path = BenchServer.Path,
                RawTarget = BenchServer.Path,
                Protocol = "HTTP/1.1",
                Scheme = "http",
            };
            request.Headers.Host = "127.0.0.1";
            request.Headers.UserAgent = "bench";
            if (header != "-")
                request.Headers.Authorization = header;
            features.Set<IHttpRequestFeature>(request);
            features.Set<IHttpResponseFeature>(response);
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
            features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
            features.Set<IConnectionItemsFeature>(_items);
            await server.CallAsync(features);
            if (response.StatusCode != StatusCodes.Status200OK)
                throw new InvalidOperationException($"{variant} answered {response.StatusCode}.");
        }
    }

    private sealed class ConnectionItems : IConnectionItemsFeature
    {
        public IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();
    }

    /// <summary>A server that listens nowhere.</summary>
    private sealed class DirectServer : IServer
    {
        public Func<IFeatureCollection, Task> CallAsync { get; private set; } = null!;

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            CallAsync = async features =>
            {
                var context = application.CreateContext(features);
                await application.ProcessRequestAsync(context);
                application.DisposeContext(context, exception: null);
            };
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
