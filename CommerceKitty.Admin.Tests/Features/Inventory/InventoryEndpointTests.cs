using System.Net;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Inventory;

/// <summary>The API of stock and of products over HTTP.</summary>
[Trait("Needs", "Server")]
public sealed class InventoryEndpointTests : IAsyncLifetime
{
    private readonly ShopServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.Shop.AddSourcesAsync();
        await _server.Shop.AddProductAsync("WAND", north: 4, south: 1, price: 7.95m);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task GetPutAdjust_WithETags_ChangeOnceThenAre412()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var read = await client.SendAsync("GET", "/inventory/NORTH/wand");
        (await read.JsonAsync()).GetRawText().Should().Be(
            """{"source":"north","sourceName":"North","sku":"WAND","productName":"WAND","onHand":4,"reserved":0"""
            + ""","available":4,"version":1}""");
        read.Headers.ETag!.ToString().Should().StartWith("\"1.");

        var put = await client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":6}""", "\"1\"");
        put.Headers.ETag!.ToString().Should().StartWith("\"2.");
        (await (await client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":7}""", "\"1\"")).OutcomeAsync())
            .Should()
            .Be("412 changed-meanwhile");
        var adjusted = await client.SendAsync(
            "POST",
            "/inventory/adjustments",
            """{"source":"north","sku":"WAND","change":-2,"reason":"damaged","note":"Cat"}""");
        (await adjusted.JsonAsync()).GetProperty("onHand").GetInt32().Should().Be(4);
        (
            await (
                await client.SendAsync("POST", "/inventory/adjustments", """{"source":"north","sku":"WAND","change":-5,"reason":"lost"}""")
            ).OutcomeAsync())
            .Should().Be("409 not-enough-stock");
        await _server.Shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task Batch_OneLineWrong_SavesTheOthersAndSaysWhich()
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        var response = await client.SendAsync("POST", "/inventory/batch",
            """
            {"lines":[{"source":"north","sku":"WAND","onHand":9},
                      {"source":"south","sku":"WAND","onHand":1},
                      {"source":"south","sku":"NONE","onHand":1}]}
            """);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var body = await response.JsonAsync();
        (body.GetProperty("changed").GetInt32(), body.GetProperty("unchanged").GetInt32(), body.GetProperty("refused").GetInt32())
            .Should()
            .Be((1, 1, 1));
        body.GetProperty("results")
            .EnumerateArray()
            .Select(r => r.GetProperty("status").GetString())
            .Should()
            .Equal("changed", "unchanged", "refused");
        body.GetProperty("results")[2].GetProperty("code").GetString().Should().Be("no-such-product");
        (await _server.Shop.StockAsync("WAND")).Should().Be("9/0 1/0");
    }

    [Theory]
    [InlineData("PUT", "/inventory/north/WAND", """{"onHand":-1}""", "400 validation-failed")]
    [InlineData("PUT", "/inventory/north/WAND", """{"onHand":1000000001}""", "400 validation-failed")]
    [InlineData("PUT", "/inventory/north/WAND", """{"onHand":2147483648}""", "400 malformed-json")]
    [InlineData("PUT", "/inventory/north/WAND", """{"onHand":1,"reserved":0}""", "400 malformed-json")]
    [InlineData("PUT", "/inventory/north/WAND", """{"onHand":1,"note":"a\u0007"}""", "400 validation-failed")]
    [InlineData("PUT", "/inventory/moon/WAND", """{"onHand":1}""", "404 not-found")]
    [InlineData(
        "POST",
        "/inventory/adjustments",
        """{"source":"north","sku":"WAND","change":1,"reason":"order-shipped"}""",
        "400 malformed-json"
    )]
    [InlineData("POST", "/inventory/adjustments", """{"source":"north","sku":"WAND","change":1,"reason":0}""", "400 malformed-json")]
    [InlineData("POST", "/inventory/adjustments", """{"source":"north","sku":"WAND","change":1}""", "400 validation-failed")]
    [InlineData("POST", "/inventory/adjustments", """{"source":"moon","sku":"WAND","change":1,"reason":"lost"}""", "404 not-found")]
    [InlineData("POST", "/inventory/batch", """{"lines":[]}""", "400 validation-failed")]
    [InlineData("POST", "/inventory/batch", """{"lines":"all"}""", "400 malformed-json")]
    [InlineData("GET", "/inventory?sort=onHand", null, "400 validation-failed")]
    [InlineData("GET", "/inventory?limit=201", null, "400 validation-failed")]
    [InlineData("GET", "/inventory?source=moon", null, "200")]
    [InlineData("POST", "/products", """{"code":"BALL","name":"Ball","price":-1,"currency":"EUR"}""", "400 validation-failed")]
    [InlineData("POST", "/products", """{"code":"BALL","name":"Ball","price":1,"currency":"ABC"}""", "400 validation-failed")]
    [InlineData("POST", "/products", """{"code":"BALL","name":"Ball","price":1,"currency":"EUR","archived":true}""", "400 malformed-json")]
    [InlineData("POST", "/products", """{"code":"WAND","name":"Wand","price":1,"currency":"EUR"}""", "409 code-taken")]
    [InlineData("PATCH", "/products/1", """{"code":"OTHER"}""", "400 malformed-json")]
    [InlineData("PATCH", "/products/1", """{"price":null}""", "400 validation-failed")]
    [InlineData("PATCH", "/products/4711", "{}", "404 not-found")]
    [InlineData("DELETE", "/products/4711", null, "404 not-found")]
    public async Task Input_Wrong_IsRefusedAndChangesNothing(string method, string path, string? body, string outcome)
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        (await (await client.SendAsync(method, path, body)).OutcomeAsync()).Should().Be(outcome);

        (await _server.Shop.StockAsync("WAND")).Should().Be("4/0 1/0");
    }

    [Fact]
    public async Task List_PageByPage_GivesEachStockOnce()
    {
        for (var i = 0; i < 3; i++)
            await _server.Shop.AddProductAsync($"P-{i}", north: i + 1);
        var client = await _server.ClientAsync(Commerce.Everything);

        foreach (var sort in new[] { "id", "-id" })
        {
            var (seen, path) = (new List<string>(), $"/inventory?limit=2&sort={sort}&source=north");
            while (path is not null)
            {
                var response = await client.SendAsync("GET", path);
                seen.AddRange(
                    (await response.JsonAsync()).GetProperty("data").EnumerateArray().Select(s => s.GetProperty("sku").GetString()!));
                path = response.Headers.TryGetValues("Link", out var link) ? link.Single()[("</api/v1".Length)..].Split('>')[0] : null;
            }

            seen.Should().Equal(sort == "id" ? ["WAND", "P-0", "P-1", "P-2"] : ["P-2", "P-1", "P-0", "WAND"]);
        }

        var found = await (await client.SendAsync("GET", "/inventory?q=p-1")).JsonAsync();
        found.GetProperty("data").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Products_Life_IsCreatedEditedArchivedAndSoldAgain()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var created = await client.SendAsync("POST", "/products", """{"code":"ball-1","name":"Ball","price":3.50,"currency":"eur"}""");
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        var product = await created.JsonAsync();
        var path = created.Headers.Location!.ToString()["/api/v1".Length..];
        (product.GetProperty("code").GetString(), product.GetProperty("price").GetDecimal()).Should().Be(("BALL-1", 3.5m));

        var edited = await client.SendAsync("PATCH", path, """{"price":4}""", created.Headers.ETag!.ToString());
        edited.Headers.ETag!.ToString().Should().StartWith("\"1.");
        (await (await client.SendAsync("DELETE", path, ifMatch: "\"0\"")).OutcomeAsync()).Should().Be("412 changed-meanwhile");
        (await client.SendAsync("DELETE", path)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await (await client.SendAsync("GET", path)).JsonAsync()).GetProperty("archived").GetBoolean().Should().BeTrue();
        (await (await client.SendAsync("PATCH", path, """{"archived":false}""")).OutcomeAsync()).Should().Be("200");
    }
}
