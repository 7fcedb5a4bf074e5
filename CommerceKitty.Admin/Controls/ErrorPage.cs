using System.Net;

namespace CommerceKitty.Admin.Controls;

/// <summary>A plain page of its own for what failed: it needs no sign-in, no database and no form, any of which may have failed
/// (R11).</summary>
public static class ErrorPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="http">The request to answer.</param>
    /// <param name="status">The answer's status code.</param>
    /// <param name="title">What happened. Fixed text: it is not encoded.</param>
    /// <param name="advice">What to do, a paragraph each. Fixed text: it is not encoded.</param>
    public static Task WriteAsync(HttpContext http, int status, string title, params string[] advice)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var id = WebUtility.HtmlEncode(http.TraceIdentifier);
        return http.Response.WriteAsync($$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{{title}} · Commerce Kitty</title>
              <style>
                body { font: 400 14px/1.5 Inter, system-ui, sans-serif; margin: 0 16px }
                body { display: grid; place-items: center; min-height: 90vh }
                main { max-width: 420px }
                h1 { font-size: 20px }
              </style>
            </head>
            <body>
              <main>
                <h1>{{title}}</h1>
                <p>{{string.Join("</p>\n    <p>", advice)}}</p>
                <p>If this continues, give your administrator this ID: <code>{{id}}</code></p>
                <p><a href="/">Go to the home page</a></p>
              </main>
            </body>
            </html>
            """);
    }
}
