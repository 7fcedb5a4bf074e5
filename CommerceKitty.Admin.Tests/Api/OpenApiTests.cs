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
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The description of the API for programs: complete, true to the endpoints, and the same for everybody.</summary>
public sealed partial class OpenApiTests(AppHost host) : IClassFixture<AppHost>
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
                $"{e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} /{ConstraintPattern().Replace(e.RoutePattern.RawText!.Trim('/'), "}")} {e.Metadata.GetMetadata<RequiredPermission>()?.Permission}"
            );

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

    [GeneratedRegex(":[a-z]+}", RegexOptions.None, 1000)]
    private static partial Regex ConstraintPattern();
}
