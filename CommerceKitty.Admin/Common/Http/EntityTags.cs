using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>Entity tags of single resources (RFC 9110 §8.8.3), and the conditions of requests that name them. A tag is the resource's
/// version, a dot and a hash of the whole answer: what was changed is told by the version, and what the answer shows of other things (a
/// product's name, a key's last use) only by the hash.</summary>
public static class EntityTags
{
    /// <summary>Characters of the hash.</summary>
    private const int HashLength = 12;

    /// <summary>What proxies append to the tag of an answer that they compress.</summary>
    private static readonly string[] CodingSuffixes = ["-gzip", "-br", "-zstd", "-deflate"];

    /// <summary>The changed resource with its <c>ETag</c>, or the refusal as a problem.</summary>
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
        var shaped = result.Map(resource);
        if (result.IsDone)
            SetTag(http, version(result.Value), shaped.Value);
        return shaped.ToHttp(http);
    }

    /// <summary>The resource that was asked for with its <c>ETag</c>; nothing when the caller already has it as it is; or the refusal as a
    /// problem.</summary>
    public static Results<Ok<T>, NotModified, ProblemHttpResult> ToHttpGet<T>(
        this Result<T> result, HttpContext http, Func<T, int> version) =>
        result.ToHttpGet(http, version, resource => resource);

    /// <summary>The same for what a service answers in the shape of pages.</summary>
    public static Results<Ok<TResource>, NotModified, ProblemHttpResult> ToHttpGet<T, TVersion, TResource>(
        this Result<T> result, HttpContext http, Func<T, TVersion> version, Func<T, TResource> resource)
    {
        if (!result.IsDone)
            return ApiProblems.Refusal(http, result.Error);
        var answer = resource(result.Value);
        var tag = SetTag(http, version(result.Value), answer);
        if (RefuseRead(http.Request.Headers.IfMatch, tag) is { } refusal)
        {
            // The tag is of what is not sent.
            http.Response.Headers.Remove(HeaderNames.ETag);
            return ApiProblems.Refusal(http, refusal);
        }

        return IsIn(http.Request.Headers.IfNoneMatch, tag) ? NotModified.Instance : TypedResults.Ok(answer);
    }

    /// <summary>The resource that was made, with its address as <c>Location</c> and its <c>ETag</c>; or the refusal as a
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
        SetTag(http, version(result.Value), result.Value);
        return TypedResults.Created(ApiPaths.Base + path(result.Value), result.Value);
    }

    /// <summary>Reads which versions the caller wants to change (<c>If-Match</c>, <c>If-None-Match</c>); null when any will do.</summary>
    /// <returns>Null, or the refusal of a header that cannot be read: to ignore it would lose someone's change.</returns>
    public static Error? ReadPreconditions(HttpRequest request, out ExpectedVersion? expectedVersion)
    {
        expectedVersion = null;
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        if (match.Count == 0 && noneMatch.Count == 0)
            return null;
        if (!TryRead(match, out var accepted))
            return Unreadable(HeaderNames.IfMatch, "bad-if-match");
        if (!TryRead(noneMatch, out var rejected))
            return Unreadable(HeaderNames.IfNoneMatch, "bad-if-none-match");
        expectedVersion = new(
            accepted.Any || match.Count == 0 ? null : [.. Versions(accepted.Tags.Where(t => !t.IsWeak))],
            rejected.Any ? null : [.. Versions(rejected.Tags)]);
        return null;
    }

    /// <summary>Null when the caller gets the resource, else the refusal: it wants only what has a certain tag, strongly compared
    /// (RFC 9110 §13.1.1).</summary>
    private static Error? RefuseRead(StringValues match, string tag)
    {
        if (match.Count == 0)
            return null;
        if (!TryRead(match, out var wanted))
            return Unreadable(HeaderNames.IfMatch, "bad-if-match");
        return wanted.Any || wanted.Tags.Any(t => !t.IsWeak && TextOf(t) == tag)
            ? null
            : new(ErrorKind.Stale, "if-match-failed",
                "The resource does not have the entity tag that If-Match names. Read it without If-Match to get it as it is now.");
    }

    private static Error Unreadable(string header, string code) => new(ErrorKind.Invalid, code,
        $"{header} cannot be read. Send entity tags with their quotation marks, as the ETag header of the resource gave them, or an "
        + "asterisk alone.");

    private static bool TryRead(StringValues header, out (bool Any, IList<EntityTagHeaderValue> Tags) read)
    {
        read = (false, []);
        if (header.Count == 0)
            return true;
        if (!EntityTagHeaderValue.TryParseStrictList(header!, out var tags))
            return false;
        var any = tags.Contains(EntityTagHeaderValue.Any);
        read = (any, tags);
        // The asterisk stands alone (RFC 9110 §13.1.1).
        return !any || tags.Count == 1;
    }

    /// <summary>The versions that these tags name; a tag that we never write names none.</summary>
    private static IEnumerable<int> Versions(IEnumerable<EntityTagHeaderValue> tags)
    {
        foreach (var tag in tags)
        {
            var parts = TextOf(tag).Split('.');
            // Only what we write: 0001 is not 1.
            if ((parts.Length == 1 || parts is [_, { Length: HashLength }])
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version.ToString(CultureInfo.InvariantCulture) == parts[0])
                yield return version;
        }
    }

    /// <summary>True when a header of the caller's names this tag; weakly compared (RFC 9110 §13.1.2).</summary>
    private static bool IsIn(StringValues header, string tag) =>
        header.Count > 0 && TryRead(header, out var read) && (read.Any || read.Tags.Any(t => TextOf(t) == tag));

    /// <summary>The tag without its quotation marks and without what a proxy appended to it.</summary>
    private static string TextOf(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"').ToString();
        var suffix = Array.Find(CodingSuffixes, s => text.EndsWith(s, StringComparison.Ordinal));
        return suffix is null ? text : text[..^suffix.Length];
    }

    private static string SetTag<TVersion, T>(HttpContext http, TVersion version, T resource)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(resource, options));
        var tag = string.Create(CultureInfo.InvariantCulture, $"{version}.{Convert.ToHexStringLower(hash)[..HashLength]}");
        http.Response.Headers.ETag = $"\"{tag}\"";
        return tag;
    }
}
