using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommerceKitty.Admin.Api;

/// <summary>The one map from refusals, exceptions and bare status codes to RFC 9457 problems.</summary>
public static class ApiProblems
{
    /// <summary>The endpoint's answer: the value as JSON, or the refusal as a problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToHttp<T>(this Result<T> result, HttpContext http) =>
        result.IsDone ? TypedResults.Ok(result.Value) : Refusal(http, result.Error);

    /// <summary>The refusal as a problem; sets <c>WWW-Authenticate</c> where RFC 6750 asks for it.</summary>
    public static ProblemHttpResult Refusal(HttpContext http, Error error)
    {
        var status = error.Kind switch
        {
            ErrorKind.Invalid => StatusCodes.Status400BadRequest,
            ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.Stale => StatusCodes.Status412PreconditionFailed,
            _ => throw new InvalidOperationException($"No status for {error.Kind}."),
        };
        if (error.MissingPermission is { } permission)
            BearerChallenge.InsufficientScope(http.Response, permission);
        else if (error.Kind == ErrorKind.Unauthenticated)
            BearerChallenge.InvalidToken(http.Response);
        var problem = Create(http, status, error.Code, error.Message);
        if (error.Fields.Count > 0)
            problem.Extensions["errors"] = error.Fields;
        return TypedResults.Problem(problem);
    }

    /// <summary>Writes a problem as the whole response.</summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string detail) =>
        TypedResults.Problem(Create(http, status, code, detail)).ExecuteAsync(http);

    /// <summary>Gives a body to a bare status code (unknown route, wrong method, wrong media type).</summary>
    public static Task WriteForStatusCodeAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        // What answers GET answers HEAD (see ApiSetup), also where the framework does not know it.
        if (http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow is [{ } allow]
            && allow.Split(", ") is var methods && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
        {
            http.Response.Headers.Allow = string.Join(", ", methods.Append(HttpMethods.Head).Order(StringComparer.Ordinal));
        }

        var (code, detail) = http.Response.StatusCode switch
        {
            400 => ("bad-request", "The request could not be read."),
            401 => ("invalid-token", BearerChallenge.BadKeyDetail),
            403 => ("forbidden", "This is not allowed."),
            404 => ("not-found", "There is nothing at this address. The API's resources are under /api/v1."),
            405 => (
                "method-not-allowed",
                $"This address does not answer {http.Request.Method}. The Allow header names the methods that it answers."),
            408 => ("timed-out", "The body came too slowly. Send the request again."),
            413 => ("too-large", "The body is larger than 1 MB."),
            415 => ("unsupported-media-type", "Send the body as application/json."),
            _ => ("failed", "The request failed."),
        };
        return WriteAsync(http, http.Response.StatusCode, code, detail);
    }

    private static ProblemDetails Create(HttpContext http, int status, string code, string detail) => new()
    {
        Type = $"/help/api#{code}",
        Title = TitleOf(status),
        Status = status,
        Detail = detail,
        Extensions = { ["code"] = code, ["traceId"] = http.TraceIdentifier },
    };

    /// <summary>What a status means, in a few words.</summary>
    internal static string TitleOf(int status) => status switch
    {
        400 => "The request is not valid",
        401 => "Not authenticated",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        408 => "Timed out",
        409 => "Conflict",
        412 => "Changed since you read it",
        413 => "Too large",
        415 => "Unsupported media type",
        422 => "Contradicts an earlier request",
        429 => "Too many requests",
        503 => "Not available right now",
        _ => "The request failed",
    };
}

/// <summary>Turns what went wrong unexpectedly under <c>/api</c> into a problem: unreadable bodies 400, a silent database 503, else
/// 500.</summary>
public sealed partial class ApiExceptionHandler(RateLimits limits, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiPaths.IsApi(httpContext.Request.Path))
            return false;
        limits.Describe(httpContext);
        switch (exception)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                await ApiProblems.WriteAsync(httpContext, 400, "malformed-json", Describe(json));
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
                await ApiProblems.WriteAsync(httpContext, 400, "bad-request", Sentence(bad.Message));
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

    private static string Describe(JsonException json)
    {
        var where = json.LineNumber is { } line ? $" (line {line + 1}, position {(json.BytePositionInLine ?? 0) + 1})" : string.Empty;
        // An unknown member is named by the serializer in its own words; ours name it without its .NET types.
        var unknown = json.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal);
        // Somebody may have named a member like their key.
        var path = ApiKeyToken.Redact(json.Path ?? "$");
        return unknown
            ? $"The body has a member that does not exist here: {path}{where}. Remove it or correct its name."
            : $"The body is not the JSON that is expected here, at {path}{where}.";
    }

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";

    [LoggerMessage(Level = LogLevel.Error, Message = "The database failed during request {TraceId}")]
    private partial void LogDatabase(Exception exception, string traceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of request {TraceId}")]
    private partial void LogUnexpected(Exception exception, string traceId);
}

/// <summary>Where the API lives.</summary>
public static class ApiPaths
{
    /// <summary>The base of version 1.</summary>
    public const string Base = "/api/v1";

    private const string Root = "api";

    /// <summary>True for everything that answers as an API: keys only, problems, never a page or a redirect. An address that only looks
    /// like one (doubled or encoded slashes) is nobody's page either.</summary>
    public static bool IsApi(PathString path)
    {
        var rest = path.Value.AsSpan();
        while (SeparatorLength(rest) is > 0 and var length)
            rest = rest[length..];
        return rest.StartsWith(Root, StringComparison.OrdinalIgnoreCase)
            && (rest.Length == Root.Length || SeparatorLength(rest[Root.Length..]) > 0);
    }

    /// <summary>How long the separator is that the text begins with; 0 when it begins with none. Servers leave an encoded slash
    /// encoded.</summary>
    private static int SeparatorLength(ReadOnlySpan<char> text) => text switch
    {
        ['/' or '\\', ..] => 1,
        ['%', '2', 'f' or 'F', ..] => 3,
        _ => 0,
    };
}
