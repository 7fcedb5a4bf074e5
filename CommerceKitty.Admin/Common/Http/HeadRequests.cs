namespace CommerceKitty.Admin.Common.Http;

/// <summary>HEAD is GET without the body (RFC 9110 §9.3.2). Neither pages nor endpoints know it by themselves.</summary>
public static class HeadRequests
{
    /// <summary>Lets everything behind it answer HEAD as it answers GET; the server leaves the body out by itself.</summary>
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get;
            http.Features.Set(Marker);
        }

        return next(http);
    });

    private static readonly HeadRequest Marker = new();

    /// <summary>True for a HEAD request, which is answered as GET: what a GET does besides answering must not happen.</summary>
    public static bool IsHead(HttpContext http) => http.Features.Get<HeadRequest>() is not null;

    private sealed class HeadRequest;
}
