using Microsoft.Net.Http.Headers;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>The <c>WWW-Authenticate</c> header of RFC 6750 §3.</summary>
public static class BearerChallenge
{
    /// <summary>The one text for every key that is not accepted, whatever the reason (R9).</summary>
    public const string BadKeyDetail =
        "This API key is not accepted. Check that it was copied whole: 48 characters that begin with kitty_, without blanks or line "
        + "breaks. "
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
