using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Dossier;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.LeastPrivilege;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

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
            o.SerializerOptions.Converters.Add(new ExactNumberConverter<int>());
            o.SerializerOptions.Converters.Add(new ExactNumberConverter<long>());
            o.SerializerOptions.Converters.Add(new ExactNumberConverter<decimal>());
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
        api.UseHeadAsGet();
        var calls = api.ApplicationServices.GetRequiredService<CallRecorder>();
        api.Use(async (http, next) =>
        {
            var begun = Stopwatch.GetTimestamp();
            if (http.Request.Headers["X-Request-Id"] is [{ } id] && RequestIdPattern().IsMatch(id))
                http.TraceIdentifier = id;
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
                body.MaxRequestBodySize = MaximumBody;
            http.Response.OnStarting(WriteCommonHeaders, http);
            await next(http);
            // The outermost step: whatever was answered, this is how it ended.
            calls.Answered(http, begun);
        });
        api.UseExceptionHandler();
        api.UseStatusCodePages(ApiProblems.WriteForStatusCodeAsync);
        return api.UseMiddleware<ApiHttpsMiddleware>();
    }

    /// <summary>Refuses bodies that are not plain UTF-8; after authorization, so that nobody gets this answer who would not get
    /// another.</summary>
    public static IApplicationBuilder UseReadableBodies(this IApplicationBuilder api) =>
        api.Use((http, next) =>
        {
            if (RequestBodies.IsEncoded(http.Request))
            {
                http.Response.Headers.AcceptEncoding = RequestBodies.PlainCoding;
                return RefuseMediaTypeAsync(http, "Send the body without a Content-Encoding. Compressed bodies are not supported.");
            }

            if (RequestBodies.HasOtherCharset(http.Request))
                return RefuseMediaTypeAsync(http, "Send the body as application/json in UTF-8. Other charsets are not supported.");
            RequestBodies.UnquoteCharset(http.Request);
            return next(http);
        });

    /// <summary>Refuses preconditions where nothing evaluates them: to ignore one would overwrite someone's change, or give a reader
    /// something else than they want. When reading, <c>If-None-Match</c> only saves the answer, and of a resource without a date
    /// <c>If-Unmodified-Since</c> means nothing (RFC 9110 §13.1.4).</summary>
    public static IApplicationBuilder UseEvaluatedPreconditions(this IApplicationBuilder api) =>
        api.Use((http, next) =>
        {
            var headers = http.Request.Headers;
            if (http.GetEndpoint() is not RouteEndpoint endpoint)
                return next(http);
            if (HttpMethods.IsGet(http.Request.Method))
                return headers.IfMatch.Count == 0 || HasEntityTag(endpoint)
                    ? next(http)
                    : RefusePreconditionAsync(http, HeaderNames.IfMatch);
            // With If-Match it means nothing (RFC 9110 §13.1.4).
            if (headers.IfUnmodifiedSince.Count > 0 && headers.IfMatch.Count == 0)
                return RefusePreconditionAsync(http, HeaderNames.IfUnmodifiedSince);
            if (endpoint.Metadata.GetMetadata<HonoursIfMatch>() is not null)
                return next(http);
            if (headers.IfMatch.Count > 0)
                return RefusePreconditionAsync(http, HeaderNames.IfMatch);
            return headers.IfNoneMatch.Count > 0 ? RefusePreconditionAsync(http, HeaderNames.IfNoneMatch) : next(http);
        });

    /// <summary>Maps every endpoint of version 1.</summary>
    public static void MapCommerceKittyApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(ApiPaths.Base).RequireAuthorization();
        api.MapMe();
        api.MapOrders();
        api.MapProducts();
        api.MapInventory();
        api.MapApiKeys();
        api.MapCalls();
        api.MapRefusals();
        api.MapPermissionHistory();
        api.MapUsers();
        api.MapOffboarding();
        api.MapLeastPrivilege();
        api.MapDossier();
        api.MapUserGroups();
        api.MapAuditLog();
    }

    /// <summary>What answers 304 has a tag to compare.</summary>
    private static bool HasEntityTag(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(m => m.StatusCode == StatusCodes.Status304NotModified);

    private static Task RefusePreconditionAsync(HttpContext http, string header) =>
        ApiProblems.WriteAsync(http, StatusCodes.Status400BadRequest, "unsupported-precondition",
            $"This operation does not support {header}. Where the resource has an ETag, send it as If-Match; elsewhere, send no "
            + "precondition.");

    private static Task RefuseMediaTypeAsync(HttpContext http, string detail) =>
        ApiProblems.WriteAsync(http, StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", detail);

    /// <summary>Without a closure: each request passes here. Late, because the answer to an exception begins with the headers
    /// cleared.</summary>
    private static readonly Func<object, Task> WriteCommonHeaders = static state =>
    {
        var http = (HttpContext)state;
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    };

    /// <summary>No run of 40 letters and digits: that may be a key's value without its prefix, and IDs are kept (R5).</summary>
    [GeneratedRegex(@"^(?!.*[A-Za-z0-9]{40})[A-Za-z0-9._-]{1,128}\z", RegexOptions.None, 1000)]
    private static partial Regex RequestIdPattern();
}
