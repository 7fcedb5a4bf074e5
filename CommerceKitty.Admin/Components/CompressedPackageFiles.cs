using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace CommerceKitty.Admin.Components;

/// <summary>Serves the compressed copies of packages' files. The .NET 10 SDK makes them, but maps them only under the file's plain name:
/// under its name with a fingerprint, which pages use, MudBlazor's style sheet would be 627 KB instead of 43. This middleware serves the
/// plain name in its place, with the caching of the fingerprinted one. It has to run before routing.</summary>
public sealed class CompressedPackageFiles(RequestDelegate next, EndpointDataSource endpoints)
{
    private const string Immutable = "max-age=31536000, immutable";

    private FrozenDictionary<string, string>? _plainNames;

    /// <summary>Serves the request.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        // Endpoints are mapped after the middleware is built.
        _plainNames ??= Find(endpoints);
        if (http.Request.Path.Value is { } path && _plainNames.TryGetValue(path, out var plain))
        {
            http.Request.Path = plain;
            http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                    http.Response.Headers.CacheControl = Immutable;
                return Task.CompletedTask;
            });
        }

        return next(http);
    }

    /// <summary>Plain names by the fingerprinted names that have no compressed copy, where the plain name has one. Only this version's
    /// fingerprints: a browser keeps what it gets for a year.</summary>
    private static FrozenDictionary<string, string> Find(EndpointDataSource endpoints)
    {
        var files = endpoints.Endpoints
            .Select(e => e.Metadata.GetMetadata<StaticAssetDescriptor>())
            .OfType<StaticAssetDescriptor>()
            .ToList();
        var compressed = files.Where(f => f.Selectors.Count > 0).Select(f => f.Route).ToHashSet();
        return files
            .Where(f => !compressed.Contains(f.Route))
            .Select(f => (f.Route, Plain: f.Properties.FirstOrDefault(p => p.Name == "label")?.Value))
            .Where(f => f.Plain is not null && compressed.Contains(f.Plain))
            .ToFrozenDictionary(f => "/" + f.Route, f => "/" + f.Plain, StringComparer.Ordinal);
    }
}
