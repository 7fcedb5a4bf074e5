using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Net;
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
            await ErrorPage.WriteAsync(httpContext, 400, "The request could not be read", "Go back, load the page again and repeat what you did.");
        }
        else
        {
            LogFailure(exception, httpContext.TraceIdentifier);
            await ErrorPage.WriteAsync(httpContext, 500, "Something went wrong", "What you saved is safe. Go back and try again in a few seconds.");
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed during request {TraceId}")]
    private partial void LogFailure(Exception exception, string traceId);
}
