namespace CommerceKitty.Admin.Entities;

/// <summary>What became of a request that came with a key we know. Stored by number: never renumber.</summary>
public enum KeyUseResult
{
    /// <summary>Accepted.</summary>
    Accepted = 0,

    /// <summary>The key is fine, but its user lacks the permission (403).</summary>
    Forbidden = 1,

    /// <summary>Switched off (401).</summary>
    Disabled = 2,

    /// <summary>Revoked for good (401).</summary>
    Revoked = 3,

    /// <summary>Past its expiry (401).</summary>
    Expired = 4,

    /// <summary>The user it acts as is disabled (401).</summary>
    UserDisabled = 5,

    /// <summary>More often than it may (429).</summary>
    Limited = 6,

    /// <summary>From an address where the key is not accepted (401).</summary>
    Network = 20,
}
