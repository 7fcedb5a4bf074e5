namespace CommerceKitty.Admin.Entities;

/// <summary>The state of a key.</summary>
public enum ApiKeyStatus
{
    /// <summary>It is accepted.</summary>
    Active,

    /// <summary>It is switched on, but is rejected while its user is disabled.</summary>
    UserDisabled,

    /// <summary>Paused; can be enabled again.</summary>
    Disabled,

    /// <summary>Past its end; make a new one.</summary>
    Expired,

    /// <summary>Ended for good.</summary>
    Revoked,
}
