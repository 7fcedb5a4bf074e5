using System.Security.Cryptography;

namespace CommerceKitty.Admin.Controls;

/// <summary>The nonce of a response's Content-Security-Policy; one per request. It is kept with the request and not in its services:
/// the error and not-found pages run with services of their own, yet within the response whose header names the nonce.</summary>
public static class CspNonce
{
    private static readonly object Item = new();

    /// <summary>128 random bits in base64, the same ones for the whole request.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Items[Item] is string nonce)
            return nonce;
        nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Items[Item] = nonce;
        return nonce;
    }
}
