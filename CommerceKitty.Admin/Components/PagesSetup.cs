using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace CommerceKitty.Admin.Components;

/// <summary>Registers and maps the web UI's pages, and the headers that protect them.</summary>
public static class PagesSetup
{
    /// <summary>Registers Razor components, circuits within bounds, and MudBlazor.</summary>
    public static IServiceCollection AddCommerceKittyPages(this IServiceCollection services)
    {
        services.AddExceptionHandler<PageExceptionHandler>();
        services.AddRazorComponents().AddInteractiveServerComponents(o =>
        {
            o.DisconnectedCircuitMaxRetained = 100;
            o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        });
        services.AddMudServices(o =>
        {
            o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            o.SnackbarConfiguration.PreventDuplicates = false;
            o.SnackbarConfiguration.VisibleStateDuration = 8_000;
            // Those with an action too: what a toast offers is nowhere the only way.
            o.SnackbarConfiguration.RequireInteraction = false;
            o.SnackbarConfiguration.ShowTransitionDuration = 120;
            o.SnackbarConfiguration.HideTransitionDuration = 120;
        });
        services.AddPageCompression();
        services.Replace(ServiceDescriptor.Scoped<IDialogService, SingleDialogs>());
        services.PostConfigure<LoggerFilterOptions>(KeepInputOutOfLogs);
        services.AddScoped<ViewerClock>();
        services.AddScoped<ViewerCulture>();
        services.AddScoped<ListViews>();
        services.AddScoped<ListAddresses>();
        services.AddSingleton(p => new ListChanges(
            p.GetRequiredService<ChangeVersion>().ReadAsync,
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ListChanges>>()));
        return services;
    }

    /// <summary>Wraps the pages: protecting headers, an error page, a page for what does not exist.</summary>
    public static IApplicationBuilder UsePageConventions(this IApplicationBuilder pages)
    {
        pages.UseHeadAsGet();
        pages.Use(AddSecurityHeaders);
        pages.UseMiddleware<HttpsRequirementMiddleware>();
        pages.UseMiddleware<SameOriginMiddleware>();
        pages.UseHostAntiforgeryCookie();
        pages.UseMiddleware<CompressedPackageFiles>();
        pages.UsePageCompression();
        pages.UseExceptionHandler(_ => { });
        return pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
    }

    private static Task AddSecurityHeaders(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        var nonce = CspNonce.Of(http);
        if (RequestBodies.HasOtherCharset(http.Request) || RequestBodies.IsEncoded(http.Request))
            return ErrorPage.WriteAsync(
                http,
                StatusCodes.Status415UnsupportedMediaType,
                "The form could not be read",
                "Submit it again from its page.");
        http.Response.OnStarting(() =>
        {
            // Set late: the error page starts with the headers cleared. Nothing is loaded from outside.
            headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                + $"font-src 'self'; "
                + "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            // The colours of a first visit, before there is a cookie.
            headers["Accept-CH"] = "Sec-CH-Prefers-Color-Scheme";
            headers["Critical-CH"] = "Sec-CH-Prefers-Color-Scheme";
            // The framework takes the host of such an address from the request, which anybody can forge.
            if (Uri.TryCreate(http.Response.Headers.Location, UriKind.Absolute, out var target) && target.Scheme != Uri.UriSchemeFile
                && string.Equals(target.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase))
                http.Response.Headers.Location = target.PathAndQuery + target.Fragment;
            // Pages hold what only this person may see; going back must ask again (R5).
            if (http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    }

    /// <summary>Below Information the circuits' transport logs every event with what was typed: passwords and keys among it (R5). So
    /// it stays quiet, whatever level the settings ask for, for every log provider.</summary>
    private static void KeepInputOutOfLogs(LoggerFilterOptions options)
    {
        foreach (var provider in options.Rules.Select(r => r.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (
                var category in (string[])
                    [
                        "Microsoft.AspNetCore.SignalR",
                        "Microsoft.AspNetCore.Components",
                        "Microsoft.AspNetCore.Http.Connections",
                        "Microsoft.AspNetCore.Server.Kestrel",
                        // These write the address's path.
                        "Microsoft.AspNetCore.Routing",
                        "Microsoft.AspNetCore.StaticFiles",
                        "Microsoft.AspNetCore.StaticAssets",
                        "Microsoft.AspNetCore.HostFiltering",
                        "Microsoft.AspNetCore.Diagnostics",
                    ])
                options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Information, filter: null));
            // It writes whole addresses, and someone will put a key into one.
            options.Rules.Add(new LoggerFilterRule(provider, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, filter: null));
            // One line for each request without a good key, so anybody could fill the log. The ledger counts them, and RefusalLog tells.
            options.Rules.Add(new LoggerFilterRule(
                provider, "CommerceKitty.Admin.Access.ApiKeyAuthenticationHandler", LogLevel.Warning, filter: null));
        }
    }

    /// <summary>Maps the pages and their files.</summary>
    public static void MapCommerceKittyPages(this WebApplication app)
    {
        // In Development alone, a route to every file that may come after the build: it would make a wrong method a 404 (all over /api).
        app.Configuration["DisableStaticAssetNotFoundRuntimeFallback"] = "true";
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
    }
}
