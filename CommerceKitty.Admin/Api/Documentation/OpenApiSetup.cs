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
          font-weight: 400 700;
          font-display: swap;
          src: url(/fonts/inter-latin-wght-normal.woff2) format('woff2')
        }
        @font-face {
          font-family: 'JetBrains Mono';
          font-weight: 400 700;
          font-display: swap;
          src: url(/fonts/jetbrains-mono-latin-wght-normal.woff2) format('woff2')
        }
        :root {
          --scalar-font: Inter, system-ui, sans-serif;
          --scalar-font-code: 'JetBrains Mono', ui-monospace, monospace;
          --scalar-custom-header-height: 44px
        }
        /* Scalar's quieter colours are too faint to read (WCAG 2.2, 1.4.3). */
        .light-mode {
          --scalar-color-2: #3f4650;
          --scalar-color-3: #545c68;
          --scalar-color-green: #0b6b34;
          --scalar-color-yellow: #7a5200;
          --scalar-color-orange: #9a3b00;
          --scalar-color-red: #b00020;
          --scalar-color-blue: #0b5cad;
          --scalar-color-purple: #6b3fa0
        }
        .dark-mode { --scalar-color-2: #c9ced6; --scalar-color-3: #adb4bf }
        .ck-docs-header {
          display: flex;
          gap: 24px;
          align-items: center;
          height: 44px;
          padding: 0 16px;
          box-sizing: border-box;
          position: sticky;
          top: 0;
          z-index: 20;
          background: var(--scalar-background-1, Canvas);
          border-bottom: 1px solid var(--scalar-border-color, GrayText);
          font: 500 14px/1 Inter, system-ui, sans-serif
        }
        /* An icon without a name. */
        a[href^="mailto:"] { display: none !important }
        .ck-docs-header a { color: var(--scalar-color-1, LinkText) }
        """;

    private const string Header =
        """
        <nav class="ck-docs-header" aria-label="Commerce Kitty"><a href="/help/api">← Help</a><a href="/">Commerce Kitty Admin</a></nav>
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
            // The colours of the pages, which the viewer chose there.
            options.ForceThemeMode = ViewerPreferences.Of(http).Dark ? ThemeMode.Dark : ThemeMode.Light;
            options.HideDarkModeToggle = true;
            options.HeaderContent = Header;
            // Scalar's page does not say its language (WCAG 2.2, 3.1.1).
            options.HeadContent = $"<script nonce=\"{CspNonce.Of(http)}\">document.documentElement.lang = 'en'</script>";
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
