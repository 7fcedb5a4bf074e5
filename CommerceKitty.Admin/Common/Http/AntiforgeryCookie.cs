using Microsoft.Extensions.Primitives;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>Gives the antiforgery cookie the prefix <c>__Host-</c> over HTTPS, as <see cref="HostCookies"/> does it for others: a page of
/// another host of the same site can then not set one of its own. The framework knows one fixed name.</summary>
public static class AntiforgeryCookie
{
    /// <summary>The name that the framework knows.</summary>
    public const string Name = "CommerceKitty.Antiforgery";

    private const string Prefix = "__Host-";

    /// <summary>Renames the cookie on its way in and out. One without the prefix is not accepted.</summary>
    public static IApplicationBuilder UseHostAntiforgeryCookie(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!http.Request.IsHttps)
            return next(http);
        if (http.Request.Headers.Cookie is { Count: > 0 } sent)
            http.Request.Headers.Cookie = new StringValues([.. sent.Select(WithoutPrefix)]);
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            if (headers.SetCookie is { Count: > 0 } set)
                headers.SetCookie = new StringValues([.. set.Select(c => IsNamed(c, Name) ? Prefix + c : c)]);
            return Task.CompletedTask;
        }, http);
        return next(http);
    });

    private static string WithoutPrefix(string? cookies) => string.Join("; ", (cookies ?? string.Empty)
        .Split(';', StringSplitOptions.TrimEntries)
        .Where(c => !IsNamed(c, Name))
        .Select(c => IsNamed(c, Prefix + Name) ? c[Prefix.Length..] : c));

    private static bool IsNamed(string? cookie, string name) =>
        cookie is not null && cookie.StartsWith(name, StringComparison.Ordinal) && cookie.AsSpan(name.Length).TrimStart().StartsWith("=");
}
