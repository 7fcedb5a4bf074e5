using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Components;

/// <summary>Answers a page's request over plain HTTP, where <see cref="HttpsRequirement"/> does not allow it, with a page that says
/// what is missing.</summary>
public sealed partial class HttpsRequirementMiddleware(
    RequestDelegate next, IHostEnvironment environment, ILogger<HttpsRequirementMiddleware> logger)
{
    private const string Title = "This page needs HTTPS";

    private static readonly string[] PlainHttpAdvice =
    [
        "Over plain HTTP, passwords and sessions would cross the network unprotected. Open the address that starts with https://.",
        "Administrator: put a reverse proxy with a certificate in front of this server, or give the server a certificate. The README says "
            + "how, under “Operating it”. On the server itself, http://localhost works for a first look.",
    ];

    private static readonly string[] ProxyAdvice =
    [
        "You used HTTPS, but the reverse proxy passes requests on over plain HTTP, and this server is not set up to trust what it says "
            + "about them.",
        "Administrator: name the proxy in the server’s settings, like Proxy__KnownProxies=10.0.0.2 or Proxy__KnownNetworks=10.0.0.0/24.",
    ];

    private int _warned;

    /// <summary>Serves the request or explains.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (HttpsRequirement.IsMet(http, environment))
            return next(http);
        var behindProxy = HttpsRequirement.IsHiddenByProxy(http);
        // Once: a page that every visitor sees must not fill the log.
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            if (behindProxy)
                LogUntrustedProxy();
            else
                LogPlainHttp();
        }

        return ErrorPage.WriteAsync(http, StatusCodes.Status403Forbidden, Title, behindProxy ? ProxyAdvice : PlainHttpAdvice);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page was requested over plain HTTP from another machine and was refused. Serve "
        + "the site over HTTPS: put a reverse proxy in front of it, or give Kestrel a certificate.")]
    private partial void LogPlainHttp();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A proxy says that a page was requested over HTTPS, but its headers are not "
        + "trusted, so the page was refused. Name the proxy in Proxy:KnownProxies or Proxy:KnownNetworks.")]
    private partial void LogUntrustedProxy();
}
