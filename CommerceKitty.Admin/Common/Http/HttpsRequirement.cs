using System.Net;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>Decides which requests for pages may come over plain HTTP: those of a browser on this machine, and in Development all of
/// them. Everywhere else passwords and sessions could be read on the way.</summary>
public static class HttpsRequirement
{
    /// <summary>True when the request is acceptable as it came.</summary>
    public static bool IsMet(HttpContext http, IHostEnvironment environment) =>
        http.Request.IsHttps || environment.IsDevelopment() || IsOfThisMachine(http);

    /// <summary>True when a proxy says that the caller used HTTPS, but its headers are not trusted: the setting is missing.</summary>
    public static bool IsHiddenByProxy(HttpContext http) =>
        !http.Request.IsHttps && http.Request.Headers["X-Forwarded-Proto"].ToString().Contains("https", StringComparison.OrdinalIgnoreCase);

    // A proxy on this machine connects from loopback too, but it says for whom, and under which name.
    private static bool IsOfThisMachine(HttpContext http) =>
        (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded")
        && !IsHiddenByProxy(http) && IsLoopbackName(http.Request.Host.Host);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) // RFC 6761 §6.3
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
