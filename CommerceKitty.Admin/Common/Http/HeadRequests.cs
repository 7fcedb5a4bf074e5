namespace CommerceKitty.Admin.Common.Http;

/// <summary>HEAD is GET without the body (RFC 9110 §9.3.2). Neither pages nor endpoints know it by themselves.</summary>
public static class HeadRequests
{
    /// <summary>Lets everything behind it answer HEAD as it answers GET; the server leaves the body out by itself.</summary>
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    });
}
