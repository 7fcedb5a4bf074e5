using System.Text;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Every way into the running product, with what it demands: an unprotected one shows in the review.</summary>
[Trait("Needs", "Server")]
public sealed class EndpointManifestTests(AppHost host) : IClassFixture<AppHost>
{
    /// <summary>Where nobody needs to be signed in. A line more here is a decision.</summary>
    private static readonly string[] Anonymous =
    [
        "GET /docs/{documentName?}",
        "GET /docs/favicon.svg",
        "GET /docs/scalar.aspnetcore.js",
        "GET /docs/scalar.js",
        "GET /openapi/v1.json",
        "GET,POST /account/forgot",
        "GET,POST /account/invitation",
        "GET,POST /account/reset",
        "GET,POST /account/sign-in",
        "GET,POST /setup",
        "POST /account/sign-out",
    ];

    /// <summary>Pages that every signed-in person may open, and those outside the shell.</summary>
    private static readonly string[] PagesWithoutPermission =
    [
        "/", "/account/forgot", "/account/invitation", "/account/not-allowed", "/account/reset", "/account/sign-in", "/help", "/help/api",
        "/help/api-keys", "/help/users", "/not-found", "/setup",
    ];

    private readonly List<RouteEndpoint> _endpoints =
        [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()];

    [Fact]
    public void Endpoints_All_AreTheSnapshot() => Snapshot.Match(Manifest(_endpoints), "EndpointManifest");

    [Fact]
    public void ApiEndpoints_All_DemandSomebodyKnown()
    {
        var api = OfKind("api");

        api.Should().NotBeEmpty();
        api.Where(IsUnprotectedApi).Select(Title).Should().BeEmpty("every endpoint under /api requires authorization");
    }

    [Fact]
    public void ApiEndpoints_AllButMe_DemandAPermission()
    {
        var api = OfKind("api").Where(e => Route(e) is not ("/api/v1/me" or "/api/v1/me/rotation" or "/api/v1/me/revocation")).ToList();

        api.Should().NotBeEmpty();
        api.Where(IsWithoutPermission)
            .Select(Title)
            .Should()
            .BeEmpty("RequirePermission names the permission for refusals and docs, and sets the policy");
    }

    [Fact]
    public async Task HelpPage_Operations_AreExactlyTheEndpointsWithTheirPermissions()
    {
        var operations = await host.Services.GetRequiredService<ApiOperations>().ListAsync();

        operations.Select(o => $"{o.Method} {o.Path} {o.Permission}").Should().BeEquivalentTo(OfKind("api").Select(e =>
        {
            var title = Title(e).Replace(":int", "").Replace(":long", "").Replace("/api/v1", "");
            return $"{title} {e.Metadata.GetMetadata<RequiredPermission>()?.Permission}";
        }));
        operations.Should().OnlyContain(o => o.Summary.Length > 0);
        var orders = operations.Single(o => o is { Method: "GET", Path: "/orders" });
        orders.Filters.Should().Equal("status", "channel", "q");
        orders.Sorts.Should().Equal("placedAt", "updatedAt", "number", "total");
    }

    [Fact]
    public void Pages_All_DemandAPermissionOrAreListed()
    {
        var pages = OfKind("page").Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).ToList();

