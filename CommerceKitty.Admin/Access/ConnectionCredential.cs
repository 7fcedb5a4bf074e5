using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.AspNetCore.Connections.Features;

namespace CommerceKitty.Admin.Access;

/// <summary>The hash of the value that a connection's last request carried. A client sends the same header again and again, and the server
/// then hands out the very same string, which cannot have changed: neither checksum nor SHA-256 need be computed anew. It says which key
/// is meant, never whether it lets in: that is decided for each request (R12). It ends with the connection, as the string does.</summary>
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
