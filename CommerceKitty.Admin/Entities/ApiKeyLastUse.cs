using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>When a key was last accepted, by whom. A narrow table of its own: it is written often, the key's row seldom.</summary>
public sealed class ApiKeyLastUse
{
    /// <summary>Longest user agent kept.</summary>
    public const int UserAgentLength = 200;

    /// <summary>What is kept of what a client said it is: no key's value (R5), and not too much.</summary>
    public static string SanitizeUserAgent(string userAgent)
    {
        var clean = ApiKeyToken.Redact(userAgent);
        return clean.Length <= UserAgentLength ? clean : clean[..UserAgentLength];
    }

    /// <summary>What is held of it until it is saved: a caller may send 30 KB.</summary>
    public static string BoundUserAgent(string userAgent) =>
        userAgent.Length <= UserAgentLength ? userAgent : SanitizeUserAgent(userAgent);

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; up to 10 s late (R10).</summary>
    public required DateTime At { get; set; }

    /// <summary>The caller's address.</summary>
    public required string Address { get; set; }

    /// <summary>What the caller said it is; data, never markup.</summary>
    public required string UserAgent { get; set; }
}
