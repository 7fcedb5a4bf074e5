using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;

namespace CommerceKitty.Admin.Tests.Deployment;

/// <summary>What a first visit to the published program costs on a slow line.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
[Trait("Database", "Sqlite")]
public sealed partial class WeightTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Goal = 230 * 1024;

    private readonly NoDatabase _place = new();
    private ProductNode _node = null!;
    private string _password = string.Empty;

    public async ValueTask InitializeAsync()
    {
        var program = await PublishedProgram.PathAsync();
        await CommandAsync("migrate");
        var added = await CommandAsync(
            "users", "add", "--email", "owner@example.com", "--first-name", "Olivia", "--group", "admin", "--kind", "person");
        _password = InitialPassword().Match(added).Groups["password"].Value;
        await CommandAsync("keys", "add", "--user", "owner@example.com", "--name", "Nightly inventory sync");
        _node = await ProductNode.StartPublishedAsync(program, TestDatabase.Provider, _place.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Get_EveryFileOfAPage_IsCompressedAndKeptForAYear()
    {
        using var client = Http.Client(_node.Address);
        var page = await client.GetStringAsync("/account/sign-in");
        var files = FileLinks().Matches(page).Select(m => m.Groups["path"].Value).ToList();
        files.Should().HaveCountGreaterThan(3).And.Contain(f => f.Contains("MudBlazor.min", StringComparison.Ordinal));

        foreach (var file in files)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/" + file);
            request.Headers.Add("Accept-Encoding", "gzip, deflate, br, zstd");
            using var answer = await client.SendAsync(request);

            answer.StatusCode.Should().Be(HttpStatusCode.OK, file);
            answer.Content.Headers.ContentEncoding.Should().Equal(["br"], file);
            answer.Headers.CacheControl!.ToString().Should().Contain("max-age=31536000").And.Contain("immutable", file);
        }
    }

    /// <summary>400 kbit/s with 400 ms of latency. The time until the page answers is printed and not asserted.</summary>
    [Fact]
    public async Task ApiKeys_EmptyCacheOnASlowLine_StaysWithinItsWeight()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var visitor = await chromium.NewVisitorAsync(_node.Address, width: 1360, height: 860, dark: false);
        await visitor.SignInAsync("owner@example.com", _password);
        var devTools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        var addresses = new ConcurrentDictionary<string, string>();
        var sizes = new ConcurrentQueue<(long Size, string What)>();
        devTools.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
            addresses[e!.Value.GetProperty("requestId").GetString()!] = e.Value.GetProperty("request").GetProperty("url").GetString()!;
        devTools.Event("Network.loadingFinished").OnEvent += (_, e) => sizes.Enqueue((
            (long)e!.Value.GetProperty("encodedDataLength").GetDouble(),
            addresses.GetValueOrDefault(e.Value.GetProperty("requestId").GetString()!, "?")));
        // The browser tells a frame's content; on the line it is compressed, one after the other (RFC 7692).
        using var line = new MemoryStream();
        await using var deflate = new DeflateStream(line, CompressionLevel.Fastest);
        var compressed = false;
        devTools.Event("Network.webSocketHandshakeResponseReceived").OnEvent += (_, e) =>
            compressed = e!.Value.GetProperty("response").GetProperty("headersText").GetString()!
                .Contains("permessage-deflate", StringComparison.OrdinalIgnoreCase);
        devTools.Event("Network.webSocketFrameReceived").OnEvent += (_, e) =>
        {
            var content = ContentOf(e!.Value.GetProperty("response"));
            var before = line.Length;
            deflate.Write(content);
            deflate.Flush();
            sizes.Enqueue((compressed ? line.Length - before : content.Length, "WebSocket"));
        };
        // An empty cache has no fonts either: without the cookie they come after what makes the page work.
        await visitor.Page.Context.ClearCookiesAsync(new() { Name = "fonts" });
        await visitor.Page.GotoAsync("about:blank");
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.clearBrowserCache");
        await devTools.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false,
            ["latency"] = 400,
            ["downloadThroughput"] = 400_000 / 8,
            ["uploadThroughput"] = 400_000 / 8,
        });

        var watch = Stopwatch.StartNew();
        await visitor.Page.GotoAsync("/configuration/api-keys", new() { WaitUntil = WaitUntilState.Commit });
        await visitor.AnswersAsync();
        Print("the page answers");
        await visitor.ReadyAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Print("everything is there");

        var bytes = sizes.Sum(s => s.Size);
        bytes.Should().BeInRange(100 * 1024, Goal, "less would mean that something was not counted");

        void Print(string what)
        {
            output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s until {what}, {sizes.Sum(s => s.Size) / 1024} KB:");
            foreach (var part in sizes.GroupBy(s => s.What).Select(g => (Size: g.Sum(s => s.Size), g.Key)).OrderByDescending(p => p.Size))
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Size / 1024.0,7:0.0} KB {part.Key}"));
        }
    }

    private static byte[] ContentOf(JsonElement frame)
    {
        var data = frame.GetProperty("payloadData").GetString()!;
        // Frames with opcode 2 are Base64.
        return frame.GetProperty("opcode").GetDouble() == 2 ? Convert.FromBase64String(data) : Encoding.UTF8.GetBytes(data);
    }

    private async Task<string> CommandAsync(params string[] arguments)
    {
        var (exitCode, text, error) = await ProductProcess.RunAsync(TestDatabase.Provider, _place.ConnectionString, arguments);
        exitCode.Should().Be(0, error);
        return text + error;
    }

    [GeneratedRegex("(?:href|src)=\"(?<path>[^\"]+\\.[a-z0-9]{10}\\.(?:css|js))\"", RegexOptions.ExplicitCapture)]
    private static partial Regex FileLinks();

    [GeneratedRegex(@"^Initial password: (?<password>\S+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex InitialPassword();
}
