namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What is done to several keys at once.</summary>
public enum KeyBulkAction
{
    /// <summary>Disabled until a time.</summary>
    Pause,

    /// <summary>Disabled.</summary>
    Disable,

    /// <summary>Enabled.</summary>
    Enable,

    /// <summary>Revoked for good.</summary>
    Revoke,
}
