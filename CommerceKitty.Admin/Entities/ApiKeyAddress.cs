namespace CommerceKitty.Admin.Entities;

/// <summary>How often a key was used from an address in one hour (design §9). Written behind (R10); nodes add to the same rows.</summary>
public sealed class ApiKeyAddress
{
    /// <summary>The most addresses of one key in one hour; all others are counted in one row.</summary>
    public const int MostAddresses = 64;

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; the hour's beginning.</summary>
    public required DateTime Hour { get; init; }

    /// <summary>The caller's address; empty for all others together.</summary>
    public required string Address { get; init; }

    public required long Count { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime LastAt { get; set; }

    /// <summary>What the last caller said it is; data, never markup. Empty for all others together.</summary>
    public required string UserAgent { get; set; }
}
