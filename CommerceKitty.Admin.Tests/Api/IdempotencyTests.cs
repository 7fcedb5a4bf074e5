using System.Net;
using System.Text;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary><c>Idempotency-Key</c> (design §5) over HTTP: carried out once, answered as often as it is sent.</summary>
[Trait("Needs", "Server")]
public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Order =
        """{"channel":"Web shop","customerName":"Zoë","customerEmail":"zoe@example.com","lines":[{"productCode":"WAND","quantity":2}]}""";

    private readonly ShopServer _server = new() { IsRepeating = false };

    public async ValueTask InitializeAsync()
    {
        await _server.Shop.AddSourcesAsync();
        await _server.Shop.AddProductAsync("WAND", north: 100);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Post_SameKeyAndBody_SameBytesStatusAndHeaders_OneOrder()
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        var first = await SendAsync(client, "/orders", Order, "order-4711");
        var second = await SendAsync(client, "/orders", Order, "order-4711");

        (first.StatusCode, second.StatusCode).Should().Be((HttpStatusCode.Created, HttpStatusCode.Created));
        (await second.Content.ReadAsByteArrayAsync()).Should().Equal(await first.Content.ReadAsByteArrayAsync());
        second.Headers.Location.Should().Be(first.Headers.Location).And.NotBeNull();
        second.Headers.ETag.Should().Be(first.Headers.ETag).And.NotBeNull();
        second.Content.Headers.ContentType.Should().Be(first.Content.Headers.ContentType);
        first.Headers.Contains("Idempotency-Replayed").Should().BeFalse();
        second.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        (await OrdersAsync()).Should().Be(1);
        (await _server.Shop.StockAsync("WAND")).Should().StartWith("100/2");
    }

    [Fact]
    public async Task Post_WithoutKey_IsCarriedOutEachTime()
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        await SendAsync(client, "/orders", Order, null);
        await SendAsync(client, "/orders", Order, null);

        (await OrdersAsync()).Should().Be(2);
        (await RowsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Post_SameKeyAnotherRequest_Is422()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        await SendAsync(client, "/orders", Order, "k");

        (await (await SendAsync(client, "/orders", Order + " ", "k")).OutcomeAsync()).Should().Be("422 idempotency-key-reused");
        (await (await SendAsync(client, "/products", Order, "k")).OutcomeAsync()).Should().Be("422 idempotency-key-reused");
        const string Adjustment = """{"source":"north","sku":"WAND","change":3,"reason":"received"}""";
        (await (await SendAsync(client, "/inventory/adjustments", Adjustment, "a")).OutcomeAsync()).Should().Be("200");
        (await (await SendAsync(client, "/inventory/adjustments", Adjustment, "a", ifMatch: "\"1\"")).OutcomeAsync())
            .Should().Be("422 idempotency-key-reused");
        (await (await SendAsync(client, "/orders", Order, "K")).OutcomeAsync()).Should().Be("201", "names are exact");
        (await OrdersAsync()).Should().Be(2);
    }

    [Fact]
    public async Task Post_SameKeyByAnotherApiKey_IsItsOwnRequest()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var user = await _server.Shop.AddUserWithAsync("other@example.com", Commerce.Everything);
        using var other = _server.Client((await _server.Shop.AddKeyAsync(user)).Value);

        var first = await SendAsync(client, "/orders", Order, "k");
        var second = await SendAsync(other, "/orders", Order, "k");

        second.Headers.Contains("Idempotency-Replayed").Should().BeFalse();
        (await second.Content.ReadAsStringAsync()).Should().NotBe(await first.Content.ReadAsStringAsync());
        (await OrdersAsync()).Should().Be(2);
    }

    public static TheoryData<string, bool> Shapes => new()
    {
        { "x", true },
        { "8e03978e-40d5-43e8-bc93-6894a57f9324", true },
        { "!~\"'<>&%", true },
        { new string('x', 255), true },
        { new string('x', 256), false },
        { "a b", false },
        { "a\tb", false },
        { "Zoë", false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Post_KeysShape_IsChecked(string key, bool good)
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        (await (await SendAsync(client, "/orders", Order, key)).OutcomeAsync()).Should().Be(good ? "201" : "400 bad-idempotency-key");

        (await RowsAsync()).Should().Be(good ? 1 : 0);
    }

    [Fact]
    public async Task Post_TwoKeys_Is400()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Idempotency-Key", ["a", "b"]);

        (await (await client.SendAsync("POST", "/orders", Order)).OutcomeAsync()).Should().Be("400 bad-idempotency-key");
    }

    [Fact]
    public async Task Post_RefusedByTheState_TheRefusalIsTheAnswer()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var tooMany = Order.Replace(":2}", ":101}", StringComparison.Ordinal);

        var first = await SendAsync(client, "/orders", tooMany, "k");
        await client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":500}""");
        var second = await SendAsync(client, "/orders", tooMany, "k");

        (await first.OutcomeAsync()).Should().Be("409 out-of-stock");
        (await second.Content.ReadAsStringAsync()).Should().Be(await first.Content.ReadAsStringAsync());
        second.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await SendAsync(client, "/orders", tooMany, "another")).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Post_NotAllowed_IsNotRemembered()
    {
        var client = await _server.ClientAsync(Permissions.Orders.View);
        (await SendAsync(client, "/orders", Order, "k")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var nobody = _server.Client("kitty_nobody");
        (await SendAsync(nobody, "/orders", Order, "k")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        // The endpoint's permission is there, the service asks for one more.
        await _server.Shop.SetPermissionsAsync("robot-group", Permissions.Inventory.Edit);
        var adjustment = """{"source":"north","sku":"WAND","change":3,"reason":"received"}""";
        (await SendAsync(client, "/inventory/adjustments", adjustment, "k")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await RowsAsync()).Should().Be(0);

        await _server.Shop.SetPermissionsAsync("robot-group", Commerce.Everything);

        (await SendAsync(client, "/orders", Order, "k")).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    /// <summary>Every answer that shows more than its operation needs: the answer from before is not shown to who may not see it
    /// now.</summary>
    [Theory]
    [InlineData("/orders/{0}/cancellation", "{}", Permissions.Orders.Edit)]
    [InlineData("/orders/{0}/shipments", """{"all":true}""", Permissions.Orders.Edit)]
    [InlineData("/inventory/adjustments", """{"source":"north","sku":"WAND","change":3,"reason":"received"}""", Permissions.Inventory.Edit)]
    public async Task Post_AnswerMayNotBeSeenAnyMore_IsNotReplayed_R3(string path, string body, string left)
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var order = (await (await client.SendAsync("POST", "/orders", Order)).JsonAsync()).GetProperty("id").GetInt32();
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, order);
        (await SendAsync(client, path, body, "k")).StatusCode.Should().Be(HttpStatusCode.OK);

        await _server.Shop.SetPermissionsAsync("robot-group", left);

        (await (await SendAsync(client, path, body, "k")).OutcomeAsync()).Should().Be("403 permission-missing");
        await _server.Shop.SetPermissionsAsync("robot-group", Commerce.Everything);
        (await SendAsync(client, path, body, "k")).Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
    }

    [Fact]
    public async Task Post_ThatCannotBeRead_IsNotRemembered()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        (await (await SendAsync(client, "/orders", "{", "k")).OutcomeAsync()).Should().Be("400 malformed-json");
        (await (await SendAsync(client, "/orders", """{"nothing":1}""", "k")).OutcomeAsync()).Should().Be("400 malformed-json");
        (await (await SendAsync(client, "/nowhere", Order, "k")).OutcomeAsync()).Should().Be("404 not-found");
        (await (await SendAsync(client, "/me", Order, "k")).OutcomeAsync()).Should().Be("405 method-not-allowed");
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders")
        {
            Content = new StringContent(Order, Encoding.UTF8, "text/plain"),
        };
        form.Headers.Add("Idempotency-Key", "k");
        (await (await client.SendAsync(form)).OutcomeAsync()).Should().Be("415 unsupported-media-type");
        (await RowsAsync()).Should().Be(0);

        (await SendAsync(client, "/orders", Order, "k")).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Post_DatabaseFailed_IsNotRemembered_R11()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        await using var db = _server.Shop.OpenDatabase();
        await db.Database.ExecuteSqlRawAsync("alter table \"Orders\" rename to \"Away\"");
        (await (await SendAsync(client, "/orders", Order, "k")).OutcomeAsync()).Should().Be("503 unavailable");
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"Orders\"");

        (await (await SendAsync(client, "/orders", Order, "k")).OutcomeAsync()).Should().Be("201");
    }

    [Fact]
    public async Task Post_WhileTheFirstIsCarriedOut_Is409WithRetryAfter_ThenItsAnswer()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        Task<HttpResponseMessage> first;
        using (await _server.Services.GetRequiredService<StockChanges>().WaitForTurnAsync())
        {
            first = SendAsync(client, "/orders", Order, "k");
            await Until.ThereIsAsync(async () => await RowsAsync() > 0 ? "row" : null, "the first request's row");

            var second = await SendAsync(client, "/orders", Order, "k");

            (await second.OutcomeAsync()).Should().Be("409 idempotency-in-flight");
            second.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
            (await (await SendAsync(client, "/orders", Order + " ", "k")).OutcomeAsync()).Should().Be("422 idempotency-key-reused");
        }

        var body = await (await first).Content.ReadAsStringAsync();
        (await (await SendAsync(client, "/orders", Order, "k")).Content.ReadAsStringAsync()).Should().Be(body);
        (await OrdersAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Post_TwoNodesAtOnce_ExactlyOneOrder_AndEveryAnswerIsItsOrItsBusyness()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        await using var node = _server.OtherNode();
        using var other = node.Client(client.DefaultRequestHeaders.Authorization!.Parameter!);
        // Both are warm: else the first is done before the second has begun.
        await client.SendAsync("GET", "/me");
        await other.SendAsync("GET", "/me");

        for (var round = 0; round < 5; round++)
        {
            var key = $"round-{round}";
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => SendAsync(i % 2 == 0 ? client : other, "/orders", Order, key)));

            var outcomes = await Task.WhenAll(answers.Select(a => a.OutcomeAsync()));
            outcomes.Should().OnlyContain(o => o == "201" || o == "409 idempotency-in-flight");
            var bodies = await Task.WhenAll(
                answers.Where(a => a.StatusCode == HttpStatusCode.Created).Select(a => a.Content.ReadAsStringAsync()));
            bodies.Distinct().Should().ContainSingle();
            answers.Count(a => a.StatusCode == HttpStatusCode.Created && !a.Headers.Contains("Idempotency-Replayed")).Should().Be(1);
            (await OrdersAsync()).Should().Be(round + 1);
            (await (await SendAsync(other, "/orders", Order, key)).Content.ReadAsStringAsync()).Should().Be(bodies[0]);
        }

        (await _server.Shop.StockAsync("WAND")).Should().StartWith("100/10");
    }

    [Fact]
    public async Task Post_AfterARestart_IsStillKnown()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var first = await SendAsync(client, "/orders", Order, "k");

        await using var restarted = _server.OtherNode();
        using var again = restarted.Client(client.DefaultRequestHeaders.Authorization!.Parameter!);
        var second = await SendAsync(again, "/orders", Order, "k");

        second.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        (await second.Content.ReadAsByteArrayAsync()).Should().Equal(await first.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Post_EveryPost_IsCarriedOutOnce()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var id = (await (await SendAsync(client, "/orders", Order, "0")).JsonAsync()).GetProperty("id").GetInt32();
        foreach (var (path, body) in new (string, string?)[]
        {
            ("/products", """{"code":"NEW","name":"New","price":1,"currency":"EUR"}"""),
            ("/inventory/adjustments", """{"source":"north","sku":"WAND","change":3,"reason":"received"}"""),
            ("/inventory/batch", """{"lines":[{"source":"south","sku":"WAND","onHand":7}]}"""),
            ($"/orders/{id}/shipments", """{"all":true,"carrier":"DHL"}"""),
            ($"/orders/{id}/cancellation", null),
        })
        {
            var first = await SendAsync(client, path, body, path);
            var second = await SendAsync(client, path, body, path);

            second.StatusCode.Should().Be(first.StatusCode);
            second.Headers.GetValues("Idempotency-Replayed").Should().Equal(["true"], path);
            (await second.Content.ReadAsByteArrayAsync()).Should().Equal(await first.Content.ReadAsByteArrayAsync());
        }

        (await _server.Shop.StockAsync("WAND")).Should().Be("101/0 7/0");
    }

    [Fact]
    public async Task OtherMethods_IgnoreTheKey()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k");

        (await client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":5}""")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":6}""")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.SendAsync("GET", "/orders")).StatusCode.Should().Be(HttpStatusCode.OK);

        (await RowsAsync()).Should().Be(0);
    }

    private async Task<int> OrdersAsync()
    {
        await using var db = _server.Shop.OpenDatabase();
        return await db.Orders.CountAsync();
    }

    private async Task<int> RowsAsync()
    {
        await using var db = _server.Shop.OpenDatabase();
        return await db.IdempotentRequests.CountAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        string path,
        string? body,
        string? key,
        string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }
}
