using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>A client as cheap as can be: keep-alive sockets that send the same bytes again and again, in a process of its own.</summary>
internal static class LoadGenerator
{
    /// <summary>Loads the address and prints: requests, seconds, p50 and p99 in microseconds, and how many were not answered with
    /// 200.</summary>
    public static async Task<int> RunAsync(Uri url, int connections, double seconds, string header)
    {
        var request = Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nUser-Agent: bench\r\n"
            + (header == "-" ? string.Empty : $"Authorization: {header}\r\n") + "\r\n");
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var begun = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => LoopAsync(url, request, end))));
        var elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var times = results.SelectMany(r => r.Times).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times.Length} {elapsed} {times[times.Length / 2]} {times[(int)(times.Length * 0.99)]} {results.Sum(r => r.Refused)}"));
        return 0;
    }

    private static async Task<(List<double> Times, int Refused)> LoopAsync(Uri url, byte[] request, long end)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(url.Host, url.Port);
        var buffer = new byte[16 * 1024];
        var (times, refused) = (new List<double>(100_000), 0);
        while (Stopwatch.GetTimestamp() < end)
        {
            var begun = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            var received = 0;
            do
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(received));
                if (read == 0)
                    throw new IOException("The server closed the connection.");
                received += read;
            }
            while (!IsWhole(buffer.AsSpan(0, received)));

            times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            if (!buffer.AsSpan(9, 3).SequenceEqual("200"u8))
                refused++;
        }

        return (times, refused);
    }

    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var headers = response.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
            return false;
        var length = response.IndexOf("Content-Length: "u8);
        return length < 0
            ? response.EndsWith("0\r\n\r\n"u8)
            : System.Buffers.Text.Utf8Parser.TryParse(response[(length + 16)..], out int body, out _)
                && response.Length >= headers + 4 + body;
    }
}
