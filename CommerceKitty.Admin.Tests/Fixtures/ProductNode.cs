using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The product's web server as a process of its own: a node among others over one database.</summary>
public sealed class ProductNode : IAsyncDisposable
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;

    private ProductNode(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="provider">Of its database.</param>
    /// <param name="connectionString">Where that is.</param>
    /// <param name="settings">More of its settings, like <c>--AllowedHosts=localhost</c>.</param>
    public static Task<ProductNode> StartAsync(string provider, string connectionString, params string[] settings) =>
        StartAtAsync(new Uri($"http://127.0.0.1:{FreePort()}/"), provider, connectionString, settings);

    /// <summary>The same at an address of the caller's, for a node that is started again.</summary>
    public static Task<ProductNode> StartAtAsync(Uri address, string provider, string connectionString, params string[] settings) =>
        // Only Development has the pages' files without being published.
        StartAsync(program: null, address, provider, connectionString,
            [$"--environment={(ProductProcess.IsPublished ? "Production" : "Development")}", .. settings]);

    /// <summary>Starts the published program, in Production.</summary>
    public static Task<ProductNode> StartPublishedAsync(string program, string provider, string connectionString) =>
        StartAsync(program, new Uri($"http://127.0.0.1:{FreePort()}/"), provider, connectionString, []);

    private static async Task<ProductNode> StartAsync(
        string? program, Uri address, string provider, string connectionString, string[] settings)
    {
        var process = ProductProcess.Start(provider, connectionString,
        [
            $"--urls={address}", "--Announce=false", "--Setup:Page=false",
            "--Demo:Seed=false",
            "--RateLimits:RequestsPerMinute=10000000", "--RateLimits:RefusalsPerMinute=10000000", "--Logging:LogLevel:Default=Warning",
            .. settings,
        ], program);
        // Nobody reads what it says; a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var node = new ProductNode(process, address);
        using var client = Http.Client(address);
        await Until.ThereIsAsync(async () =>
        {
            try
            {
                return (await client.GetAsync("/api/v1/me")).StatusCode == HttpStatusCode.Unauthorized ? "up" : null;
            }
            // A connection that ends while it is made is told by either.
            catch (Exception exception) when (exception is HttpRequestException or SocketException && !process.HasExited)
            {
                return null;
            }
        }, "a node to answer");
        return node;
    }

    /// <summary>Stops the whole process in the middle of whatever it does (SIGSTOP).</summary>
    public void Pause() => Signal(SigStop);

    /// <summary>Lets it go on as if no time had passed (SIGCONT).</summary>
    public void Resume() => Signal(SigCont);

    /// <summary>Ends it in the middle of whatever it does (SIGKILL).</summary>
    public async Task KillAsync()
    {
        Signal(SigCont);
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    /// <summary>A port that nobody uses at this moment.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Signal(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} could not be sent: error {Marshal.GetLastPInvokeError()}.");
    }

#pragma warning disable SYSLIB1054 // A source-generated import needs unsafe code in this project.
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
#pragma warning restore SYSLIB1054
}
