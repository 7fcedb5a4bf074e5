using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CommerceKitty.Admin.Entities;

/// <summary>The one open link by which a person may choose a password. A newer one takes its place; using it deletes it, so that it
/// works once, also when two browsers use it at the same moment.</summary>
public sealed class UserLink
{
    /// <summary>How long an invitation works.</summary>
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromHours(72);

    /// <summary>How long a password reset works.</summary>
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);

    private const int TokenBytes = 32;

    /// <summary>At most one link for each user.</summary>
    public required int UserId { get; init; }

    public required UserLinkPurpose Purpose { get; set; }

    /// <summary>SHA-256 of the token; the token itself is only in the mail. It has 256 random bits, so a fast hash is right.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The user's security stamp when it was sent: whatever ends sessions (a new email or password, disabling) ends the link
    /// too.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SentAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime ExpiresAt { get; set; }

    /// <summary>Makes a new token from the system's CSPRNG, fit for a URL.</summary>
    public static string CreateToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>What is stored of a token; null for a text that cannot be one.</summary>
    public static byte[]? HashOf(string? token) =>
        token is { Length: 43 } && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? SHA256.HashData(Encoding.ASCII.GetBytes(token))
            : null;
}
