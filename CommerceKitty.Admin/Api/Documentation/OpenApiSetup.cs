using System.Text.Json.Nodes;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Help;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>The OpenAPI document (<c>/openapi/v1.json</c>) and the API reference (<c>/docs</c>). Both are public.</summary>
public static class OpenApiSetup
{
    /// <summary>The address of the OpenAPI document.</summary>
    public const string DocumentAddress = "/openapi/v1.json";

    /// <summary>The address of the API reference.</summary>
    public const string ReferenceAddress = "/docs";

    private const string DocumentName = "v1";

    private const string Styles =
        """
        @font-face {
          font-family: Inter;
          font-weight: 100 900;
          font-display: swap;
          src: url(/fonts/inter-latin-wght-normal.woff2) format('woff2')
        }
        @font-face {
          font-family: 'JetBrains Mono';
          font-weight: 100 800;
          font-display: swap;
          src: url(/fonts/jetbrains-mono-latin-wght-normal.woff2) format('woff2')
        }
        :root {
          --scalar-font: Inter, system-ui, sans-serif;
          --scalar-font-code: 'JetBrains Mono', ui-monospace, monospace
        }
        """;

    /// <summary>Registers the OpenAPI document.</summary>
    public static IServiceCollection AddCommerceKittyOpenApi(this IServiceCollection services)
    {
        services.AddOpenApi(DocumentName, o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.ShouldInclude = d => ApiPaths.IsApi("/" + d.RelativePath);
            o.CreateSchemaReferenceId = NameOf;
            o.AddSchemaTransformer<SchemaTransformer>();
            o.AddOperationTransformer<OperationTransformer>();
            o.AddDocumentTransformer<DocumentTransformer>();
        });
        services.AddSingleton<OpenApiText>();
        services.AddSingleton<ApiOperations>();
        return services;
    }

    /// <summary>Maps both addresses.</summary>
    public static void MapCommerceKittyDocs(this IEndpointRouteBuilder app)
    {
        app.MapGet(DocumentAddress, GetDocument).AllowAnonymous().ExcludeFromDescription();
        app.MapScalarApiReference(ReferenceAddress, (options, http) =>
        {
            options.Title = "API reference · Commerce Kitty";
            options.OpenApiRoutePattern = DocumentAddress;
            options.Favicon = "/favicon.svg";
            // No requests to other servers.
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ProxyUrl = null;
            options.DisableAgent();
            options.DisableMcp();
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
            options.CustomCss = Styles;
            // A pasted key is not stored.
            options.PersistentAuthentication = false;
            options.AddPreferredSecuritySchemes("ApiKey");
            options.WithNonce(CspNonce.Of(http));
        }).AllowAnonymous();
    }

    private static async Task<IResult> GetDocument(HttpContext http, OpenApiText text, CancellationToken ct)
    {
        var (json, tag) = await text.GetAsync(ct);
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(json, "application/json", entityTag: tag);
    }

    /// <summary>Client generators use these names: Order rather than OrderResource, OrderList rather than ListResponseOfOrderResource. An
    /// optional member and an object with any members have no schema of their own.</summary>
    private static string? NameOf(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        if (type.Type == typeof(JsonObject) || (type.Type.IsGenericType && type.Type.GetGenericTypeDefinition() == typeof(Optional<>)))
            return null;
        if (type.Type.IsGenericType && type.Type.GetGenericTypeDefinition() == typeof(ListResponse<>))
            return WithoutSuffix(type.Type.GetGenericArguments()[0].Name) + "List";
        return OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? WithoutSuffix(name) : null;
    }

    private static string WithoutSuffix(string name) =>
        name.EndsWith("Resource", StringComparison.Ordinal) ? name[..^"Resource".Length] : name;
}
