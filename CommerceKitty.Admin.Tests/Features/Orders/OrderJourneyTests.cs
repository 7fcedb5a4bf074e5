using System.Net;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Orders;

/// <summary>An order's life by the API: created, shipped in parts or cancelled.</summary>
[Trait("Needs", "Server")]
public sealed class OrderJourneyTests : IAsyncLifetime
{
    private const string Order =
        """{"channel":"Zapier","customerName":"Zoë","customerEmail":"zoe@example.com","lines":[{"productCode":"WAND","quantity":3}]}""";

    private readonly ShopServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.Shop.AddSourcesAsync();
        await _server.Shop.AddProductAsync("WAND", north: 4, price: 7.95m);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task CreateShipShip_WithETags_EndsShipped()
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        var created = await client.SendAsync("POST", "/orders", Order);
        var order = await created.JsonAsync();
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        var (id, line) = (order.GetProperty("id").GetInt32(), order.GetProperty("lines")[0].GetProperty("id").GetInt32());
        created.Headers.Location!.ToString().Should().Be($"/api/v1/orders/{id}");
        created.Headers.ETag!.ToString().Should().MatchRegex("^\"0\\.[0-9a-f]{12}\"$");
        order.GetProperty("total").GetRawText().Should().Be("23.85");
        order.GetProperty("reservations")[0].GetProperty("source").GetString().Should().Be("north");
        (await _server.Shop.StockAsync("WAND")).Should().Be("4/3 0/0");

        var part = await client.SendAsync(
            "POST",
            $"/orders/{id}/shipments",
            $$"""{"lines":[{"lineId":{{line}},"quantity":1}],"carrier":"DHL","trackingNumber":"JD01"}""",
            "\"0\"");
        part.StatusCode.Should().Be(HttpStatusCode.OK);
        part.Headers.ETag!.ToString().Should().StartWith("\"1.");
        (await part.JsonAsync()).GetProperty("status").GetString().Should().Be("partially-shipped");

        var old = created.Headers.ETag.ToString();
        (await (await client.SendAsync("POST", $"/orders/{id}/shipments", """{"all":true}""", old)).OutcomeAsync())
            .Should()
            .Be("412 changed-meanwhile");
        (await (await client.SendAsync("POST", $"/orders/{id}/cancellation", "{}")).OutcomeAsync()).Should().Be("409 order-status");

        foreach (var said in new[] { null, "null", "{}", """{"all":false}""", """{"all":null,"lines":null}""" })
        {
            (await (await client.SendAsync("POST", $"/orders/{id}/shipments", said)).OutcomeAsync()).Should().StartWith("400 ", said);
            (await _server.Shop.StockAsync("WAND")).Should().Be("3/2 0/0", "to ship everything must be said");
        }

        var rest = await client.SendAsync("POST", $"/orders/{id}/shipments", """{"all":true}""");
        (await rest.JsonAsync()).GetProperty("status").GetString().Should().Be("shipped");
        (await _server.Shop.StockAsync("WAND")).Should().Be("1/0 0/0");
        var list = await (await client.SendAsync("GET", "/orders")).JsonAsync();
        list.GetProperty("data")[0].GetProperty("shipments").GetArrayLength().Should().Be(2);
        await _server.Shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task CreateCancel_GivesStockFreeOnce()
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var id = (await (await client.SendAsync("POST", "/orders", Order)).JsonAsync()).GetProperty("id").GetInt32();
        (await (await client.SendAsync("POST", "/orders", Order)).OutcomeAsync()).Should().Be("409 out-of-stock");

        var cancelled = await client.SendAsync("POST", $"/orders/{id}/cancellation", """{"reason":"Out of patience"}""");

