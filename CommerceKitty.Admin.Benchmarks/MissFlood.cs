using System.Diagnostics;
using System.Net;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>Random well-formed keys at 2,000 a second beside good ones: what they cost the good ones (design §4).</summary>
internal static class MissFlood
{
    private const int PerSecond = 2_000;
    private const int Rounds = 5;

    /// <summary>Prints the p99 of good keys without and with the flood, in turns.</summary>
    public static async Task<int> RunAsync(string? postgres)
    {
        using var database = new BenchDatabase(postgres);
        using var server = await BenchProcess.StartAsync("ours", database);
        await server.MeasureAsync(16, 1);
        var (calm, flooded, sent) = (new List<Figure>(), new List<Figure>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            calm.Add(await server.MeasureAsync(16, 2));
            using var stop = new CancellationTokenSource();
            var flood = FloodAsync(server.Address, stop.Token);
            flooded.Add(await server.MeasureAsync(16, 2));
            await stop.CancelAsync();
            sent += await flood;
        }

        double P99(List<Figure> figures) => Comparison.Median(figures.ConvertAll(f => f.P99)) / 1000;
        Console.WriteLine(
            $"Good keys' p99: {P99(calm):F2} ms alone, {P99(flooded):F2} ms beside unknown keys ({sent / (Rounds * 2.0):N0} a second): "
            + $"{P99(flooded) / P99(calm):F2} times");
        return 0;
    }

    private static async Task<long> FloodAsync(Uri address, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
        var begun = Stopwatch.GetTimestamp();
        var (sent, pending) = (0L, new List<Task>());
        while (!stop.IsCancellationRequested)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * PerSecond); sent < due; sent++)
                pending.Add(SendAsync());
            await Task.Delay(1, CancellationToken.None);
            pending.RemoveAll(p => p.IsCompleted);
        }

        await Task.WhenAll(pending);
        return sent;

        async Task SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, BenchServer.Path);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + ApiKeyToken.Create());
            using var response = await client.SendAsync(request, CancellationToken.None);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
                throw new InvalidOperationException($"An unknown key was answered with {response.StatusCode}.");
        }
    }
}
