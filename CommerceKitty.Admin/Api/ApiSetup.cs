using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using Microsoft.AspNetCore.Http.Features;

namespace CommerceKitty.Admin.Api;

/// <summary>The public API: its conventions and the explicit list of its endpoints.</summary>
public static partial class ApiSetup
{
    /// <summary>Largest body, in bytes.</summary>
    public const long MaximumBody = 1024 * 1024;

    /// <summary>Registers the API's conventions: JSON, problems, errors.</summary>
    public static IServiceCollection AddCommerceKittyApi(this IServiceCollection services)
    {
        // The id that X-Request-Id names, instead of the tracing activity's.
        services.AddProblemDetails(o =>
            o.CustomizeProblemDetails = c => c.ProblemDetails.Extensions["traceId"] = c.HttpContext.TraceIdentifier);
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<IdempotencyStore>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            ConfigureJson(o.SerializerOptions);
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.AllowDuplicateProperties = false;
        });
        return services;
    }

    /// <summary>How resources are written, here and by the command line: enum members in kebab-case, numbers as numbers. The
    /// camelCase of member names comes from <see cref="JsonSerializerDefaults.Web"/>.</summary>
    public static void ConfigureJson(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    /// <summary>Wraps the API's branch: request id, no caching, a body limit, a problem for every exception and bare status.</summary>
    public static IApplicationBuilder UseApiConventions(this IApplicationBuilder api)
    {
        api.Use(async (http, next) =>
        {
            if (http.Request.Headers["X-Request-Id"] is [{ } id] && RequestIdPattern().IsMatch(id))
                http.TraceIdentifier = id;
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
                body.MaxRequestBodySize = MaximumBody;
            // What answers GET answers HEAD: the server leaves the body out by itself.
            if (HttpMethods.IsHead(http.Request.Method))
                http.Request.Method = HttpMethods.Get;
            http.Response.OnStarting(WriteCommonHeaders, http);
            await next(http);
        });
        api.UseExceptionHandler();
        return api.UseStatusCodePages(ApiProblems.WriteForStatusCodeAsync);
    }

    /// <summary>Refuses bodies that cannot be read; after authorization, so that nobody gets this answer who would not get
    /// another.</summary>
    public static IApplicationBuilder UseReadableBodies(this IApplicationBuilder api) =>
        api.Use(
            (http, next) =>
                RequestBodies.HasUnknownCharset(http.Request)
        ? ApiProblems.WriteAsync(
            http,
            StatusCodes.Status415UnsupportedMediaType,
            "unsupported-media-type",
            "Send the body as application/json in UTF-8.")
        : next(http));

    /// <summary>Maps every endpoint of version 1.</summary>
    public static void MapCommerceKittyApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(ApiPaths.Base).RequireAuthorization();
        api.MapMe();
        api.MapOrders();
        api.MapProducts();
        api.MapInventory();
        api.MapApiKeys();
        api.MapUsers();
        api.MapOffboarding();
        api.MapUserGroups();
        api.MapAuditLog();
    }

    /// <summary>Without a closure: each request passes here. Late, because the answer to an exception begins with the headers
    /// cleared.</summary>
    private static readonly Func<object, Task> WriteCommonHeaders = static state =>
    {
        var http = (HttpContext)state;
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    };

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z", RegexOptions.None, 1000)]
    private static partial Regex RequestIdPattern();
}
