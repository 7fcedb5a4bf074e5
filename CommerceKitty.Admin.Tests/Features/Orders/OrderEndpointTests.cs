using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Orders;

/// <summary>The API of orders over HTTP, against the database of a <see cref="TestShop"/>.</summary>
[Trait("Needs", "Server")]
public sealed class OrderEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_MoreThanTheLimit_LinksToTheRestWithItsFilters()
    {
        var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        await _server.Shop.AddAsync(
            Enumerable.Range(1, 3).Select(i => new OrderBuilder().Numbered($"CK-{i}").By("Zoë & co").WithLine(1, 12.5m).Build()));

        var response = await client.GetAsync("/api/v1/orders?limit=2&q=zo%C3%AB%20%26&status=open");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        body.GetProperty("data").GetArrayLength().Should().Be(2);
        body.GetProperty("data")[0].GetProperty("status").GetString().Should().Be("open");
        body.GetProperty("data")[0].GetProperty("total").GetDecimal().Should().Be(12.5m);
        var link = response.Headers.GetValues("Link").Should().ContainSingle().Subject;
        link.Should().MatchRegex("^</api/v1/orders\\?limit=2&q=zo%C3%AB%20%26&status=open&after=[A-Za-z0-9_-]+>; rel=\"next\"$");
        var rest = await client.GetAsync(link[1..link.IndexOf('>')]);
        var last = await rest.Content.ReadFromJsonAsync<JsonElement>();
        last.GetProperty("data").GetArrayLength().Should().Be(1);
        last.GetProperty("next").ValueKind.Should().Be(JsonValueKind.Null);
        rest.Headers.Contains("Link").Should().BeFalse();
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=", null)]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("after=nonsense", "after")]
    [InlineData("status=new", "status")]
    [InlineData("sort=customer", "sort")]
    [InlineData("q=%00", "q")]
    [InlineData("q=%FF%FE", null)]
    public async Task List_Parameters_AreRefusedByName(string query, string? field)
    {
        var client = await _server.ClientAsync(Permissions.Orders.ViewAll);

        var response = await client.GetAsync("/api/v1/orders?" + query);

        response.StatusCode.Should().Be(field is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        if (field is not null)
            (await response.ProblemAsync()).GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal(field);
    }

    [Theory]
    [InlineData("GET", "/api/v1/orders", Permissions.Orders.ViewAll)]
    [InlineData("GET", "/api/v1/orders/1", Permissions.Orders.View)]
    [InlineData("PATCH", "/api/v1/orders/1", Permissions.Orders.Edit)]
    public async Task Endpoint_WithoutItsPermission_Is403AndNamesIt_R1(string method, string path, string permission)
    {
        var client = await _server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name).Where(p => p != permission));

        var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = Json("{}") });

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().Should().Contain($"scope=\"{permission}\"");
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("-1")]
    [InlineData("99999999999999")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("%F0%9F%90%88")]
    public async Task Get_NoSuchId_Is404(string id)
    {
        var client = await _server.ClientAsync(Permissions.Orders.View);

        var response = await client.GetAsync("/api/v1/orders/" + id);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.ProblemAsync()).GetProperty("code").GetString().Should().Be("not-found");
    }

    [Fact]
    public async Task Patch_WithETag_ChangesOnceThenIs412()
    {
        var client = await _server.ClientAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync();
        var read = await client.GetAsync($"/api/v1/orders/{order.Id}");
        var tag = read.Headers.ETag!.ToString();
        tag.Should().MatchRegex("^\"0\\.[0-9a-f]{12}\"$");

        var first = await PatchAsync(client, order.Id, """{"notes":"one"}""", tag);
        var second = await PatchAsync(client, order.Id, """{"notes":"two"}""", tag);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        first.Headers.ETag!.ToString().Should().StartWith("\"1.").And.Be(
            (await client.GetAsync($"/api/v1/orders/{order.Id}")).Headers.ETag!.ToString());
        second.StatusCode.Should().Be(HttpStatusCode.PreconditionFailed);
        (await second.ProblemAsync()).GetProperty("code").GetString().Should().Be("changed-meanwhile");
    }

    [Theory]
    [InlineData("*", "200")]
    [InlineData("\"0\"", "200")]
    [InlineData("\"0-gzip\"", "200")]
    [InlineData("\"0.0123456789ab\"", "200")]
    [InlineData("\"0.0123456789ab-zstd\"", "200")]
    [InlineData("\"0.0123456789ab-br\"", "200")]
    [InlineData("\"5\", \"0\"", "200")]
    [InlineData("W/\"0\", \"0\"", "200")]
    [InlineData("\"abc\",\"0\"", "200")]
    [InlineData("\"5\", \"7\"", "412 changed-meanwhile")]
    [InlineData("\"abc\", \"7\"", "412 changed-meanwhile")]
    [InlineData("W/\"0\"", "412 unknown-entity-tag")]
    [InlineData("W/\"0.0123456789ab-gzip\"", "412 unknown-entity-tag")]
    [InlineData("\"abc\"", "412 unknown-entity-tag")]
    [InlineData("\"\"", "412 unknown-entity-tag")]
    [InlineData("\"000\"", "412 unknown-entity-tag")]
    [InlineData("\"-0\"", "412 unknown-entity-tag")]
    [InlineData("\"0.0\"", "412 unknown-entity-tag")]
    [InlineData("\"0-nonsense\"", "412 unknown-entity-tag")]
    [InlineData("\"99999999999\"", "412 unknown-entity-tag")]
    [InlineData("0", "400 bad-if-match")]
    [InlineData("*, \"0\"", "400 bad-if-match")]
    [InlineData("\"*\"", "412 unknown-entity-tag")]
    public async Task Patch_IfMatch_ComparesStrongly(string ifMatch, string outcome)
    {
        var client = await _server.ClientAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync();

        (await (await PatchAsync(client, order.Id, """{"notes":"x"}""", ifMatch)).OutcomeAsync()).Should().Be(outcome);

        await using var db = _server.Shop.OpenDatabase();
        (await db.Orders.FindAsync(order.Id))!.Notes.Should().Be(outcome == "200" ? "x" : null);
    }

    [Theory]
    [InlineData("*", "412 if-none-match-failed")]
    [InlineData("\"0\"", "412 if-none-match-failed")]
    [InlineData("W/\"0-gzip\"", "412 if-none-match-failed")]
    [InlineData("\"1\", \"abc\"", "200")]
    [InlineData("0", "400 bad-if-none-match")]
    public async Task Patch_IfNoneMatch_ComparesWeakly(string ifNoneMatch, string outcome)
    {
        var client = await _server.ClientAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", ifNoneMatch);

        (await (await PatchAsync(client, order.Id, """{"notes":"x"}""")).OutcomeAsync()).Should().Be(outcome);
    }

    [Theory]
    [InlineData("{}", 200, null)]
    [InlineData("""{"notes":null}""", 200, null)]
    [InlineData("""{"customerName":null}""", 400, "customerName")]
    [InlineData("""{"customerEmail":null}""", 400, "customerEmail")]
    [InlineData("""{"customerName":" ","customerEmail":"x"}""", 400, "customerName customerEmail")]
    [InlineData("""{"total":1}""", 400, null)]
    [InlineData("""{"notes":1}""", 400, null)]
    [InlineData("""{"notes":"\ud83d"}""", 400, null)]
    [InlineData("""{"notes":"a","notes":"b"}""", 400, null)]
    [InlineData("null", 400, null)]
    [InlineData("[]", 400, null)]
    [InlineData("", 400, null)]
    [InlineData("{", 400, null)]
    public async Task Patch_Body_IsTakenOrRefusedByField(string body, int status, string? fields)
    {
        var client = await _server.ClientAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync();

        var response = await PatchAsync(client, order.Id, body);

        ((int)response.StatusCode).Should().Be(status);
        if (status == 200)
            return;
        var problem = await response.ProblemAsync();
        if (fields is not null)
            string.Join(' ', problem.GetProperty("errors").EnumerateObject().Select(e => e.Name)).Should().Be(fields);
    }

    [Fact]
    public async Task Patch_ByKey_IsAuditedWithUserAndKey_R8()
    {
        var client = await _server.ClientAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync();

        (await PatchAsync(client, order.Id, """{"notes":"<b>🐈</b>"}""")).StatusCode.Should().Be(HttpStatusCode.OK);

        var entry = (await _server.Shop.AuditAsync()).Should().ContainSingle(e => e.TargetType == "orders").Subject;
        entry.ActorKind.Should().Be(ActorKind.ApiKey);
        entry.ActorApiKeyId.Should().NotBeNull();
        JsonDocument.Parse(entry.After!).RootElement.GetProperty("notes").GetString().Should().Be("<b>🐈</b>");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, int id, string body, string? ifMatch = null) =>
        client.SendAsync("PATCH", $"/orders/{id}", body, ifMatch);

    private async Task<Order> AddAsync()
    {
        var order = new OrderBuilder().Build();
        await _server.Shop.AddAsync(order);
        return order;
    }
}
