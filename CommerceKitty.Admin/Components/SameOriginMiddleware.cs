using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Mail;
using Microsoft.AspNetCore.Http.Features;

namespace CommerceKitty.Admin.Components;

/// <summary>Refuses circuits that a page of another origin begins, and any other WebSocket. Browsers send the session's cookie with them,
/// also from another port of this host, and apply no same-origin policy to WebSockets (RFC 6455 §10.2).</summary>
public sealed partial class SameOriginMiddleware(RequestDelegate next, IConfiguration configuration, ILogger<SameOriginMiddleware> logger)
{
    /// <summary>Where circuits are negotiated and run.</summary>
    private const string Circuits = "/_blazor";

    private readonly string? _publicOrigin = PublicAddress.Read(configuration)?.GetLeftPart(UriPartial.Authority);

    private int _warned;

    /// <summary>Passes the request on or answers 403.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var isWebSocket = IsWebSocket(http);
        if ((!isWebSocket && !http.Request.Path.StartsWithSegments(Circuits, StringComparison.OrdinalIgnoreCase))
            || IsOfThisSite(http.Request, isWebSocket))
            return next(http);
        // Once: repeated attempts must not fill the log.
        if (Interlocked.Exchange(ref _warned, 1) == 0)
            LogOtherOrigin(PublicAddress.Setting);
        return ErrorPage.WriteAsync(
            http, StatusCodes.Status403Forbidden, "This request came from another site", "Open the page at this site's own address.");
    }

    private static bool IsWebSocket(HttpContext http) =>
        http.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private bool IsOfThisSite(HttpRequest request, bool isWebSocket)
    {
        var origins = request.Headers.Origin;
        if (origins.Count > 1)
            return false;
        if (origins.Count == 1)
        {
            return string.Equals(origins[0], $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                || string.Equals(origins[0], _publicOrigin, StringComparison.OrdinalIgnoreCase);
        }

        // Browsers name the origin of every WebSocket and POST; of a GET they say what it is to this site.
        return !isWebSocket && request.Headers["Sec-Fetch-Site"].ToString() is ("" or "same-origin" or "none");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page of another origin tried to open a circuit and was refused. If people can't "
        + "use the site behind a proxy, set {Setting} to the address that they open.")]
    private partial void LogOtherOrigin(string setting);
}
