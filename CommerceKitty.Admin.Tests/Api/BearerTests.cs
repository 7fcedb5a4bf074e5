using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The bearer table of design §5 (RFC 6750, RFC 9110) through the real pipeline on Kestrel.</summary>
[Trait("Needs", "Server")]
public sealed partial class BearerTests(BearerTests.Shop shop) : IClassFixture<BearerTests.Shop>
{
    private const string NoError = "Bearer realm=\"commerce-kitty\"";
    private const string InvalidToken = "Bearer realm=\"commerce-kitty\", error=\"invalid_token\"";
    private const string InvalidRequest = "Bearer realm=\"commerce-kitty\", error=\"invalid_request\"";

    /// <summary>Header lines with KEY for a good key, the status and the challenge they get.</summary>
    public static TheoryData<string, string[], int, string?> Table => new()
    {
        { "/api/v1/me", ["Authorization: Bearer KEY"], 200, null },
        { "/api/v1/me", ["authorization: Bearer KEY"], 200, null },
        { "/api/v1/me", ["Authorization: bearer KEY"], 200, null },
        { "/api/v1/me", ["Authorization: BEARER KEY"], 200, null },
        { "/api/v1/me", ["Authorization: Bearer   KEY"], 200, null },
        { "/api/v1/me", ["Authorization: Bearer KEY   "], 200, null },
        { "/api/v1/me", ["Authorization:Bearer KEY"], 200, null },
        { "/api/v1/me", [], 401, NoError },
        { "/api/v1/me", ["Authorization: "], 401, NoError },
        { "/api/v1/me", ["Authorization: Basic b3duZXI6cHc="], 401, NoError },
        { "/api/v1/me", ["Authorization: BearerKEY"], 401, NoError },
        { "/api/v1/me", ["Authorization: KEY"], 401, NoError },
        { "/api/v1/me", ["X-Api-Key: KEY"], 401, NoError },
        { "/api/v1/me", ["Cookie: access_token=KEY"], 401, NoError },
        { "/api/v1/me?access_token=KEY", [], 401, NoError },
        { "/api/v1/me?api_key=KEY", [], 401, NoError },
        { "/api/v1/me", ["Authorization: Bearer"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer garbage"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer kitty_"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer KEYx"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer KEY KEY"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer KEY, Bearer KEY"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer \"KEY\""], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer kitty_ 000000000000000000000000000000000000000000"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer UNKNOWN"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer LOWER"], 401, InvalidToken },
        { "/api/v1/me", ["Authorization: Bearer KEY", "Authorization: Bearer KEY"], 400, InvalidRequest },
        { "/api/v1/me", ["Authorization: Bearer KEY", "Authorization: Basic b3duZXI6cHc="], 400, InvalidRequest },
        { "/api/v1/me?access_token=KEY", ["Authorization: Bearer KEY"], 400, InvalidRequest },
        { "/api/v1/me?access_token=", ["Authorization: Bearer KEY"], 400, InvalidRequest },
        { "/api/v1/orders", ["Authorization: Bearer KEY"], 200, null },
        { "/api/v1/orders", [], 401, NoError },
        { "/api/v1/nowhere", [], 401, NoError },
        { "/api/v1/nowhere", ["Authorization: Bearer KEY"], 404, null },
        { "/api/v2/me", ["Authorization: Bearer KEY"], 404, null },
        { "/API/V1/ME", ["Authorization: Bearer KEY"], 200, null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Get_HeadersOfTheTable_StatusAndChallengeOfTheTable(string path, string[] headers, int status, string? challenge)
    {
        string Fill(string text) => text
            .Replace("KEY", shop.Key, StringComparison.Ordinal)
            .Replace("UNKNOWN", ApiKeyToken.Create(), StringComparison.Ordinal)
            .Replace("LOWER", shop.Key.ToLowerInvariant(), StringComparison.Ordinal);

        var response = await RawHttp.GetAsync(shop.Address, Fill(path), [.. headers.Select(Fill)]);

        RawHttp.StatusOf(response).Should().Be(status, response);
        response.Should().Contain("Cache-Control: no-store").And.Contain("X-Request-Id: ").And.NotContain("Location:");
        if (challenge is not null)
            response.Should().Contain($"WWW-Authenticate: {challenge}\r\n");
        if (status >= 400)
        {
            response.Should().Contain("Content-Type: application/problem+json").And.Contain("\"code\":\"").And.Contain("\"traceId\":\"");
            response.Should().NotContain(shop.Key[10..], "a refusal never repeats what was sent (R5)");
        }
    }

    /// <summary>The server remembers by connection what it worked out about a header: it must never answer for another one.</summary>
    [Fact]
    public async Task Get_OtherHeadersOnOneConnection_EachIsDecidedByItself()
    {
        var other = await shop.Services.AddKeyAsync(
            await shop.Services.AddUserWithAsync("neighbour@example.com", Permissions.Orders.ViewAll));
        var dead = await shop.AddKeyAsync("dead");
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (context, ct) =>
            {
                connections++;
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = Http.Client(shop.Address, handler);
        async Task<string> WhoAsync(string header, string query = "")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me" + query);
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            return response.IsSuccessStatusCode
                ? body.GetProperty("user").GetProperty("email").GetString()!
                : ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var mistyped = shop.Key[..^1] + (shop.Key[^1] == 'a' ? 'b' : 'a');
        List<string> answers =
        [
            await WhoAsync($"Bearer {shop.Key}"),
            await WhoAsync($"Bearer {shop.Key}"),
            await WhoAsync($"Bearer {other.Value}"),
            await WhoAsync($"Bearer {shop.Key}"),
            await WhoAsync($"Bearer {shop.Key}", "?access_token=x"),
            await WhoAsync($"Basic {shop.Key}"),
            await WhoAsync($"Bearer {mistyped}"),
            await WhoAsync($"Bearer {shop.Key}"), await WhoAsync($"Bearer {dead.Value}"),
        ];
        await shop.OperatorAsync(keys => keys.RevokeAsync(dead.Id));
        answers.AddRange([await WhoAsync($"Bearer {dead.Value}"), await WhoAsync($"bearer {shop.Key}")]);

        const string Reader = "reader@example.com";
        answers.Should().Equal(Reader, Reader, "neighbour@example.com", Reader, "400", "401", "401", Reader, Reader, "401", Reader);
        connections.Should().Be(1, "else this proves nothing");
    }

    public static TheoryData<string> Garbage => new()
    {
        "Authorization: Bearer \0kitty",
        "Authorization: Bearer kitty_\u00e9\u00ff",
        "Authorization: Bearer \u00f0\u009f\u0098\u00ba",
        "Authorization: Bearer kitty_aaa\r\n bbb",
        "Authorization: Bearer kitty_aaa\rbbb",
        "Authorization: Bearer kitty_aaa\nbbb",
        "Authorization: Bearer " + new string('a', 40 * 1024),
        "Authorization: " + new string(' ', 20_000) + "x",
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Get_Garbage_IsRefusedAndNeverAServerError(string header)
    {
        var response = await RawHttp.GetAsync(shop.Address, "/api/v1/me", header);
        RawHttp.StatusOf(response).Should().BeInRange(400, 499, response);
    }

    [Fact]
    public async Task Get_EveryReasonForABadKey_AnswersTheSameBytes_R9()
    {
        var disabled = await shop.AddKeyAsync("disabled");
        var revoked = await shop.AddKeyAsync("revoked");
        var ofDisabledUser = await shop.Services.AddKeyAsync(
            await shop.Services.AddUserWithAsync("gone@example.com", Permissions.Orders.ViewAll));
        await shop.OperatorAsync(keys => keys.DisableAsync(disabled.Id));
        await shop.OperatorAsync(keys => keys.RevokeAsync(revoked.Id));
        await shop.DisableUserAsync("gone@example.com");
        string[] values =
        [
            "garbage",
            ApiKeyToken.Create(),
            shop.Key[..^1] + (shop.Key[^1] == 'a' ? 'b' : 'a'),
            disabled.Value,
            revoked.Value,
            ofDisabledUser.Value,
        ];

        var answers = new List<string>();
        foreach (var value in values)
            answers.Add(WithoutRequestId(await RawHttp.GetAsync(shop.Address, "/api/v1/orders", $"Authorization: Bearer {value}")));

        answers.Distinct().Should().ContainSingle().Which.Should().Contain("401").And.Contain("invalid_token");
    }

    [Fact]
    public async Task Post_TokenInFormBody_NeverAccepted()
    {
        using var client = shop.Client();
        using var form = new FormUrlEncodedContent([new("access_token", shop.Key)]);
        var alone = await client.PostAsync("/api/v1/orders", form);
        alone.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        alone.Headers.WwwAuthenticate.ToString().Should().Be(NoError);

        using var authorized = shop.Client(shop.Key);
        using var again = new FormUrlEncodedContent([new("access_token", shop.Key)]);
        var both = await authorized.PatchAsync("/api/v1/orders/1", again);
        both.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        both.Headers.WwwAuthenticate.ToString().Should().Be(InvalidRequest);
    }

    /// <summary>What is wrong with the body is told to nobody who is not let in.</summary>
    [Fact]
    public async Task Post_UnknownCharsetWithoutAKey_Is401AsEverythingElse()
    {
        using var client = shop.Client();
        using var body = new StringContent("{}");
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json; charset=nonsense");

        (await client.PostAsync("/api/v1/orders", body)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Get_SignInCookieAlone_Is401()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(shop.Address, handler);
        await Browsing.SignInAsync(browser, "owner@example.com", ShopSeeding.Password);
        handler
            .CookieContainer.GetCookies(shop.Address)
            .Should()
            .Contain(c => c.Name == "CommerceKitty.Session", "else this proves nothing");

        var response = await browser.GetAsync("/api/v1/me");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be(NoError);
    }

    [Fact]
    public async Task Patch_UserLacksThePermission_403NamesItAndWhoCanGrantIt()
    {
        using var client = shop.Client(shop.Key);
        var response = await client.PatchAsJsonAsync("/api/v1/orders/1", new { notes = "x" });

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().Should()
            .Be("Bearer realm=\"commerce-kitty\", error=\"insufficient_scope\", scope=\"orders.edit\"");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().Should().Be("permission-missing");
        problem.GetProperty("detail").GetString().Should().Contain("orders.edit").And.Contain("user groups");
    }

    [Theory]
    [InlineData("POST", "/api/v1/me", "GET, HEAD")]
    [InlineData("DELETE", "/api/v1/orders/1", "GET, HEAD, PATCH")]
    public async Task Send_WrongMethod_405WithAllow(string method, string path, string allow)
    {
        using var client = shop.Client(shop.Key);
        var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", response.Content.Headers.Allow.Order()).Should().Be(allow);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Get_RequestIdGiven_IsReturnedUnlessItIsGarbage()
    {
        using var client = shop.Client(shop.Key);
        client.DefaultRequestHeaders.Add("X-Request-Id", "sync-2026.11_23");
        (await client.GetAsync("/api/v1/me")).Headers.GetValues("X-Request-Id").Should().Equal("sync-2026.11_23");

        using var other = shop.Client(shop.Key);
        other.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", "<script>");
        (await other.GetAsync("/api/v1/me")).Headers.GetValues("X-Request-Id").Should().NotEqual(["<script>"]);
    }

    [Fact]
    public async Task Me_Key_SaysWhoItIsAndWhatGrantsEachPermission()
    {
        using var client = shop.Client(shop.Key);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");

        me.GetProperty("user").GetProperty("email").GetString().Should().Be("reader@example.com");
        me.GetProperty("user").GetProperty("owner").GetBoolean().Should().BeFalse();
        me.GetProperty("user").GetProperty("group").GetProperty("code").GetString().Should().Be("reader-group");
        me.GetProperty("key").GetProperty("hint").GetString().Should().Be(shop.Key[..10]);
        me.GetProperty("key").GetProperty("status").GetString().Should().Be("active");
        me.GetProperty("permissions").EnumerateArray()
            .Select(p => (p.GetProperty("permission").GetString(), p.GetProperty("grantedBy").GetString()))
            .Should().Equal(("orders.view-all", "group:reader-group"), ("orders.view", "group:reader-group"));
    }

    [Fact]
    public async Task Me_KeyOfTheOwner_EverythingIsGrantedByOwnership()
    {
        var owner = await shop.FindUserAsync("owner@example.com");
        var key = await shop.Services.AddKeyAsync(owner);
        using var client = shop.Client(key.Value);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");

        me.GetProperty("user").GetProperty("owner").GetBoolean().Should().BeTrue();
        var permissions = me.GetProperty("permissions").EnumerateArray().ToList();
        permissions.Should().HaveCount(PermissionCatalogue.All.Length)
            .And.OnlyContain(p => p.GetProperty("grantedBy").GetString() == "owner");
    }

    [Fact]
    public async Task Get_KeyDisabledEnabledRevoked_TheVeryNextRequestObeys_R3_R12()
    {
        var (id, value) = await shop.AddKeyAsync("switched");
        using var client = shop.Client(value);

        async Task<HttpStatusCode> Call() => (await client.GetAsync("/api/v1/orders")).StatusCode;

        (await Call()).Should().Be(HttpStatusCode.OK);
        await shop.OperatorAsync(keys => keys.DisableAsync(id));
        (await Call()).Should().Be(HttpStatusCode.Unauthorized);
        await shop.OperatorAsync(keys => keys.EnableAsync(id));
        (await Call()).Should().Be(HttpStatusCode.OK);
        await shop.OperatorAsync(keys => keys.RevokeAsync(id));
        (await Call()).Should().Be(HttpStatusCode.Unauthorized);
        await shop.OperatorAsync(keys => keys.EnableAsync(id));
        (await Call()).Should().Be(HttpStatusCode.Unauthorized, "revoking is for good");
    }

    [Fact]
    public async Task Get_UserDisabledAndEnabled_TheVeryNextRequestObeys_R2_R3()
    {
        var user = await shop.Services.AddUserWithAsync("toggled@example.com", Permissions.Orders.ViewAll);
        var key = await shop.Services.AddKeyAsync(user);
        using var client = shop.Client(key.Value);
        (await client.GetAsync("/api/v1/orders")).StatusCode.Should().Be(HttpStatusCode.OK);

        await shop.DisableUserAsync(user.Email!);
        (await client.GetAsync("/api/v1/orders")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Get_GroupLosesAPermission_TheVeryNextRequestIs403_R3()
    {
        var user = await shop.Services.AddUserWithAsync("narrowed@example.com", Permissions.Orders.ViewAll, Permissions.Orders.View);
        var key = await shop.Services.AddKeyAsync(user);
        using var client = shop.Client(key.Value);
        (await client.GetAsync("/api/v1/orders")).StatusCode.Should().Be(HttpStatusCode.OK);

        await shop.OperatorAsync<CommerceKitty.Admin.Features.UserGroups.UserGroupService>(
            groups => groups.SetPermissionsAsync("narrowed-group", [Permissions.Orders.View]));

        var refused = await client.GetAsync("/api/v1/orders");
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        refused.Headers.WwwAuthenticate.ToString().Should().Contain("scope=\"orders.view-all\"");
    }

    [Theory]
    [InlineData]
    [InlineData(Permissions.Orders.ViewAll)]
    [InlineData(Permissions.Orders.View)]
    [InlineData(Permissions.Orders.Edit)]
    [InlineData(Permissions.Orders.ViewAll, Permissions.Orders.View, Permissions.Orders.Edit)]
    public async Task SameUser_ByPageServiceAndByKey_SameAnswer_R1(params string[] permissions)
    {
        var user = await shop.Services.AddUserWithAsync($"parity{shop.Next()}@example.com", permissions);
        var key = await shop.Services.AddKeyAsync(user);
        using var client = shop.Client(key.Value);
        await using var person = new Acting(shop.Services, current => current.ActAs(ShopSeeding.Principal(user)));
        var orders = person.Get<OrderService>();

        async Task<string> ByKey(HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            var response = await client.SendAsync(request);
            return response.IsSuccessStatusCode
                ? "done"
                : (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
        }

        (await ByKey(HttpMethod.Get, "/api/v1/orders")).Should().Be(Outcome((await orders.ListAsync(new OrderQuery())).Error));
        (await ByKey(HttpMethod.Get, $"/api/v1/orders/{shop.OrderId}")).Should().Be(Outcome((await orders.GetAsync(shop.OrderId)).Error));
        (await ByKey(HttpMethod.Patch, $"/api/v1/orders/{shop.OrderId}", new { notes = "a" }))
            .Should().Be(Outcome((await orders.EditAsync(shop.OrderId, new OrderEdit { Notes = "b" })).Error));
        (await ByKey(HttpMethod.Get, "/api/v1/orders/999999")).Should().Be(Outcome((await orders.GetAsync(999999)).Error));

        static string Outcome(Error? error) => error?.Code ?? "done";
    }

    [Fact]
    public async Task Get_KeyUsed_LastUseIsKnownAtOnceAndSavedSoon_R10()
    {
        var (id, value) = await shop.AddKeyAsync("used");
        using var client = shop.Client(value);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("nightly-sync", "1.0"));
        await client.GetAsync("/api/v1/me");

        var row = await shop.OperatorAsync<ApiKeyQueries, ApiKeyRow>(keys => keys.GetAsync(id));
        row.Value!.LastUsedAt.Should().NotBeNull();
        row.Value.LastUsedBy.Should().Be("nightly-sync/1.0");
        await shop.Services.GetRequiredService<ApiKeyUseRecorder>().FlushAsync();
        await using var db = shop.OpenDatabase();
        (await db.ApiKeyLastUses.SingleAsync(u => u.ApiKeyId == id)).UserAgent.Should().Be("nightly-sync/1.0");
    }

    private static string WithoutRequestId(string response) => RequestIds().Replace(response, "…");

    [GeneratedRegex("(?<=\"traceId\":\")[^\"]*|(?<=X-Request-Id: )[^\r]*|(?<=Date: )[^\r]*")]
    private static partial Regex RequestIds();

    /// <summary>A reader of orders with a key, one order, and an owner.</summary>
    public sealed class Shop : AppHost, IAsyncLifetime
    {
        private int _next;

        public string Key { get; private set; } = string.Empty;

        public int OrderId { get; private set; }

        public int Next() => Interlocked.Increment(ref _next);

        public async ValueTask InitializeAsync()
        {
            await Services.AddOwnerAsync();
            await Services.AddUserWithAsync("reader@example.com", Permissions.Orders.ViewAll, Permissions.Orders.View);
            Key = (await AddKeyAsync("reader")).Value;
            await using var db = OpenDatabase();
            var order = new OrderBuilder().WithLine(1, 12.5m).Build();
            db.Add(order);
            await db.SaveChangesAsync();
            OrderId = order.Id;
        }

        public async Task<(int Id, string Value)> AddKeyAsync(string name) =>
            await Services.AddKeyAsync(await FindUserAsync("reader@example.com"), name);

        public async Task<User> FindUserAsync(string email)
        {
            await using var db = OpenDatabase();
            return await db.Users.SingleAsync(u => u.Email == email);
        }

        public Task<Result<ApiKeyRow>> OperatorAsync(Func<ApiKeyService, Task<Result<ApiKeyRow>>> change) =>
            OperatorAsync<ApiKeyService, ApiKeyRow>(change);

        public async Task OperatorAsync<TService>(Func<TService, Task> change)
            where TService : notnull
        {
            await using var acting = new Acting(Services, current => current.ActAs(Actor.CommandLine("tester")));
            await change(acting.Get<TService>());
        }

        public async Task DisableUserAsync(string email)
        {
            var user = await FindUserAsync(email);
            await OperatorAsync<UserService>(users => users.DisableAsync(user.Id));
        }

        public async Task<Result<T>> OperatorAsync<TService, T>(Func<TService, Task<Result<T>>> change)
            where TService : notnull
        {
            await using var acting = new Acting(Services, current => current.ActAs(Actor.CommandLine("tester")));
            return await change(acting.Get<TService>());
        }
    }
}
