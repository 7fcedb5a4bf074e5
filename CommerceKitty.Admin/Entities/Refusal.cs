using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>Refusals of one hour that have key, reason, permission and address in common (design §9). Written behind (R10) and bounded:
/// what is beyond the bounds is counted in rows without an address. Not bound to the key by a foreign key: the row outlives
/// everything.</summary>
public sealed class Refusal
{
    /// <summary>The most addresses of one key in one hour.</summary>
    public const int MostAddresses = 64;

    /// <summary>The most addresses without a key in one hour: a flood of values that no key has leaves room for what is said of
    /// keys.</summary>
    public const int MostAddressesWithoutKey = 1_000;

    /// <summary>The most rows of one hour. Beyond it there is one row for each reason.</summary>
    public const int MostRows = 10_000;

    /// <summary>The <see cref="ApiKeyId"/> where no key is known.</summary>
    public const int NoKey = 0;

    /// <summary>The maximum length of a request's ID.</summary>
    public const int RequestIdLength = 128;

    public long Id { get; init; }

    /// <summary>UTC; the hour's beginning.</summary>
    public required DateTime Hour { get; init; }

    /// <summary>The key, or <see cref="NoKey"/>.</summary>
    public required int ApiKeyId { get; init; }

    public required RefusalReason Reason { get; init; }

    /// <summary>The permission that was missing, or that the request needed; empty when it is not known, or needed none.</summary>
    public required string Permission { get; init; }

    /// <summary>The caller's address; empty for all others together.</summary>
    public required string Address { get; init; }

    /// <summary>How many requests.</summary>
    public required long Count { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime FirstAt { get; set; }

    /// <summary>UTC; up to 10 s late (R10).</summary>
    public required DateTime LastAt { get; set; }

    /// <summary>The ID of the last of the requests.</summary>
    public required string LastRequestId { get; set; }

    /// <summary>The audit entry that disabled, revoked, ended or narrowed the key; null when there is none.</summary>
    public long? CauseId { get; set; }

    /// <summary>What is kept of a request's ID, which the caller may choose: no key's value (R5).</summary>
    public static string SanitizeRequestId(string requestId)
    {
        var clean = ApiKeyToken.Redact(requestId);
        return clean.Length <= RequestIdLength ? clean : clean[..RequestIdLength];
    }
}
