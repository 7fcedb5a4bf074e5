using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>The one map from refusals and bare status codes to RFC 9457 problems. Exceptions are <c>ApiExceptionHandler</c>'s.</summary>
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
            415 => ("unsupported-media-type", "Send the body as application/json in UTF-8."),
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
