using CommerceKitty.Admin.Common.Http;
using Microsoft.Extensions.Primitives;

namespace CommerceKitty.Admin.Access;

/// <summary>The bearer credential of a request, read from the one place where it may stand.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Value">The text after the scheme, without the blanks around it; empty unless <see
/// cref="BearerCredentialKind.Present"/>.</param>
public readonly record struct BearerCredential(BearerCredentialKind Kind, ReadOnlyMemory<char> Value)
{
    private const string Scheme = "Bearer";
    private const string TokenParameter = "access_token";

    /// <summary>Reads the <c>Authorization</c> header. A token in the query (RFC 6750 §2.3) is never accepted; beside a header it makes
    /// the request ambiguous.</summary>
    public static BearerCredential Read(HttpRequest request)
    {
        var header = Parse(request.Headers.Authorization);
        return header.Kind == BearerCredentialKind.Present && request.QueryString.HasValue && request.Query.ContainsKey(TokenParameter)
            ? new(BearerCredentialKind.Ambiguous, default)
            : header;
    }

    /// <summary>True when the body is a form with a token in it (RFC 6750 §2.2): beside a good key that is ambiguous too. Asked only then,
    /// so that nobody without a key can make the server read a body.</summary>
    public static async ValueTask<bool> IsDoubledInFormAsync(HttpRequest request)
    {
        // A charset that cannot be read is refused anyway.
        if (!request.HasFormContentType || RequestBodies.HasOtherCharset(request))
            return false;
        try
        {
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted)).ContainsKey(TokenParameter);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or IOException or BadHttpRequestException or NotSupportedException)
        {
            // Not a readable form: no token in it. The endpoint refuses the media type anyway.
            return false;
        }
    }

    /// <summary>Reads the header's values alone. The scheme is case-insensitive.</summary>
    internal static BearerCredential Parse(StringValues headers)
    {
        if (headers.Count > 1)
            return new(BearerCredentialKind.Ambiguous, default);
        if (headers.Count == 0 || headers[0] is not { } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return default;
        if (header.Length > Scheme.Length && header[Scheme.Length] is not (' ' or '\t'))
            return default;
        return new(BearerCredentialKind.Present, header.AsMemory(Scheme.Length).Trim(" \t"));
    }
}