        (await cancelled.JsonAsync()).GetProperty("cancelReason").GetString().Should().Be("Out of patience");
        (await (await client.SendAsync("POST", $"/orders/{id}/cancellation")).OutcomeAsync()).Should().Be("409 order-status");
        (await (await client.SendAsync("POST", "/orders", Order)).OutcomeAsync()).Should().Be("201");
    }

    [Theory]
    [InlineData("POST", "/orders", Permissions.Orders.Create)]
    [InlineData("POST", "/orders/1/cancellation", Permissions.Orders.Edit)]
    [InlineData("POST", "/orders/1/shipments", Permissions.Orders.Edit)]
    [InlineData("GET", "/products", Permissions.Products.ViewAll)]
    [InlineData("POST", "/products", Permissions.Products.Create)]
    [InlineData("GET", "/products/1", Permissions.Products.View)]
    [InlineData("PATCH", "/products/1", Permissions.Products.Edit)]
    [InlineData("DELETE", "/products/1", Permissions.Products.Delete)]
    [InlineData("GET", "/inventory", Permissions.Inventory.ViewAll)]
    [InlineData("GET", "/inventory/north/WAND", Permissions.Inventory.View)]
    [InlineData("PUT", "/inventory/north/WAND", Permissions.Inventory.Edit)]
    [InlineData("POST", "/inventory/adjustments", Permissions.Inventory.Edit)]
    [InlineData("POST", "/inventory/batch", Permissions.Inventory.Edit)]
    public async Task Endpoint_WithoutItsPermission_Is403AndNamesIt_R1(string method, string path, string permission)
    {
        var client = await _server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name).Where(p => p != permission));

        var response = await client.SendAsync(method, path, method is "GET" or "DELETE" ? null : "{}");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().Should().Contain($"scope=\"{permission}\"");
    }

    [Theory]
    [InlineData("""{"status":"shipped"}""", "400 malformed-json")]
    [InlineData("""{"id":1}""", "400 malformed-json")]
    [InlineData("""{"lines":[{"productCode":"WAND","quantity":1,"shipped":1}]}""", "400 malformed-json")]
    [InlineData("""{"lines":[{"productCode":"WAND","quantity":1.5}]}""", "400 malformed-json")]
    [InlineData("""{"lines":[{"productCode":"WAND","quantity":"1"}]}""", "400 malformed-json")]
    [InlineData("""{"lines":[{"productCode":"WAND","quantity":1e99}]}""", "400 malformed-json")]
    [InlineData("""{"lines":[{"productCode":"WAND","quantity":99999999999999999999}]}""", "400 malformed-json")]
    [InlineData("""{"lines":[{"productCode":"WAND","quantity":1,"unitPrice":1e400}]}""", "400 malformed-json")]
    [InlineData("""{"lines":{"productCode":"WAND"}}""", "400 malformed-json")]
    [InlineData("""{"lines":[[]]}""", "400 malformed-json")]
    [InlineData("""{"lines":null}""", "400 validation-failed")]
    [InlineData("""{"lines":[null]}""", "400 validation-failed")]
    [InlineData("""{"channel":"\u0000"}""", "400 validation-failed")]
    [InlineData("null", "400 malformed-json")]
    [InlineData("[]", "400 malformed-json")]
    [InlineData("", "400 malformed-json")]
    public async Task Create_Body_IsRefusedAndNothingIsReserved(string body, string outcome)
    {
        var client = await _server.ClientAsync(Commerce.Everything);

        (await (await client.SendAsync("POST", "/orders", body)).OutcomeAsync()).Should().Be(outcome);

        (await _server.Shop.StockAsync("WAND")).Should().Be("4/0 0/0");
    }

    [Theory]
    [InlineData("cancellation", """{"reason":7}""", "400 malformed-json")]
    [InlineData("cancellation", """{"force":true}""", "400 malformed-json")]
    [InlineData("cancellation", """{"reason":"a\nb"}""", "400 validation-failed")]
    [InlineData("cancellation", "null", "200")]
    [InlineData("shipments", """{"lines":[]}""", "400 validation-failed")]
    [InlineData("shipments", """{"all":true,"lines":[{"lineId":1,"quantity":1}]}""", "400 validation-failed")]
    [InlineData("shipments", """{"all":"true"}""", "400 malformed-json")]
    [InlineData("shipments", """{"lines":[{"lineId":2147483647,"quantity":1}]}""", "400 validation-failed")]
    [InlineData("shipments", """{"lines":[{"lineId":1,"quantity":4}]}""", "400 validation-failed")]
    [InlineData("shipments", """{"lines":[{"lineId":1,"quantity":-1}]}""", "400 validation-failed")]
    [InlineData("shipments", """{"status":"shipped"}""", "400 malformed-json")]
    public async Task Move_Body_IsTakenOrRefused(string move, string body, string outcome)
    {
        var client = await _server.ClientAsync(Commerce.Everything);
        var id = (await (await client.SendAsync("POST", "/orders", Order)).JsonAsync()).GetProperty("id").GetInt32();

        (await (await client.SendAsync("POST", $"/orders/{id}/{move}", body)).OutcomeAsync()).Should().Be(outcome);
        (await (await client.SendAsync("POST", $"/orders/{id + 1}/{move}", "{}")).OutcomeAsync()).Should().Be("404 not-found");
    }
}
