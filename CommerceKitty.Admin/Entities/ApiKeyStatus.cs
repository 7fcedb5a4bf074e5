namespace CommerceKitty.Admin.Entities;

/// <summary>The status of an API key.</summary>
/// <example>active</example>
public enum ApiKeyStatus
{
    /// <summary>It is accepted.</summary>
    Active,

    /// <summary>It is accepted, and expires within 14 days.</summary>
    Expiring,

    /// <summary>It is switched on, but is rejected while its user is disabled.</summary>
    UserDisabled,

    /// <summary>Paused; can be enabled again.</summary>
    Disabled,

    /// <summary>Past its end; make a new one.</summary>
    Expired,

    /// <summary>Ended for good.</summary>
    Revoked,
}
