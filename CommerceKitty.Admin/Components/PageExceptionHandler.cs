using System.Net;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace CommerceKitty.Admin.Components;

/// <summary>Answers for a page that failed. A plain page of its own: it needs no sign-in, no database and no form, any of which may be
/// what failed (R11).</summary>
public sealed partial class PageExceptionHandler(ILogger<PageExceptionHandler> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ApiPaths.IsApi(httpContext.Request.Path))
            return false;
        if (DatabaseFaults.IsSilence(exception))
        {
            LogFailure(exception, httpContext.TraceIdentifier);
            httpContext.Response.Headers.RetryAfter = "5";
            await WriteAsync(
                httpContext,
                503,
                "Commerce Kitty is unavailable right now",
                "The database is not responding. Try again in a few seconds.");
        }
        else if (exception is BadHttpRequestException or AntiforgeryValidationException or InvalidDataException or NotSupportedException)
        {
            await WriteAsync(httpContext, 400, "The request could not be read", "Go back, reload the page and try again.");
        }
        else
        {
            LogFailure(exception, httpContext.TraceIdentifier);
            await WriteAsync(httpContext, 500, "Something went wrong", "Saved changes are safe. Go back and try again in a few seconds.");
        }

        return true;
    }

    /// <summary>Writes the page.</summary>
    public static Task WriteAsync(HttpContext http, int status, string title, string advice)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var id = WebUtility.HtmlEncode(http.TraceIdentifier);
        return http.Response.WriteAsync($$"""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>{{title}} · Commerce Kitty</title><style>body{font:400 14px/1.5 Inter,system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0 16px}main{max-width:420px}h1{font-size:20px}</style></head>
            <body><main><h1>{{title}}</h1><p>{{advice}}</p><p>If this keeps happening, give your administrator this request ID: <code>{{id}}</code></p><p><a href="/">Go to the start page</a></p></main></body></html>
            """);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed during request {TraceId}")]
    private partial void LogFailure(Exception exception, string traceId);
}
