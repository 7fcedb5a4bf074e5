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
using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>The <c>WWW-Authenticate</c> header of RFC 6750 §3.</summary>
public static class BearerChallenge
{
    /// <summary>The one text for every key that is not accepted, whatever the reason (R9).</summary>
    public const string BadKeyDetail =
        "This API key is not accepted. Check that it was copied whole: 48 characters that begin with kitty_, without blanks or line breaks. "
        + "If it is whole, it may have been disabled or revoked: ask an administrator.";

    private const string Realm = "Bearer realm=\"commerce-kitty\"";

    /// <summary>No credentials were sent: no error is named.</summary>
    public static void NoCredentials(HttpResponse response) => response.Headers.WWWAuthenticate = Realm;

    /// <summary>Credentials were sent in a way that RFC 6750 forbids.</summary>
    public static void InvalidRequest(HttpResponse response) => Set(response, "error=\"invalid_request\"");

    /// <summary>The key is not accepted.</summary>
    public static void InvalidToken(HttpResponse response) => Set(response, "error=\"invalid_token\"");

    /// <summary>The key's user lacks the permission.</summary>
    public static void InsufficientScope(HttpResponse response, string permission) =>
        Set(response, $"error=\"insufficient_scope\", scope=\"{permission}\"");

    private static void Set(HttpResponse response, string error) => response.Headers[HeaderNames.WWWAuthenticate] = $"{Realm}, {error}";
}
