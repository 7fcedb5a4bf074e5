using Microsoft.AspNetCore.ResponseCompression;

namespace CommerceKitty.Admin.Components;

/// <summary>Compresses pages where that cannot tell a stranger anything. The length of a compressed page depends on whether a text from its
/// address repeats something in it (BREACH), so one that another site made the browser open is sent as it is: browsers name that site's
/// relation in <c>Sec-Fetch-Site</c> (W3C Fetch Metadata). Files have compressed copies of their own, and the API's answers are not
/// compressed.</summary>
public static class PageCompression
{
    /// <summary>Registers the compression.</summary>
    public static IServiceCollection AddPageCompression(this IServiceCollection services) => services.AddResponseCompression(o =>
    {
        o.EnableForHttps = true;
        o.MimeTypes = ["text/html"];
        o.Providers.Add<BrotliCompressionProvider>();
        o.Providers.Add<GzipCompressionProvider>();
    });

    /// <summary>Compresses the pages that follow.</summary>
    public static IApplicationBuilder UsePageCompression(this IApplicationBuilder pages) =>
        pages.UseWhen(http => IsOpenedByItsUser(http.Request), branch => branch.UseResponseCompression());

    /// <summary>True when the browser says that the person at it, or a page of this site, asked for the page.</summary>
    private static bool IsOpenedByItsUser(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "none";
}
