using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The description of the API for programs: complete, true to the endpoints, and the same for everybody.</summary>
[Trait("Needs", "Server")]
public sealed partial class OpenApiTests(AppHost host) : IClassFixture<AppHost>
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names such as OrderStatus. A single word is as likely English.</summary>
    private static readonly FrozenSet<string> TypeNames = typeof(Program).Assembly.GetTypes().Select(t => t.Name).ToFrozenSet();

    [Fact]
    public async Task Document_Whole_IsTheSnapshot() => Snapshot.Match((await ReadAsync()).ToJsonString(Indented), "OpenApi");

    [Fact]
    public async Task Document_EverythingInIt_IsDocumented() => OpenApiRules.Defects(await ReadAsync()).Should().BeEmpty();

    [Fact]
    public async Task Document_IsOpenApi31WithoutAnyServerOfOthers()
    {
        var document = await ReadAsync();

        document["openapi"]!.GetValue<string>().Should().StartWith("3.1.");
        document["servers"]!.AsArray().Select(s => s!["url"]!.GetValue<string>()).Should().Equal("/");
        document["info"]!
            .AsObject()
            .Select(p => p.Key)
            .Should()
            .Contain(["title", "summary", "description", "version", "contact", "license"]);
        document["components"]!["securitySchemes"]!["ApiKey"]!["scheme"]!.GetValue<string>().Should().Be("bearer");
        document["security"]!.ToJsonString().Should().Be("""[{"ApiKey":[]}]""");
    }

    [Fact]
    public async Task Document_Operations_AreExactlyTheApisEndpointsWithTheirPermissions()
    {
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .Select(e =>
                $"{e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} "
                + $"/{ConstraintPattern().Replace(e.RoutePattern.RawText!.Trim('/'), "}")} "
                + e.Metadata.GetMetadata<RequiredPermission>()?.Permission);

        OpenApiRules
            .Operations(await ReadAsync())
            .Select(o => $"{o.Title} {o.Operation["x-required-permission"]}")
            .Should()
            .BeEquivalentTo(endpoints);
    }

    [Fact]
    public async Task Document_Ids_AreUnique() =>
        OpenApiRules
            .Operations(await ReadAsync())
            .Select(o => o.Operation["operationId"]!.GetValue<string>())
            .Should()
            .NotBeEmpty()
            .And.OnlyHaveUniqueItems();

    [Fact]
    public async Task Document_Texts_NeverShowCode() =>
        TextsIn(await ReadAsync()).Where(LooksLikeCode).Should().BeEmpty("clients know names of the API, not those of C#");

    [Theory]
    [InlineData("0 to RotateApiKeyRequest.MaximumOverlap hours", true)]
    [InlineData("0 to int RotateApiKeyRequest.MaximumOverlap hours", true)]
    [InlineData("A System.Nullable of int", true)]
    [InlineData("For one item, in Product.Currency", true)]
    [InlineData("The status, an OrderStatus", true)]
    [InlineData("A list of OrderResource", true)]
    [InlineData("See <see cref=\"Order\"/>", true)]
    [InlineData("A List`1 of orders", true)]
    [InlineData("Never its value (R5)", true)]
    [InlineData("The shape of the public API (design §5)", true)]
    [InlineData("An error (RFC 9457), at most 1,000 characters. Send `Authorization: Bearer kitty_…`.", false)]
    [InlineData("The X-Request-Id of this request, the traceId, or lines[0].quantity. An order.", false)]
    public void LooksLikeCode_EachSample_IsToldRight(string text, bool isCode) => LooksLikeCode(text).Should().Be(isCode);

    [Fact]
    public async Task Rules_EachThingTakenAway_IsMissed()
    {
        // What a new endpoint that nobody documented would lack.
        await MissesAsync("has no summary", d => Order(d, "get").Remove("summary"));
        await MissesAsync("has no description", d => Order(d, "get").Remove("description"));
        await MissesAsync("names no permission", d => Order(d, "get").Remove("x-required-permission"));
        await MissesAsync("has no tag", d => Order(d, "get")["tags"] = new JsonArray("Elsewhere"));
        await MissesAsync("does not document 429", d => Order(d, "get")["responses"]!.AsObject().Remove("429"));
        await MissesAsync("documents no success", d => Order(d, "get")["responses"]!.AsObject().Remove("200"));
        await MissesAsync("has no schema", d => Order(d, "get")["responses"]!["200"]!.AsObject().Remove("content"));
        await MissesAsync("has no headers", d => Order(d, "get")["responses"]!["200"]!.AsObject().Remove("headers"));
        await MissesAsync(
            "request has no example",
            d => Order(d, "patch")["requestBody"]!["content"]!["application/json"]!.AsObject().Remove("example"));
        await MissesAsync(
            "is not of its schema",
            d => Order(d, "patch")["requestBody"]!["content"]!["application/json"]!["example"]!["cat"] = "Tom");
        await MissesAsync("id has no example", d => Order(d, "get")["parameters"]![0]!.AsObject().Remove("example"));
        await MissesAsync("id has no maximum", d => Order(d, "get")["parameters"]![0]!["schema"]!.AsObject().Remove("maximum"));
        await MissesAsync("member notes has no maxLength", d => Schema(d, "Order")["properties"]!["notes"]!.AsObject().Remove("maxLength"));
        await MissesAsync(
            "member notes has no description",
            d => Schema(d, "Order")["properties"]!["notes"]!.AsObject().Remove("description"));
        await MissesAsync("member lines has no maxItems", d => Schema(d, "Order")["properties"]!["lines"]!.AsObject().Remove("maxItems"));
        await MissesAsync("lets members pass", d => Schema(d, "OrderEdit").Remove("additionalProperties"));
    }

    [Fact]
    public async Task Get_WithoutAKey_AnswersAndIsCachedByItsTag()
    {
        using var client = host.Client();
        using var first = await client.GetAsync("/openapi/v1.json");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        first.Headers.ETag!.IsWeak.Should().BeFalse();
        first.Headers.CacheControl!.NoCache.Should().BeTrue("a new version of the program must be seen at once");
        (await client.SendAsync(again)).StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    /// <summary>All texts for people.</summary>
    private static IEnumerable<string> TextsIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m =>
            m is { Key: "description" or "summary" or "detail", Value: JsonValue text } ? [text.GetValue<string>()] : TextsIn(m.Value)),
        JsonArray items => items.SelectMany(TextsIn),
        _ => [],
    };

    /// <summary>True for dotted names, generic types, tags of XML documentation, numbers of rules, and the names of types that are not
    /// English words.</summary>
    private static bool LooksLikeCode(string text) =>
        CodePattern().IsMatch(text) || CompoundPattern().Matches(text).Any(w => TypeNames.Contains(w.Value));

    private static JsonObject Order(JsonObject document, string method) => document["paths"]!["/api/v1/orders/{id}"]![method]!.AsObject();

    private static JsonObject Schema(JsonObject document, string name) => document["components"]!["schemas"]![name]!.AsObject();

    private async Task MissesAsync(string defect, Action<JsonObject> takeAway)
    {
        var document = await ReadAsync();
        takeAway(document);
        OpenApiRules.Defects(document).Should().Contain(d => d.Contains(defect, StringComparison.Ordinal));
    }

    private async Task<JsonObject> ReadAsync()
    {
        using var client = host.Client();
        return JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();
    }

    [GeneratedRegex(@"\b[A-Z]\w*\.[A-Z]\w*|\w`\d|<\w|\bR\d+\b|§\d|\bcref\b")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\b[A-Z][a-z0-9]+[A-Z]\w*")]
    private static partial Regex CompoundPattern();

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex ConstraintPattern();
}
