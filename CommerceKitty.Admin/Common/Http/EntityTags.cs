using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>Versions of single resources as entity tags (RFC 9110 §8.8.3), and the check of <c>If-Match</c>.</summary>
public static class EntityTags
{
    /// <summary>A version that nothing has: what was asked for cannot match.</summary>
    private const int NoVersion = -1;

    /// <summary>The resource with its version as <c>ETag</c>, or the refusal as a problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToHttp<T>(this Result<T> result, HttpContext http, Func<T, int> version) =>
        result.ToHttp(http, version, resource => resource);

    /// <summary>The same for what a service answers in the shape of pages.</summary>
    /// <param name="result">What the service answered.</param>
    /// <param name="http">The request.</param>
    /// <param name="version">What changes with every change of it: a number or a text.</param>
    /// <param name="resource">Its shape in the API.</param>
    public static Results<Ok<TResource>, ProblemHttpResult> ToHttp<T, TVersion, TResource>(
        this Result<T> result, HttpContext http, Func<T, TVersion> version, Func<T, TResource> resource)
    {
        if (result.IsDone)
            http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version(result.Value)}\"");
        return result.Map(resource).ToHttp(http);
    }

    /// <summary>The resource that was made, with its address as <c>Location</c> and its version as <c>ETag</c>; or the refusal as a
    /// problem.</summary>
    /// <param name="result">What the service answered.</param>
    /// <param name="http">The request.</param>
    /// <param name="version">The resource's version.</param>
    /// <param name="path">The resource's address below the API's base.</param>
    public static Results<Created<T>, ProblemHttpResult> ToHttpCreated<T>(
        this Result<T> result,
        HttpContext http,
        Func<T, int> version,
        Func<T, string> path)
    {
        if (!result.IsDone)
            return ApiProblems.Refusal(http, result.Error);
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version(result.Value)}\"");
        return TypedResults.Created(ApiPaths.Base + path(result.Value), result.Value);
    }

    /// <summary>Reads which version the caller wants to change; none when any will do.</summary>
    /// <returns>Null, or the refusal of a header that cannot be read: to ignore it would lose someone's change.</returns>
    public static Error? ReadIfMatch(HttpRequest request, out int? expectedVersion)
    {
        expectedVersion = null;
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags) || tags.Count != 1)
        {
            return new Error(ErrorKind.Invalid, "bad-if-match",
                "If-Match cannot be read. Send one entity tag with its quotation marks, as the ETag header of the resource gave it.");
        }

        if (tags[0].Equals(EntityTagHeaderValue.Any))
            return null;
        // Only strong tags compare (RFC 9110 §13.1.1), and only what we write can be current.
        var text = tags[0].Tag.AsSpan().Trim('"');
        expectedVersion = !tags[0].IsWeak && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : NoVersion;
        return null;
    }
}
