using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>The table: all ways to authenticate, side by side, in interleaved rounds of one run, each figure the median.</summary>
internal static class Comparison
{
    private const int Connections = 64;
    private const int Rounds = 9;
    private const double Seconds = 2;

    /// <summary>Prints it for SQLite, and for PostgreSQL when there is a connection string.</summary>
    public static async Task<int> RunAsync(string? postgres)
    {
        using var sqlite = new BenchDatabase(null);
        await TableAsync("SQLite, one node", sqlite, otherNode: false);
        if (postgres is not null)
        {
            using var database = new BenchDatabase(postgres);
            await TableAsync("PostgreSQL, two nodes", database, otherNode: true);
        }

        return 0;
    }

    private static async Task TableAsync(string title, BenchDatabase database, bool otherNode)
    {
        var servers = new List<BenchProcess>();
        var figures = BenchServer.Variants.ToDictionary(v => v, _ => new List<Figure>());
        using var stop = new CancellationTokenSource();
        try
        {
            foreach (var variant in BenchServer.Variants)
                servers.Add(await BenchProcess.StartAsync(variant, database));
            var other = otherNode ? await BenchProcess.StartAsync("ours", database) : null;
            var trickle = other is null ? Task.CompletedTask : other.TrickleAsync(stop.Token);
            foreach (var server in servers)
                await server.MeasureAsync(Connections, 1);
            for (var round = 0; round < Rounds; round++)
            {
                // Another one begins each round: what a slow one leaves behind must not always meet the same neighbour.
                foreach (var server in servers.Skip(round % servers.Count).Concat(servers.Take(round % servers.Count)))
                    figures[server.Variant].Add(await server.MeasureAsync(Connections, Seconds));
            }

            await stop.CancelAsync();
            await trickle;
            other?.Dispose();
        }
        finally
        {
            servers.ForEach(s => s.Dispose());
        }

        Print(title, figures);
    }

    private static void Print(string title, Dictionary<string, List<Figure>> figures)
    {
        double Of(string variant, Func<Figure, double> figure) => Median(figures[variant].ConvertAll(f => figure(f)));
        // Each round against the anonymous request of the same round: what else the machine did counts on both sides.
        double Ratio(string variant, Func<Figure, double> figure) =>
            Median([.. figures[variant].Zip(figures["anonymous"], (a, b) => figure(a) / figure(b))]);
        Console.WriteLine($"\n{title}: {Connections} connections, {Rounds} rounds of {Seconds} s, medians\n");
        Console.WriteLine("| | requests/s | ratio | CPU µs/request | CPU ratio | bytes/request | beyond anonymous | p50 ms | p99 ms |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var variant in BenchServer.Variants)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {variant} | {Of(variant, f => f.PerSecond):N0} | {Ratio(variant, f => f.PerSecond):F2} | {Of(variant, f => f.CpuMicroseconds):F1} "
                + $"| {Ratio(variant, f => f.CpuMicroseconds):F2} | {Of(variant, f => f.Bytes):N0} | {Of(variant, f => f.Bytes) - Of("anonymous", f => f.Bytes):N0} "
                + $"| {Of(variant, f => f.P50) / 1000:F2} | {Of(variant, f => f.P99) / 1000:F2} |"));
        }
    }

    /// <summary>The middle one.</summary>
    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

/// <summary>What one load of one server gave.</summary>
internal sealed record Figure(double PerSecond, double CpuMicroseconds, double Bytes, double P50, double P99, long Refused);

/// <summary>Where the servers' data is: a file of this run, or a database that exists.</summary>
internal sealed class BenchDatabase(string? postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-bench-").FullName;

    public string Provider => postgres is null ? "Sqlite" : "PostgreSql";

    // As many connections for each server that all of them fit into what PostgreSQL allows by default (100).
    public string ConnectionString =>
        postgres is not null ? $"{postgres};Maximum Pool Size=30" : $"Data Source={System.IO.Path.Combine(_folder, "bench.db")}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>A server process of the benchmark.</summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly Process _process;
    private readonly Uri _address;
    private readonly string _header;

    private BenchProcess(string variant, Process process, Uri address, string header) =>
        (Variant, _process, _address, _header) = (variant, process, address, header);

    public string Variant { get; }

    public Uri Address => _address;

    /// <summary>The value it lets in.</summary>
    public string Header => _header;

    public static async Task<BenchProcess> StartAsync(string variant, BenchDatabase database)
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var address = new Uri($"http://127.0.0.1:{port}");
        var process = Start("serve", variant, database.Provider, database.ConnectionString, address.ToString());
        var header =
            await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{variant} did not start: {await process.StandardError.ReadToEndAsync()}");
        using var client = new HttpClient { BaseAddress = address };
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                await client.GetStringAsync(BenchServer.Stats);
                return new(variant, process, address, header);
            }
            catch (HttpRequestException) when (since.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(50);
            }
        }
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(BenchProcess).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public async Task<Figure> MeasureAsync(int connections, double seconds, string? header = null)
    {
        using var client = new HttpClient { BaseAddress = _address };
        var before = await StatsAsync(client);
        using var load = Start("load", new Uri(_address, BenchServer.Path).ToString(), connections.ToString(CultureInfo.InvariantCulture),
            seconds.ToString(CultureInfo.InvariantCulture), header ?? _header);
        var line = await load.StandardOutput.ReadToEndAsync();
        await load.WaitForExitAsync();
        if (line.Length == 0)
            throw new InvalidOperationException(await load.StandardError.ReadToEndAsync());
        var after = await StatsAsync(client);
        var parts = line.Split(' ').Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var (requests, elapsed) = (parts[0], parts[1]);
        if (parts[4] > 0 && header is null)
            throw new InvalidOperationException($"{Variant}: {parts[4]} of {requests} requests were not answered with 200.");
        return new(
            requests / elapsed,
            (after[1] - before[1]) * 1000 / requests,
            (after[0] - before[0]) / requests,
            parts[2],
            parts[3],
            (long)parts[4]);
    }

    /// <summary>Some requests a second, so that this node holds its lease all the time.</summary>
    public async Task TrickleAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = _address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", _header);
        try
        {
            while (true)
            {
                (await client.GetAsync(BenchServer.Path, ct)).EnsureSuccessStatusCode();
                await Task.Delay(20, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static async Task<double[]> StatsAsync(HttpClient client) =>
        [.. (await client.GetStringAsync(BenchServer.Stats)).Split(' ').Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
}
