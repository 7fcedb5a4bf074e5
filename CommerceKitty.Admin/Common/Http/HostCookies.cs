using Microsoft.AspNetCore.Authentication.Cookies;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>Names cookies by the request's scheme: over HTTPS with the prefix <c>__Host-</c>, which binds a cookie to this host
/// (RFC 6265bis §4.1.3.2). Browsers reject the prefix over plain HTTP, which <see cref="HttpsRequirement"/> allows on this machine
/// only.</summary>
public sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>The cookie's name for this request.</summary>
    public static string NameFor(HttpContext http, string name) => http.Request.IsHttps ? "__Host-" + name : name;

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, NameFor(context, key));

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, NameFor(context, key), value, options);

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _cookies.DeleteCookie(context, NameFor(context, key), options);
}
