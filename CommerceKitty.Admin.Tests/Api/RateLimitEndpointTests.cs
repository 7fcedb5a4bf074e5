using System.Net;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Limits of requests over HTTP (design §5).</summary>
[Trait("Needs", "Server")]
public sealed class RateLimitEndpointTests : IAsyncDisposable
{
    // One more each minute: no test is so slow that it is there before it is asked for.
    private readonly ShopServer _server = new(
        ("RateLimits:RequestsPerMinute", "1"),
        ("RateLimits:Burst", "4"),
        ("RateLimits:RefusalsPerMinute", "7"))
    {
        IsRepeating = false,
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_EveryAuthenticatedAnswer_SaysWhatIsLeft_Then429()
    {
        var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        await using var db = _server.Shop.OpenDatabase();

        (await LeftAsync(client, "/me", HttpStatusCode.OK)).Should().Be("\"default\";r=3;t=60");
        (await LeftAsync(client, "/products", HttpStatusCode.Forbidden)).Should().Be("\"default\";r=2;t=120");
        (await LeftAsync(client, "/nowhere", HttpStatusCode.NotFound)).Should().Be("\"default\";r=1;t=180");
        await db.Database.ExecuteSqlRawAsync("alter table \"Orders\" rename to \"Away\"");
        (await LeftAsync(client, "/orders", HttpStatusCode.ServiceUnavailable)).Should().Be("\"default\";r=0;t=240");
        (await LeftAsync(client, "/me", HttpStatusCode.TooManyRequests)).Should().Be("\"default\";r=0;t=240");

        var refused = await client.SendAsync("GET", "/me");
        (await refused.OutcomeAsync()).Should().Be("429 too-many-requests");
        refused.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
        refused.Headers.CacheControl!.NoStore.Should().BeTrue();
        refused.Headers.Contains("X-Request-Id").Should().BeTrue();
    }

    [Fact]
    public async Task Get_EachKeyByItself_AndStrangersStopNobodysKey()
    {
        var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        using var stranger = _server.Client("kitty_nobody");
        var outcomes = new List<string>();
        for (var i = 0; i < 4; i++)
            outcomes.Add(await (await stranger.SendAsync("GET", "/me")).OutcomeAsync());

        outcomes.Should().Equal("401 invalid-token", "401 invalid-token", "429 too-many-requests", "429 too-many-requests");
        (await client.SendAsync("GET", "/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        var user = await _server.Shop.AddUserWithAsync("other@example.com", Permissions.Orders.ViewAll);
        using var other = _server.Client((await _server.Shop.AddKeyAsync(user)).Value);
        (await LeftAsync(other, "/me", HttpStatusCode.OK)).Should().Be("\"default\";r=3;t=60");
        (await stranger.SendAsync("GET", "/me")).Headers.Contains("RateLimit").Should().BeFalse();
    }

    /// <summary>What comes too often is refused before its body is looked at.</summary>
    [Theory]
    [InlineData("application/x-www-form-urlencoded", "access_token=x")]
    [InlineData("application/json; charset=nonsense", "{}")]
    public async Task Post_TooOften_IsRefusedWithoutALookAtTheBody(string mediaType, string text)
    {
        var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        for (var i = 0; i < 4; i++)
            await client.SendAsync("GET", "/me");
        using var body = new StringContent(text);
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(mediaType);

        (await (await client.PostAsync("/api/v1/me/rotation", body)).OutcomeAsync()).Should().Be("429 too-many-requests");
    }

    [Fact]
    public async Task Expires_LastFourteenDays_IsInEveryAnswerToTheKey()
    {
        var user = await _server.Shop.AddUserWithAsync("ends@example.com", Permissions.Orders.ViewAll);
        await using var acting = _server.Shop.AsCommandLine();
        // The server's clock is the system's.
        var now = DateTime.UtcNow;
        var later = await KeyAsync(KeyEnd.On(now.AddDays(15)));
        var soon = await KeyAsync(KeyEnd.On(now.AddDays(13)));
        var never = await KeyAsync(KeyEnd.Never("A till"));

        (await ExpiresAsync(later, "/me")).Should().BeNull();
        (await ExpiresAsync(never, "/me")).Should().BeNull();
        var expected = now.AddDays(13).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        (await ExpiresAsync(soon, "/me")).Should().Be(expected);
        (await ExpiresAsync(soon, "/users")).Should().Be(expected, "also where a permission is missing");
        (await ExpiresAsync(soon, "/nowhere")).Should().Be(expected, "also where nothing is");
        (await ExpiresAsync("kitty_unknown", "/me")).Should().BeNull("a caller without a key learns nothing (R9)");

        async Task<string> KeyAsync(KeyEnd end) =>
            (await acting.ApiKeys.CreateAsync(new("Ends", user.Id, end))).Value!.Secret.Reveal();

        async Task<string?> ExpiresAsync(string key, string path)
        {
            using var client = _server.Client(key);
            var answer = await client.SendAsync("GET", path);
            return answer.Headers.TryGetValues("Commerce-Kitty-Key-Expires", out var values) ? values.Single() : null;
        }
    }

    [Fact]
    public async Task Limit_OfAKey_GovernsItsNextRequest_R3()
    {
        var client = await _server.ClientAsync(Permissions.Orders.ViewAll, Permissions.ApiKeys.View, Permissions.ApiKeys.ViewAll);
        await using var commandLine = _server.Shop.AsCommandLine();
        var id = (await (await client.SendAsync("GET", "/me")).JsonAsync()).GetProperty("key").GetProperty("id").GetInt32();

        (await commandLine.ApiKeys.LimitAsync(id, 6_000)).Error.Should().BeNull();
        var response = await client.SendAsync("GET", $"/api-keys/{id}");

        response.Headers.GetValues("RateLimit-Policy").Should().Equal("\"default\";q=1000;w=10");
        (await response.JsonAsync()).GetProperty("requestsPerMinute").GetInt32().Should().Be(6_000);
        (await commandLine.ApiKeys.LimitAsync(id, null)).Value!.RequestsPerMinute.Should().BeNull();
        (await client.SendAsync("GET", "/me")).Headers.GetValues("RateLimit-Policy").Should().Equal("\"default\";q=4;w=240");
        (await _server.Shop.AuditAsync())
            .Where(a => a.Action == AuditActions.ApiKeyLimited)
            .Select(a => (a.Before, a.After))
            .Should()
            .Equal(
            ("""{"requestsPerMinute":null}""", """{"requestsPerMinute":6000}"""),
            ("""{"requestsPerMinute":6000}""", """{"requestsPerMinute":null}"""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public async Task Limit_OutOfRange_IsInvalid(int limit)
    {
        var (key, _) = await _server.Shop.AddKeyAsync(await _server.Shop.AddUserWithAsync("a@example.com", Permissions.Orders.View));
        await using var acting = _server.Shop.AsCommandLine();

        (await acting.ApiKeys.LimitAsync(key.Id, limit)).Error!.Fields.Keys.Should().Equal("requestsPerMinute");
    }

    [Fact]
    public async Task Limit_WhoMaySetIt_R6_R7()
    {
        var shop = _server.Shop;
        var user = await shop.AddUserWithAsync("a@example.com", Permissions.Orders.View);
        var (key, _) = await shop.AddKeyAsync(user);
        var editor = await shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit);
        var equal = await shop.AddUserWithAsync("equal@example.com", Permissions.ApiKeys.Edit, Permissions.Orders.View);

        (await LimitAsync(shop.As(user), 60)).Should().Be("permission-missing");
        (await LimitAsync(shop.As(editor), 60)).Should().Be("done", "the usual limit here is 6000: it takes some away");
        (await LimitAsync(shop.As(editor), 61)).Should().Be("more-than-held");
        (await LimitAsync(shop.As(editor), null)).Should().Be("more-than-held");
        (await LimitAsync(await shop.ByKeyOfAsync(equal), 59)).Should().Be("done");
        (await LimitAsync(await shop.ByKeyOfAsync(equal), 60)).Should().Be("key-cannot-grant");
        (await LimitAsync(shop.As(equal), 60)).Should().Be("done");
        (await LimitAsync(shop.As(equal), null)).Should().Be("done");

        async Task<string> LimitAsync(Acting acting, int? limit)
        {
            await using (acting)
                return (await acting.Get<ApiKeyService>().LimitAsync(key.Id, limit)).Error?.Code ?? "done";
        }
    }

    private static async Task<string> LeftAsync(HttpClient client, string path, HttpStatusCode status)
    {
        var response = await client.SendAsync("GET", path);
        response.StatusCode.Should().Be(status);
        response.Headers.GetValues("RateLimit-Policy").Should().Equal("\"default\";q=4;w=240");
        return response.Headers.GetValues("RateLimit").Single();
    }
}
