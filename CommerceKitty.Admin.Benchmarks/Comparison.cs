using System.Globalization;

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
                $"| {variant} | {Of(variant, f => f.PerSecond):N0} | {Ratio(variant, f => f.PerSecond):F2} "
                + $"| {Of(variant, f => f.CpuMicroseconds):F1} | {Ratio(variant, f => f.CpuMicroseconds):F2} "
                + $"| {Of(variant, f => f.Bytes):N0} | {Of(variant, f => f.Bytes) - Of("anonymous", f => f.Bytes):N0} "
                + $"| {Of(variant, f => f.P50) / 1000:F2} | {Of(variant, f => f.P99) / 1000:F2} |"));
        }
    }

    /// <summary>The middle one.</summary>
    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
