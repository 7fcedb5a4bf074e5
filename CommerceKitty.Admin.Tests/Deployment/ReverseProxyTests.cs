using System.Net;
using System.Net.Http.Headers;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Deployment;

/// <summary>The deployment of <c>compose.yaml</c> without its containers: two nodes as processes behind Caddy with the Caddyfile from
/// there.
/// <c>.ci/deployment</c> runs it on the published program.</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
public sealed class ReverseProxyTests
{
    private const int Calls = 20;

    [Fact]
    public async Task TwoNodesBehindTheProxy_PagesStickKeysWorkOnBothAndOneNodeMayDie()
    {
        Assert.SkipUnless(ReverseProxy.Program is not null, "There is no Caddy on this machine, and test.sh could not get it.");
        await using var shop = new TestShop(configure: services => services.AddSingleton(LeaseTerms.Standard));
        var owner = await shop.AddOwnerAsync();
        var user = await shop.AddUserWithAsync("sync@example.com", Permissions.Orders.ViewAll);
        var (key, value) = await shop.AddKeyAsync(user, "Nightly sync");
        var (_, other) = await shop.AddKeyAsync(user, "Hourly sync");
        var order = new CommerceKitty.Admin.Tests.Builders.OrderBuilder().WithLine(1, 5).Build();
        order.Notes = new string('x', 2_000);
        await shop.AddAsync(order);
        var (_, editor) = await shop.AddKeyAsync(
            await shop.AddUserWithAsync("editor@example.com", Permissions.Orders.View, Permissions.Orders.Edit), "Editor");
        string[] settings = ["--Proxy:KnownProxies=127.0.0.1,::1", "--AllowedHosts=localhost;127.0.0.1"];
        await using var first = await ProductNode.StartAsync(TestDatabase.Provider, shop.ConnectionString, settings);
        await using var second = await ProductNode.StartAsync(TestDatabase.Provider, shop.ConnectionString, settings);
        await using var proxy = await ReverseProxy.StartAsync([first, second]);
        using var client = proxy.Client(from: "127.0.0.2");

        (await CallAsync(client, value)).Should().OnlyContain(s => s == HttpStatusCode.OK);

        await CheckTagsAsync(client, editor, order.Id);

        // Pages: over HTTPS, by a WebSocket, always at the same node.
        await using var chromium = await Chromium.LaunchAsync();
        await using var visitor = await chromium.NewVisitorAsync(proxy.Address);
        await visitor.SignInAsync(owner.Email!, TestShop.Password);
        var cookies = await visitor.Page.Context.CookiesAsync();
        cookies
            .Should()
            .ContainSingle(c => c.Name.EndsWith("CommerceKitty.Session", StringComparison.Ordinal))
            .Which.Secure.Should()
            .BeTrue("the proxy says that it is HTTPS");
        cookies.Should().Contain(c => c.Name == "lb", "pages stick to a node");
        await visitor.OpenAsync("/configuration/api-keys?q=Nightly");
        var enabled = visitor.Page.GetByRole(AriaRole.Switch);
        await Expect(enabled).ToBeEnabledAsync();
        await enabled.PressAsync("Space");
        await Expect(visitor.Page.GetByText("Its next request is rejected.")).ToBeVisibleAsync();
        (await CallAsync(client, value)).Should().OnlyContain(s => s == HttpStatusCode.Unauthorized, "R12 holds on whichever node answers");

        // Both nodes answered, and the caller is the caller and not the proxy.
        await Until.ThereIsAsync(async () =>
        {
            await using var db = shop.OpenDatabase();
            return await db.ApiKeyUsages.Where(u => u.ApiKeyId == key.Id).Select(u => u.Node).Distinct().CountAsync() == 2 ? "both" : null;
        }, "both nodes to have saved what they counted");
        await using (var db = shop.OpenDatabase())
            (await db.ApiKeyLastUses.SingleAsync(u => u.ApiKeyId == key.Id)).Address.Should().Be("127.0.0.2");

        // One dies in the middle of it.
        await first.KillAsync();
        (await CallAsync(client, other)).Should().OnlyContain(s => s == HttpStatusCode.OK, "the other one answers");
        await visitor.OpenAsync("/configuration/users");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Users");
    }

    /// <summary>A client that takes compressed answers gets the tag as the node gave it, and can change what it read.</summary>
    private static async Task CheckTagsAsync(HttpClient client, string key, int orderId)
    {
        HttpRequestMessage Request(HttpMethod method)
        {
            var request = new HttpRequestMessage(method, $"/api/v1/orders/{orderId}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, zstd, br");
            return request;
        }

        using var read = await client.SendAsync(Request(HttpMethod.Get));
        var tag = read.Headers.ETag!.ToString();
        tag.Should().MatchRegex("^\"0\\.[0-9a-f]{12}\"$");
        read.Content.Headers.ContentEncoding.Should().BeEmpty();
        var change = Request(HttpMethod.Patch);
        change.Headers.TryAddWithoutValidation("If-Match", tag);
        change.Content = new StringContent("""{"notes":"Changed"}""", System.Text.Encoding.UTF8, "application/json");
        (await client.SendAsync(change)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task<List<HttpStatusCode>> CallAsync(HttpClient client, string value)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < Calls; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders?limit=1");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
            using var response = await client.SendAsync(request);
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }
}
