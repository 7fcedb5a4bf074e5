using System.Security.Cryptography;

namespace CommerceKitty.Admin.Components;

/// <summary>The nonce of this response's Content-Security-Policy; one per request.</summary>
public sealed class CspNonce
{
    /// <summary>128 random bits in base64.</summary>
    public string Value { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
}
