using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommerceKitty.Admin.Benchmarks;

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

    /// <summary>The value it accepts.</summary>
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
