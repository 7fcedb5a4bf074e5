namespace CommerceKitty.Admin.Access;

/// <summary>What a change of access was about.</summary>
public enum AccessSubject
{
    /// <summary>A key came, or its own state changed.</summary>
    ApiKey = 1,

    /// <summary>A user's state, name or group changed.</summary>
    User = 2,

    /// <summary>A group's permissions or name changed.</summary>
    UserGroup = 3,
}
