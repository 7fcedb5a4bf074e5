using System.Net;
using System.Text;
using System.Text.Json;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Preconditions of RFC 9110 §13 over every operation: each is evaluated or refused, none is ignored.</summary>
[Trait("Needs", "Server")]
public sealed class PreconditionTests : IAsyncLifetime
{
    private readonly ShopServer _server = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.Shop.AddSourcesAsync();
        await _server.Shop.AddProductAsync("WAND", north: 4, price: 7.95m);
        await _server.Shop.AddAsync(new OrderBuilder().WithLine(1, 5).Build());
        _client = await _server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name));
        await _server.Shop.AddKeyAsync(await _server.Shop.AddUserWithAsync("other@example.com", Permissions.Orders.View));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/orders/1")]
    [InlineData("/products/1")]
    [InlineData("/inventory/north/WAND")]
    [InlineData("/api-keys/2")]
    [InlineData("/users/1")]
    [InlineData("/user-groups/robot-group")]
    [InlineData("/audit-log/1")]
    public async Task Get_IfNoneMatch_Is304WhileItIsTheSame(string path)
    {
        var tag = (await _client.SendAsync("GET", path)).Headers.ETag!.ToString();

        foreach (var (header, status) in new[]
        {
            (tag, 304), ("*", 304), ($"\"other\", W/{tag}", 304), (tag[..^1] + "-gzip\"", 304), ("\"other\"", 200), ("nonsense", 200),
            ("W/\"0\"", 200),
        })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1" + path);
                request.Headers.TryAddWithoutValidation("If-None-Match", header);
                using var response = await _client.SendAsync(request);
                ((int)response.StatusCode).Should().Be(status, "{0} {1}", method, header);
                response.Headers.ETag!.ToString().Should().Be(tag);
                if (status == 304)
                    (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
            }
        }
    }

    /// <summary>RFC 9110 §13.1.1: a GET too is only carried out when the condition is true.</summary>
    [Fact]
    public async Task Get_IfMatch_GivesOnlyWhatHasThatTag()
    {
        var tag = (await _client.SendAsync("GET", "/products/1")).Headers.ETag!.ToString();

        foreach (var (header, outcome) in new[]
        {
            (tag, "200"), ("*", "200"), ($"\"other\", {tag}", "200"), (tag[..^1] + "-zstd\"", "200"), ("\"other\"", "412 if-match-failed"),
            ($"W/{tag}", "412 if-match-failed"), ("\"0\"", "412 if-match-failed"), ("nonsense", "400 bad-if-match"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products/1");
            request.Headers.TryAddWithoutValidation("If-Match", header);
            using var response = await _client.SendAsync(request);
            (await response.OutcomeAsync()).Should().Be(outcome, header);
        }

        // If-Match comes first (§13.2.2); a list has no tag to compare.
        using var both = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products/1");
        both.Headers.TryAddWithoutValidation("If-Match", "\"other\"");
        both.Headers.TryAddWithoutValidation("If-None-Match", tag);
        (await _client.SendAsync(both)).StatusCode.Should().Be(HttpStatusCode.PreconditionFailed);
        using var list = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        list.Headers.TryAddWithoutValidation("If-Match", tag);
        (await (await _client.SendAsync(list)).OutcomeAsync()).Should().Be("400 unsupported-precondition");
    }

    /// <summary>The stock's version is the same, but its answer is not.</summary>
    [Fact]
    public async Task Get_SomethingElseInItChanged_IsNot304_AndItsTagStillAllowsTheChange()
    {
        var tag = (await _client.SendAsync("GET", "/inventory/north/WAND")).Headers.ETag!.ToString();
        (await _client.SendAsync("PATCH", "/products/1", """{"name":"Feather wand"}""")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/inventory/north/WAND");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);

        var again = await _client.SendAsync(request);

        again.StatusCode.Should().Be(HttpStatusCode.OK);
        again.Headers.ETag!.ToString().Should().NotBe(tag);
        (await (await _client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":9}""", tag)).OutcomeAsync()).Should().Be("200");
    }

    [Fact]
    public async Task Put_IfNoneMatchAny_ChangesNothingThatExists()
    {
        _client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", "*");

        (await (await _client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":9}""")).OutcomeAsync())
            .Should().Be("412 if-none-match-failed");

        (await _server.Shop.StockAsync("WAND")).Should().Be("4/0 0/0");
    }

    [Fact]
    public async Task WeakTag_TheAnswerSaysThatItNeverMatches()
    {
        var response = await _client.SendAsync("PATCH", "/products/1", """{"name":"X"}""", "W/\"0\"");

        response.StatusCode.Should().Be(HttpStatusCode.PreconditionFailed);
        (await response.ProblemAsync()).GetProperty("detail").GetString().Should().Contain("weak").And.NotContain("Someone else");
    }

    /// <summary>From the document, so that no operation is forgotten: a change either evaluates a precondition or refuses it.</summary>
    [Fact]
    public async Task EveryChange_EvaluatesOrRefusesEachPrecondition()
    {
        var document = await (await _client.GetAsync("/openapi/v1.json")).JsonAsync();
        var checkedOnes = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Name is not ("get" or "parameters")))
            {
                var honours = operation.Value.GetProperty("parameters").EnumerateArray()
                    .Any(p => p.TryGetProperty("$ref", out var name) && name.GetString()!.EndsWith("/IfMatch", StringComparison.Ordinal));
                (await OutcomeAsync(path.Name, operation, "If-Unmodified-Since", "Sat, 28 Nov 2026 09:00:00 GMT"))
                    .Should().Be("400 unsupported-precondition");
                foreach (var name in new[] { "If-Match", "If-None-Match" })
                {
                    var outcome = await OutcomeAsync(path.Name, operation, name, "nonsense");
                    if (honours)
                        outcome.Should().Be($"400 bad-{name.ToLowerInvariant()}", "{0} {1}", operation.Name, path.Name);
                    else
                        outcome.Should().Be("400 unsupported-precondition", "{0} {1}", operation.Name, path.Name);
                }

                checkedOnes++;
            }
        }

        checkedOnes.Should().BeGreaterThan(10, "else this proves nothing");
    }

    private async Task<string> OutcomeAsync(string path, JsonProperty operation, string header, string value)
    {
        var address = path.Replace("{id}", "1", StringComparison.Ordinal).Replace("{source}", "north", StringComparison.Ordinal)
            .Replace("{sku}", "WAND", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address);
        if (operation.Value.TryGetProperty("requestBody", out _))
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client.SendAsync(request);
        return await response.OutcomeAsync();
    }
}
