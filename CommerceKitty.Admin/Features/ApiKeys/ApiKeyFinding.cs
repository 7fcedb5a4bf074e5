namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A reason to look at a key. Revoked keys have none.</summary>
public enum ApiKeyFinding
{
    /// <summary>It can be used and expires within 14 days.</summary>
    Expiring,

    /// <summary>It can be used, is older than 7 days, and was never used.</summary>
    NeverUsed,

    /// <summary>It can be used, is older than 90 days, and was not used in that time.</summary>
    Unused,

    /// <summary>Requests with it were rejected in the last 24 hours.</summary>
    Failing,
}
