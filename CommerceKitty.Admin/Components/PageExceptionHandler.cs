using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
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
            await ErrorPage.WriteAsync(
                httpContext,
                503,
                "Commerce Kitty is not available right now",
                "The database does not answer. Try again in a few seconds.");
        }
        else if (exception is BadHttpRequestException or AntiforgeryValidationException or InvalidDataException or NotSupportedException)
        {
            await ErrorPage.WriteAsync(
                httpContext,
                400,
                "The request could not be read",
                "Go back, load the page again and repeat what you did.");
        }
        else
        {
            LogFailure(exception, httpContext.TraceIdentifier);
            await ErrorPage.WriteAsync(
                httpContext,
                500,
                "Something went wrong",
                "What you saved is safe. Go back and try again in a few seconds.");
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed during request {TraceId}")]
    private partial void LogFailure(Exception exception, string traceId);
}
