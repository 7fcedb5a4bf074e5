using System.Security.Cryptography;
using System.Text;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Security;
using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Api;

/// <summary>Carries out a POST with an <c>Idempotency-Key</c> once and answers it as often as it is sent (design §5). It comes after
/// authorization: what is not allowed leaves no trace.</summary>
public sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyStore store)
{
    /// <summary>The header that names a request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Tells an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int MaximumLength = 255;

    /// <summary>Runs within the request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || !context.Request.Headers.TryGetValue(Header, out var values)
            || context.User is not ActorPrincipal { Actor.ApiKeyId: { } apiKeyId }
            // What answers a wrong method or media type is no route.
            || context.GetEndpoint() is not RouteEndpoint)
        {
            return next(context);
        }

        return values is [{ Length: >= 1 and <= MaximumLength } key] && key.All(c => c is >= '!' and <= '~')
            ? HandleAsync(context, apiKeyId, key)
            : ApiProblems.WriteAsync(context, StatusCodes.Status400BadRequest, "bad-idempotency-key",
                "Send one Idempotency-Key of 1 to 255 visible ASCII characters, for example a UUID.");
    }

    private async Task HandleAsync(HttpContext http, int apiKeyId, string key)
    {
        var ct = http.RequestAborted;
        var decision = await store.BeginAsync(
            apiKeyId,
            SHA256.HashData(Encoding.ASCII.GetBytes(key)),
            await FingerprintAsync(http.Request, ct),
            ct);
        switch (decision.Outcome)
        {
            case IdempotencyOutcome.CarryOut:
                await CarryOutAsync(http, apiKeyId, decision.Attempt!);
                break;
            case IdempotencyOutcome.Answered:
                await ReplayAsync(http, decision.Answer!);
                break;
            case IdempotencyOutcome.InFlight:
                http.Response.Headers.RetryAfter = "1";
                await ApiProblems.WriteAsync(http, StatusCodes.Status409Conflict, "idempotency-in-flight",
                    "A request with this Idempotency-Key is being carried out. Send it again in a second to get its answer.");
                break;
            case IdempotencyOutcome.Reused:
                await ApiProblems.WriteAsync(http, StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused",
                    "This Idempotency-Key was sent with another request. Use a new one for each new request.");
                break;
            // The answer held a key's value, which nothing keeps (R5): the caller learns what to do instead.
            case var _ when http.GetEndpoint()?.Metadata.GetMetadata<ValueGivenOnce>() is { } given:
                await ApiProblems.WriteAsync(http, StatusCodes.Status409Conflict, ValueGivenOnce.Code, given.Detail);
                break;
            default:
                await ApiProblems.WriteAsync(http, StatusCodes.Status409Conflict, "idempotency-answer-lost",
                    "The request with this Idempotency-Key was carried out, but its answer is not kept. Read the resource to see what "
                    + "came of it."
                );
                break;
        }
    }

    /// <summary>Lets the request go on, keeps its answer, and only then gives it.</summary>
    private async Task CarryOutAsync(HttpContext http, int apiKeyId, IdempotentAttempt attempt)
    {
        var response = http.Response;
        var given = response.Body;
        var aborted = http.RequestAborted;
        var current = http.RequestServices.GetRequiredService<CurrentAttempt>();
        using var buffer = new MemoryStream();
        response.Body = buffer;
        // Whether or not the caller still waits: who hangs up is who will ask again, and the framework stops in the middle of an answer
        // that nobody waits for.
        http.RequestAborted = CancellationToken.None;
        try
        {
            current.Value = attempt;
            await next(http);
        }
        catch
        {
            response.Body = given;
            await store.ReleaseAsync(attempt);
            throw;
        }
        finally
        {
            current.Value = null;
            http.RequestAborted = aborted;
        }

        response.Body = given;
        var body = buffer.ToArray();
        if (IsKept(response.StatusCode))
            await store.AnswerAsync(attempt, MayBeKept(body) && store.HasRoomFor(apiKeyId, body.Length) ? AnswerOf(response, body) : null);
        else
            await store.ReleaseAsync(attempt);
        await WriteBodyAsync(response, body);
    }

    private static Task ReplayAsync(HttpContext http, IdempotentAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        if (answer.EntityTag is not null)
            response.Headers.ETag = answer.EntityTag;
        response.Headers[ReplayedHeader] = "true";
        return WriteBodyAsync(response, answer.Body);
    }

    private static async Task WriteBodyAsync(HttpResponse response, byte[] body)
    {
        if (body.Length == 0)
            return;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    /// <summary>False for what another try may answer differently: our own failures, and refusals of who sent it. And for input that is
    /// wrong, which stays wrong without being kept.</summary>
    private static bool IsKept(int status) => status is < 500
        and not (
            StatusCodes.Status400BadRequest
            or StatusCodes.Status401Unauthorized
            or StatusCodes.Status403Forbidden
            or StatusCodes.Status408RequestTimeout
            or StatusCodes.Status429TooManyRequests or StatusCodes.Status499ClientClosedRequest);

    /// <summary>False for what is too long, or holds a key's value, which nothing stores (R5).</summary>
    private static bool MayBeKept(byte[] body) =>
        body.Length <= IdempotencyStore.MaximumBody && ApiKeyToken.IndexIn(Encoding.UTF8.GetString(body)) < 0;

    private static IdempotentAnswer AnswerOf(HttpResponse response, byte[] body) => new(
        response.StatusCode,
        response.ContentType,
        Text(response.Headers[HeaderNames.Location]),
        Text(response.Headers[HeaderNames.ETag]),
        body);

    private static string? Text(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();

    /// <summary>What is asked for, in 32 bytes. The body can be read once more afterwards.</summary>
    private static async Task<byte[]> FingerprintAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // None of these holds a line feed: addresses are encoded, headers cannot.
        var address = request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        var conditions = $"{request.Headers.IfMatch}{string.Concat(request.Headers.IfNoneMatch.Select(t => "\t!" + t))}";
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{address}\n{conditions}\n{request.ContentType}\n"));
        request.EnableBuffering(bufferThreshold: (int)ApiSetup.MaximumBody);
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, ct)) > 0)
            hash.AppendData(chunk, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
