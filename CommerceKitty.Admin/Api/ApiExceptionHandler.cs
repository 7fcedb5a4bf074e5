using System.Text.Json;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using Microsoft.AspNetCore.Diagnostics;

namespace CommerceKitty.Admin.Api;

/// <summary>Turns what went wrong unexpectedly under <c>/api</c> into a problem: unreadable bodies 400, a silent database 503, else
/// 500.</summary>
public sealed partial class ApiExceptionHandler(RateLimiter limits, TimeProvider time, ILogger<ApiExceptionHandler> logger)
    : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiPaths.IsApi(httpContext.Request.Path))
            return false;
        limits.Describe(httpContext);
        ApiPolicyEvaluator.AnnounceEnd(httpContext, time);
        switch (exception)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                await ApiProblems.WriteAsync(httpContext, 400, "malformed-json", Describe(httpContext, json));
                break;
            case BadHttpRequestException { StatusCode: var status and not 400 }:
                httpContext.Response.StatusCode = status;
                await ApiProblems.WriteForStatusCodeAsync(
                    new StatusCodeContext(httpContext, new StatusCodePagesOptions(), _ => Task.CompletedTask));
                break;
            // The framework's words for a missing body are about our code.
            case BadHttpRequestException bad when bad.Message.Contains("provided", StringComparison.Ordinal)
                && bad.Message.Contains("body", StringComparison.Ordinal):
                await ApiProblems.WriteAsync(httpContext, 400, "malformed-json", "The body is missing. Send a JSON object.");
                break;
            case BadHttpRequestException bad:
                await ApiProblems.WriteAsync(httpContext, 400, "bad-request", Sentence(bad));
                break;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                break;
            case var silent when DatabaseFaults.IsSilence(silent):
                LogDatabase(exception, httpContext.TraceIdentifier);
                httpContext.Response.Headers.RetryAfter = "5";
                await ApiProblems.WriteAsync(httpContext, 503, "unavailable", "The database does not answer. Try again in a few seconds.");
                break;
            default:
                LogUnexpected(exception, httpContext.TraceIdentifier);
                await ApiProblems.WriteAsync(
                    httpContext,
                    500,
                    "internal-error",
                    "Something went wrong on our side. Quote the traceId when you report it.");
                break;
        }

        return true;
    }

    private static string Describe(HttpContext http, JsonException json)
    {
        var where = json.LineNumber is { } line ? $" (line {line + 1}, position {(json.BytePositionInLine ?? 0) + 1})" : string.Empty;
        // An unknown member is named by the serializer in its own words; ours name it without its .NET types.
        var unknown = json.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal);
        // Someone may have named a member like their key.
        var path = ApiKeyToken.Redact(json.Path ?? "$");
        if (IsAboutDigits(json))
        {
            return $"The number at {path}{where} has more digits than are kept. Numbers are not rounded; prices have at most 4 decimal "
                + "places.";
        }

        return unknown
            ? $"The body has a member that does not exist here: {path}{where}. {Advice(http, json.Path)}"
            : $"The body is not the JSON that is expected here, at {path}{where}.";
    }

    private static bool IsAboutDigits(Exception? exception) =>
        exception is UnkeptDigitsException || (exception is not null && IsAboutDigits(exception.InnerException));

    private static string Advice(HttpContext http, string? path) =>
        path is not null && BodyMembers.Nearest(http, path) is { } nearest
            ? $"Did you mean {nearest}?"
            : "Remove it or correct its name.";

    /// <summary>The server's words for what it could not read; not those about parameters, which name our types.</summary>
    private static string Sentence(BadHttpRequestException bad) => bad.Message.Contains("parameter", StringComparison.OrdinalIgnoreCase)
        ? "The request could not be read."
        : bad.Message.TrimEnd('.') + ".";

    [LoggerMessage(Level = LogLevel.Error, Message = "The database failed during request {TraceId}")]
    private partial void LogDatabase(Exception exception, string traceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of request {TraceId}")]
    private partial void LogUnexpected(Exception exception, string traceId);
}
