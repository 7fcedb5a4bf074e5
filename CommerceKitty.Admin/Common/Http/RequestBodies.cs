using System.Text;
using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>What is known of a request's body before anybody reads it.</summary>
public static class RequestBodies
{
    /// <summary>True when the content type names a charset that cannot be read here: reading such a body only throws.</summary>
    public static bool HasUnknownCharset(HttpRequest request)
    {
        if (
            request.ContentType is not { } contentType
            || !MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            || !parsed.Charset.HasValue)
            return false;
        var name = HeaderUtilities.RemoveQuotes(parsed.Charset).Value;
        return !string.Equals(name, Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase)
            && !string.Equals(name, Encoding.ASCII.WebName, StringComparison.OrdinalIgnoreCase);
    }
}
