namespace CommerceKitty.Admin.Features.Users;

/// <summary>What happens to a key when its user, or someone who has seen its value, is disabled.</summary>
public enum LeaverKeyAction
{
    /// <summary>Nothing: it stops with its user, or keeps working.</summary>
    Keep,

    /// <summary>It is revoked.</summary>
    Revoke,

    /// <summary>A new key takes its place, under another user.</summary>
    Reissue,
}
