using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Connections.Features;

namespace CommerceKitty.Admin.Access;

/// <summary>The hash of the value that a connection's last request carried. A client sends the same header again and again, and the server
/// then hands out the very same string, which cannot have changed: neither checksum nor SHA-256 need be computed again. It says which key
/// is meant, never whether it is accepted: that is decided for each request (R12). It ends with the connection, as the string
/// does.</summary>
internal sealed class ConnectionCredential
{
    private static readonly object Item = new();

    private readonly string _header;
    private readonly KeyHash _hash;

    private ConnectionCredential(string header, in KeyHash hash) => (_header, _hash) = (header, hash);

    /// <summary>The hash of the value in the request's one Authorization header; null when it has not a key's form.</summary>
    /// <param name="http">A request with a bearer value.</param>
    /// <param name="value">That value.</param>
    public static KeyHash? HashOf(HttpContext http, ReadOnlySpan<char> value)
    {
        // The requests of an HTTP/2 connection run beside each other, and its items are for one at a time.
        if (!HttpProtocol.IsHttp11(http.Request.Protocol) || http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items)
            return ApiKeyToken.TryHash(value);
        var header = http.Request.Headers.Authorization[0]!;
        if (items.TryGetValue(Item, out var last) && last is ConnectionCredential credential && ReferenceEquals(credential._header, header))
            return credential._hash;
        if (ApiKeyToken.TryHash(value) is not { } hash)
            return null;
        items[Item] = new ConnectionCredential(header, hash);
        return hash;
    }
}
