using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>What is known of a request's body before it is read. A body is plain UTF-8: read in another charset or compression, it
/// would be stored as something that its sender did not write.</summary>
public static class RequestBodies
{
    /// <summary>The content coding of a body as it is (RFC 9110 §12.5.3).</summary>
    public const string PlainCoding = "identity";

    /// <summary>True when the content type names a charset other than UTF-8.</summary>
    public static bool HasOtherCharset(HttpRequest request) =>
        CharsetOf(request, out _) is { } charset && !charset.Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when there is a body and it is compressed, or encoded in another way.</summary>
    public static bool IsEncoded(HttpRequest request) =>
        request.Headers.ContentEncoding.Count > 0
        && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        && request.Headers.GetCommaSeparatedValues(HeaderNames.ContentEncoding)
            .Any(c => !c.Equals(PlainCoding, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes the quotation marks off the name of the charset, which RFC 9110 §5.6.6 allows and the framework's JSON reading does
    /// not understand.</summary>
    public static void UnquoteCharset(HttpRequest request)
    {
        if (CharsetOf(request, out var contentType) is not { } charset || contentType!.Charset == charset)
            return;
        contentType.Charset = charset;
        request.ContentType = contentType.ToString();
    }

    private static string? CharsetOf(HttpRequest request, out MediaTypeHeaderValue? contentType) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out contentType) && contentType.Charset.HasValue
            ? HeaderUtilities.UnescapeAsQuotedString(contentType.Charset).ToString()
            : null;
}
