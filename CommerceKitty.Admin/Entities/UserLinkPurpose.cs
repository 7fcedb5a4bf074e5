namespace CommerceKitty.Admin.Entities;

/// <summary>What a link in a mail is for.</summary>
public enum UserLinkPurpose
{
    /// <summary>A person who was added chooses a first password.</summary>
    Invitation,

    /// <summary>A person chooses a new password.</summary>
    PasswordReset,
}
