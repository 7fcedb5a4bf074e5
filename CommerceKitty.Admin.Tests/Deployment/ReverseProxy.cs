using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Deployment;

/// <summary>Caddy in front of nodes, with the very Caddyfile of <c>compose.yaml</c>; only addresses and ports are this machine's.</summary>
public sealed class ReverseProxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ReverseProxy(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where Caddy is; null where there is none. <c>test.sh</c> gets it.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable("CADDY_PATH")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "caddy")).FirstOrDefault(File.Exists);

    /// <summary>What people open.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<ReverseProxy> StartAsync(IReadOnlyList<ProductNode> nodes)
    {
        var (http, https) = (ProductNode.FreePort(), ProductNode.FreePort());
        var folder = Directory.CreateTempSubdirectory("commercekitty-proxy-").FullName;
        var file = Path.Combine(folder, "Caddyfile");
        var site = nodes.Select((node, i) => (Name: $"node{i + 1}:8080", node.Address.Authority))
            .Aggregate(Caddyfile(), (text, node) => text.Replace(node.Name, node.Authority, StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, $$"""
            {
              admin off
              skip_install_trust
              http_port {{http}}
              https_port {{https}}
              storage file_system {{folder}}
            }
            {{site}}
            """);
        var process = Tool.Start(
            Program!,
            folder,
            new Dictionary<string, string> { ["PUBLIC_HOST"] = "localhost" },
            "run",
            "--config",
            file,
            "--adapter",
            "caddyfile");
        var said = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data);
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var proxy = new ReverseProxy(process, folder, new Uri($"https://localhost:{https}/"));
        using var client = proxy.Client();
        await Until.ThereIsAsync(async () =>
        {
            if (process.HasExited)
                throw new InvalidOperationException(string.Join('\n', said));
            try
            {
                return (await client.GetAsync("/api/v1/me")).StatusCode == System.Net.HttpStatusCode.Unauthorized ? "up" : null;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }, "the proxy to answer");
        return proxy;
    }

    /// <summary>A caller from this address, which is another than the proxy's.</summary>
    public HttpClient Client(string from = "127.0.0.2")
    {
        var handler = new SocketsHttpHandler
        {
            // A certificate of Caddy's own making.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(from).MapToIPv6(), 0));
                await socket.ConnectAsync(System.Net.IPAddress.Loopback.MapToIPv6(), context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return Http.Client(Address, handler);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The text in <c>compose.yaml</c>, as Compose gives it to the container.</summary>
    private static string Caddyfile()
    {
        var lines = File.ReadLines(Path.Combine(RepositoryRoot.Path, "compose.yaml")).SkipWhile(l => l != "  caddyfile:").Skip(2);
        return string.Join('\n', lines.TakeWhile(l => l.StartsWith("      ", StringComparison.Ordinal)))
            .Replace("$$", "$", StringComparison.Ordinal);
    }
}