        pages.Should().NotBeEmpty();
        pages.Where(e => !DemandsPermission(e)).Select(Route).Should().BeEquivalentTo(PagesWithoutPermission);
    }

    [Fact]
    public void Anonymous_Endpoints_AreExactlyTheListed() =>
        _endpoints.Where(e => IsAnonymous(e) && KindOf(e) != "static").Select(Title).Should().BeEquivalentTo(Anonymous);

    [Fact]
    public void Policies_All_AreOfTheCatalogue() =>
        _endpoints.SelectMany(Policies).Distinct().Should().NotBeEmpty().And.OnlyContain(p => PermissionCatalogue.Find(p) != null);

    [Fact]
    public void Checks_UnprotectedEndpoints_AreFound()
    {
        var open = Sample("/api/v1/cats");
        var openAgain = Sample("/api/v1/cats", new AuthorizeAttribute(Permissions.Orders.View), new AllowAnonymousAttribute());
        var noPermission = Sample("/api/v1/cats", new AuthorizeAttribute());
        var other = Sample(
            "/api/v1/cats",
            new AuthorizeAttribute(Permissions.Orders.View),
            new RequiredPermission(Permissions.Orders.Edit));
        var right = Sample(
            "/api/v1/cats",
            new AuthorizeAttribute(Permissions.Orders.View),
            new RequiredPermission(Permissions.Orders.View));

        new[] { open, openAgain, noPermission, other, right }.Select(IsUnprotectedApi).Should().Equal(true, true, false, false, false);
        new[] { open, openAgain, noPermission, other, right }.Select(IsWithoutPermission).Should().Equal(true, true, true, true, false);
        IsAnonymous(openAgain).Should().BeTrue();
        DemandsPermission(openAgain).Should().BeFalse();
        Manifest([open]).Should().Contain("fallback policy");
    }

    private static RouteEndpoint Sample(string route, params object[] metadata) =>
        new(
            _ => Task.CompletedTask,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(route),
            0,
            new EndpointMetadataCollection(metadata),
            route);

    private static string Manifest(IEnumerable<RouteEndpoint> endpoints)
    {
        var all = endpoints.ToList();
        var text = new StringBuilder();
        foreach (
            var line in all.Where(e => KindOf(e) != "static")
                .Select(e => $"{KindOf(e),-9} {Title(e)}  →  {Demand(e)}")
                .Distinct()
                .Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');
        // Their names carry fingerprints and differ from build to build.
        foreach (var demand in all.Where(e => KindOf(e) == "static").Select(Demand).Distinct().Order(StringComparer.Ordinal))
            text.Append($"{"static",-9} files  →  {demand}\n");
        return text.ToString();
    }

    private static string KindOf(RouteEndpoint endpoint)
    {
        var route = Route(endpoint);
        if (route.Equals("/api", StringComparison.OrdinalIgnoreCase) || route.StartsWith("/api/", StringComparison.OrdinalIgnoreCase))
            return "api";
        // The last is what MapStaticAssets adds in Development, for files that came after the build.
        if (
            endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || route.StartsWith("/_framework/resource-collection", StringComparison.Ordinal)
            || route == "/{**path:file}")
        {
            return "static";
        }

        return route.StartsWith("/_", StringComparison.Ordinal) ? "framework" : "page";
    }

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static string Title(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } verbs
            ? string.Join(',', verbs.Order(StringComparer.Ordinal))
            : "ANY") + " " + Route(endpoint);

    private static string Demand(RouteEndpoint endpoint)
    {
        if (IsAnonymous(endpoint))
            return "anonymous";
        var demanded = Policies(endpoint)
            .Concat(endpoint.Metadata.GetOrderedMetadata<RequiredPermission>().Select(p => p.Permission))
            .Distinct()
            .ToList();
        return demanded.Count > 0 ? string.Join(" and ", demanded)
            : IsAuthorized(endpoint) ? "signed in" : "signed in, by the fallback policy";
    }

    private static IEnumerable<string> Policies(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().Distinct();

    private static bool IsAnonymous(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool IsAuthorized(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null;

    private static bool IsUnprotectedApi(RouteEndpoint endpoint) => IsAnonymous(endpoint) || !IsAuthorized(endpoint);

    private static bool DemandsPermission(RouteEndpoint endpoint) =>
        !IsAnonymous(endpoint) && Policies(endpoint).Any(p => PermissionCatalogue.Find(p) is not null);

    private static bool IsWithoutPermission(RouteEndpoint endpoint) =>
        !DemandsPermission(endpoint)
        || endpoint.Metadata.GetMetadata<RequiredPermission>() is not { Permission: var permission }
        || !Policies(endpoint).Contains(permission);

    private List<RouteEndpoint> OfKind(string kind) => [.. _endpoints.Where(e => KindOf(e) == kind)];
}
