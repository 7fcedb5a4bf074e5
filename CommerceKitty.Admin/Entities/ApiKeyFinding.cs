namespace CommerceKitty.Admin.Entities;

/// <summary>A reason to look at a key. Revoked keys have none. Stored by number: never renumber.</summary>
public enum ApiKeyFinding
{
    /// <summary>It can be used and expires within 14 days.</summary>
    Expiring = 0,

    /// <summary>It can be used, is older than 7 days, and was never used.</summary>
    NeverUsed = 1,

    /// <summary>It can be used, is older than the idle days of the settings, and was not used in that time.</summary>
    Unused = 2,

    /// <summary>Requests with it were rejected in the last 24 hours.</summary>
    Failing = 3,

    /// <summary>It can be used and never expires.</summary>
    NeverExpires = 4,

    /// <summary>It is enabled, but the user it acts as is disabled: it works again when the user is enabled.</summary>
    UserDisabled = 5,

    /// <summary>It was used within the idle days of the settings, but not all permissions of its user's group were.</summary>
    OverPrivileged = 6,

    /// <summary>As <see cref="Unused"/>, and it was hardly used before either: nobody will miss it.</summary>
    SafeToRemove = 7,

    /// <summary>It can be used, and its value is older than the settings want values to be.</summary>
    OldValue = 8,

    /// <summary>A value that ended after a rotation was tried in the last 7 days.</summary>
    OldValueTried = 20,

    /// <summary>A value of it that is still accepted, or would be, was sent over plain HTTP (R14).</summary>
    Exposed = 9,
}
