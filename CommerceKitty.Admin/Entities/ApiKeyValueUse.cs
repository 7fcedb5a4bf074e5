using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>How often one value of a key was used from an address while two values of the key worked. Written behind (R10); nodes add to
/// the same rows.</summary>
public sealed class ApiKeyValueUse
{
    /// <summary>The most addresses of one value; all others are counted in one row.</summary>
    public const int MostAddresses = 64;

    public required int ApiKeyId { get; init; }

    /// <summary>Which value: see <see cref="IdOf(byte[])"/>.</summary>
    public required long Value { get; init; }

    /// <summary>The caller's address; empty for all others together.</summary>
    public required string Address { get; init; }

    public required long Count { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime FirstAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime LastAt { get; set; }

    /// <summary>What the last caller said it is; data, never markup. Empty for all others together.</summary>
    public required string UserAgent { get; set; }

    /// <summary>What tells the values of a key apart here.</summary>
    public static long IdOf(in KeyHash value) => unchecked((long)value.Fingerprint);

    /// <summary>The same of a stored hash.</summary>
    public static long IdOf(byte[] hash) => IdOf(KeyHash.Of(hash));
}
