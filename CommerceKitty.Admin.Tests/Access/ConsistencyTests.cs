using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CommerceKitty.Admin.Tests.Access;

/// <summary>R12 with real processes: two nodes over one database, clients that hammer both with one key, and a change made beside them.
/// After the change returned, no request that is sent is accepted, anywhere. A short run; <c>.ci/consistency</c> makes a long
/// one.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
public sealed class ConsistencyTests(ConsistencyTests.TwoNodes shared, ITestOutputHelper output) : IClassFixture<ConsistencyTests.TwoNodes>
{
    private const int ClientsOfEachNode = 2;

    /// <summary>Rounds of each way, in the suite.</summary>
    private const int ShortRun = 2;

    /// <summary>Requests that each client must send after the change returned.</summary>
    private const int RequestsAfterwards = 15;

    private readonly TestShop _shop = shared.Shop;
    private readonly IReadOnlyList<ProductNode> _nodes = shared.Nodes;
    private readonly List<double> _returnTimes = [];
    private long _checked;
    private int _rounds;

    private static int Rounds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("COMMERCEKITTY_CONSISTENCY_ROUNDS"), CultureInfo.InvariantCulture, out var rounds)
            ? rounds
            : ShortRun;

    [Fact]
    public async Task TakenAway_HammeredOnBothNodes_NothingIsAcceptedAfterTheReturn_R12()
    {
        var violations = new List<string>();
        for (var i = 0; i < Rounds; i++)
        {
            violations.AddRange(await RunAsync("revoke", (acting, key) => acting.ApiKeys.RevokeAsync(key.Id)));
            violations.AddRange(await RunAsync("disable", (acting, key) => acting.ApiKeys.DisableAsync(key.Id)));
            violations.AddRange(await RunAsync("disable user", (acting, key) => acting.Users.DisableAsync(key.UserId)));
            violations.AddRange(
                await RunAsync("remove permission", (acting, _) => acting.UserGroups.SetPermissionsAsync($"r{shared.Round}-group", [])));
        }

        Report("by the services that pages call");
        violations.Should().BeEmpty();
    }

    [Fact]
    public async Task TakenAway_ByTheApiOfEitherNode_NothingIsAcceptedAfterTheAnswer_R12()
    {
        var admin = await _shop.AddUserWithAsync(
            "admin@example.com",
            Permissions.ApiKeys.View,
            Permissions.ApiKeys.Edit,
            Permissions.ApiKeys.Delete);
        var (_, value) = await _shop.AddKeyAsync(admin);
        var violations = new List<string>();
        for (var i = 0; i < Rounds; i++)
        {
            var node = _nodes[i % _nodes.Count];
            violations.AddRange(
                await RunAsync("revoke by the API", (_, key) => CallAsync(node, value, HttpMethod.Delete, key, body: null)));
            violations.AddRange(
                await RunAsync("disable by the API", (_, key) => CallAsync(node, value, HttpMethod.Patch, key, """{"enabled":false}""")));
        }

        Report("by the API of either node");
        violations.Should().BeEmpty();
    }

    [Fact]
    public async Task TakenAway_OnAPageOfEitherNode_NothingIsAcceptedOnceThePageSaysSo_R12()
    {
        await using var chromium = await Chromium.LaunchAsync();
        var administrators = new List<Visitor>();
        foreach (var node in _nodes)
        {
            // Cookies over http are for localhost alone.
            administrators.Add(await chromium.NewVisitorAsync(new UriBuilder(node.Address) { Host = "localhost" }.Uri));
            await administrators[^1].SignInAsync(shared.Owner.Email!, TestShop.Password);
        }

        (string What, Func<Visitor, ApiKeyRow, Task> Act)[] ways =
            [
                ("disable", DisableKeyAsync),
                ("revoke", RevokeKeyAsync),
                ("disable user", DisableUserAsync),
                ("remove permission", RemovePermissionAsync),
            ];
        var violations = new List<string>();
        foreach (var (round, way) in RoundsOf(ways))
        {
            var administrator = administrators[round % _nodes.Count];
            violations.AddRange(await RunAsync<Done>($"{way.What} on a page", async (_, key) =>
            {
                await way.Act(administrator, key);
                return Done.Value;
            }));
        }

        foreach (var administrator in administrators)
            await administrator.DisposeAsync();
        Report("on a page of either node, the page's loading included");
        violations.Should().BeEmpty();
    }

    /// <summary>The other direction: nothing that was given is refused by a node that has not heard of it yet.</summary>
    [Fact]
    public async Task Made_BesideBothNodes_WorksAtOnceOnEach()
    {
        var user = await _shop.AddUserWithAsync("maker@example.com", Permissions.Orders.ViewAll);
        var clients = _nodes.Select(n => Http.Client(n.Address)).ToList();
        var refused = 0;
        for (var i = 0; i < 10 * Rounds; i++)
        {
            var (_, value) = await _shop.AddKeyAsync(user);
            foreach (var client in clients)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
                using var response = await client.SendAsync(request);
                refused += response.StatusCode == HttpStatusCode.OK ? 0 : 1;
            }
        }

        clients.ForEach(c => c.Dispose());
        Write($"{10 * Rounds} keys made, each used at once on both nodes: {refused} refused");
        refused.Should().Be(0);
    }

    [Fact]
    public async Task TakenAway_AtTheCommandLine_NothingIsAcceptedAfterTheReturn_R12()
    {
        (string What, Func<ApiKeyRow, string[]> Command)[] ways =
        [
            ("revoke", key => ["keys", "revoke", IdOf(key)]),
            ("disable", key => ["keys", "disable", IdOf(key)]),
            ("disable user", key => ["users", "disable", key.UserEmail]),
            ("remove permission", _ => ["groups", "set", $"r{shared.Round}-group", "--permissions", Permissions.Orders.View]),
        ];
        var violations = new List<string>();
        foreach (var (_, way) in RoundsOf(ways))
            violations.AddRange(await RunAsync($"{way.What} at the command line", (_, key) => CommandAsync(way.Command(key))));

        Report("at the command line");
        violations.Should().BeEmpty();

        static string IdOf(ApiKeyRow key) => key.Id.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task TakenAway_WhileTheOtherNodeIsStopped_NothingIsAcceptedWhenItGoesOn_R12()
    {
        var violations = new List<string>();
        for (var i = 0; i < Rounds; i++)
        {
            violations.AddRange(await RunAsync("revoke beside a stopped node", async (acting, key) =>
            {
                _nodes[1].Pause();
                return await acting.ApiKeys.RevokeAsync(key.Id);
            }, afterwards: _nodes[1].Resume));
        }

        Report("while a node was stopped by SIGSTOP");
        violations.Should().BeEmpty();
    }

    [Fact]
    public async Task Expired_HammeredOnBothNodes_NothingIsAcceptedAfterItsEnd_R4()
    {
        var violations = new List<string>();
        for (var i = 0; i < Rounds; i++)
        {
            violations.AddRange(await RunAsync<Done>("expiry", async (_, key) =>
            {
                // The nodes' clock is this machine's.
                var ends = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1);
                await EndAtAsync(key.Id, ends);
                await Until.ThereIsAsync(
                    () => Task.FromResult(TimeProvider.System.GetUtcNow().UtcDateTime >= ends ? "over" : null),
                    "the key's end");
                return Done.Value;
            }));
        }

        Report("by expiry");
        violations.Should().BeEmpty();
    }

    /// <summary>All rounds of all ways, where each takes long: a page to load, a process to start. In the short run one of each.</summary>
    private static IEnumerable<(int Round, T Way)> RoundsOf<T>(T[] ways) =>
        // Not the same way always on the same node.
        Enumerable.Range(0, Rounds > ShortRun ? Rounds : 1).SelectMany(round => ways.Select((way, i) => (round + i, way)));

    private static async Task DisableKeyAsync(Visitor administrator, ApiKeyRow key)
    {
        await administrator.OpenAsync($"/configuration/api-keys?q={Uri.EscapeDataString(key.UserEmail)}");
        var enabled = administrator.Page.GetByRole(AriaRole.Switch);
        // A key press does not wait for that, and the page asks for the viewer's permissions beside the list.
        await Assertions.Expect(enabled).ToBeEnabledAsync();
        await enabled.PressAsync("Space");
        await Assertions.Expect(administrator.Page.GetByText("Its next request is rejected.")).ToBeVisibleAsync();
    }

    private static async Task RevokeKeyAsync(Visitor administrator, ApiKeyRow key)
    {
        await administrator.OpenAsync($"/configuration/api-keys?q={Uri.EscapeDataString(key.UserEmail)}");
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {key.Name}", Exact = true }).ClickAsync();
        await administrator.Page.GetByText("Revoke…").ClickAsync();
        var dialog = administrator.Page.GetByRole(AriaRole.Dialog);
        // It is being used.
        await dialog.GetByLabel("Type the key's name to confirm").FillAsync(key.Name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
    }

    private static async Task DisableUserAsync(Visitor administrator, ApiKeyRow key)
    {
        await administrator.OpenAsync($"/configuration/users?q={Uri.EscapeDataString(key.UserEmail)}");
        await administrator.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Actions for ") }).ClickAsync();
        await administrator.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable…" }).ClickAsync();
        var dialog = administrator.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable user" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
    }

    private static async Task RemovePermissionAsync(Visitor administrator, ApiKeyRow key)
    {
        var group = key.UserEmail.Split('@')[0] + "-group";
        await administrator.OpenAsync($"/configuration/user-groups/{group}");
        await administrator.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Orders: View all", Exact = true }).UncheckAsync();
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(administrator.Page.GetByText($"{group} saved.").First).ToBeVisibleAsync();
    }

    private async Task<IEnumerable<string>> RunAsync<T>(
        string what, Func<Acting, ApiKeyRow, Task<Result<T>>> change, Action? afterwards = null)
    {
        var user = await _shop.AddUserWithAsync($"r{++shared.Round}@example.com", Permissions.Orders.ViewAll);
        var (key, value) = await _shop.AddKeyAsync(user);
        _rounds++;
        var sent = new ConcurrentQueue<(long At, HttpStatusCode Status)>();
        using var stop = new CancellationTokenSource();
        var accepted = new CountdownEvent(_nodes.Count * ClientsOfEachNode);
        var returned = long.MaxValue;
        var clients = _nodes.SelectMany(n => Enumerable.Range(0, ClientsOfEachNode).Select(_ => HammerAsync(n))).ToList();
        await Until.ThereIsAsync(() => Task.FromResult(accepted.IsSet ? "all" : null), "every client to be accepted");

        await using (var acting = _shop.AsCommandLine())
        {
            var begun = Stopwatch.GetTimestamp();
            (await change(acting, key)).Error.Should().BeNull();
            Volatile.Write(ref returned, Stopwatch.GetTimestamp());
            _returnTimes.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        afterwards?.Invoke();
        await Task.WhenAll(clients);
        var after = sent.Where(s => s.At > returned).ToList();
        _checked += sent.Count;
        after.Should().HaveCountGreaterThanOrEqualTo(clients.Count * RequestsAfterwards, "otherwise nothing was proven");
        after
            .Should()
            .OnlyContain(
                s => s.Status == HttpStatusCode.OK || s.Status == HttpStatusCode.Unauthorized || s.Status == HttpStatusCode.Forbidden,
                what);
        return after.Where(s => s.Status == HttpStatusCode.OK)
            .Select(s => $"{what}: accepted {Stopwatch.GetElapsedTime(returned, s.At).TotalMilliseconds:F1} ms after the return");

        async Task HammerAsync(ProductNode node)
        {
            using var client = Http.Client(node.Address);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", value);
            var wasAccepted = false;
            for (var afterReturn = 0; afterReturn < RequestsAfterwards;)
            {
                var at = Stopwatch.GetTimestamp();
                using var response = await client.GetAsync("/api/v1/orders?limit=1");
                sent.Enqueue((at, response.StatusCode));
                if (at > Volatile.Read(ref returned))
                    afterReturn++;
                if (!wasAccepted && response.StatusCode == HttpStatusCode.OK)
                {
                    wasAccepted = true;
                    accepted.Signal();
                }
            }
        }
    }

    private static async Task<Result<Done>> CallAsync(ProductNode node, string value, HttpMethod method, ApiKeyRow key, string? body)
    {
        using var client = Http.Client(node.Address);
        using var request = new HttpRequestMessage(method, $"/api/v1/api-keys/{key.Id}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return Done.Value;
    }

    private async Task<Result<Done>> CommandAsync(params string[] arguments)
    {
        var (exitCode, _, error) = await ProductProcess.RunAsync(TestDatabase.Provider, _shop.ConnectionString, arguments);
        exitCode.Should().Be(0, error);
        return Done.Value;
    }

    /// <summary>No service gives a key an end within a second. As any change that takes away, it returns when every node knows.</summary>
    private Task EndAtAsync(int keyId, DateTime ends) =>
        _shop
            .Services.GetRequiredService<UnitOfWork>()
            .RunAsync<Done>(
                Actor.System,
                async work =>
    {
        var key = await work.Db.ApiKeys.SingleAsync(k => k.Id == keyId);
        work.Db.Entry(key).Property(k => k.ExpiresAt).CurrentValue = ends;
        return Done.Value;
    });

    private void Report(string how)
    {
        var times = _returnTimes.Order().ToList();
        var line = $"{how}: {_rounds} rounds, {_checked} requests checked; the call itself took "
            + $"{times[times.Count / 2]:F0} ms (median), {times[(int)Math.Ceiling(times.Count * 0.99) - 1]:F0} ms (p99)";
        Write(line);
    }

    private void Write(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("COMMERCEKITTY_CONSISTENCY_REPORT") is { Length: > 0 } file)
            File.AppendAllText(file, $"{TestDatabase.Provider}, {line}\n");
    }

    /// <summary>Two server processes over one database, for all tests: starting them takes longer than most rounds.</summary>
    public sealed class TwoNodes : IAsyncLifetime
    {
        public TestShop Shop { get; } = new(configure: services => services.AddSingleton(LeaseTerms.Standard));

        public List<ProductNode> Nodes { get; } = [];

        /// <summary>May do everything.</summary>
        public User Owner { get; private set; } = null!;

        /// <summary>Of all tests: each round has a user and a key of its own.</summary>
        public int Round { get; set; }

        public async ValueTask InitializeAsync()
        {
            Owner = await Shop.AddOwnerAsync();
            for (var i = 0; i < 2; i++)
                Nodes.Add(await ProductNode.StartAsync(TestDatabase.Provider, Shop.ConnectionString));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in Nodes)
                await node.DisposeAsync();
            await Shop.DisposeAsync();
        }
    }
}
