namespace CommerceKitty.Admin.Security;

/// <summary>A user as authorization sees it: who, enabled or not, and the group whose permissions it has.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Email">The sign-in name.</param>
/// <param name="Name">First and last name.</param>
/// <param name="IsOwner">The account owner, who bypasses permission checks (R2).</param>
/// <param name="Enabled">A disabled user may do nothing (R2).</param>
/// <param name="SecurityStamp">Identity's stamp; a session with another stamp is over.</param>
/// <param name="GroupCode">The group's code; empty when the user is in no group, and then may do nothing.</param>
/// <param name="GroupName">The group's name.</param>
/// <param name="GroupPermissions">What the group grants.</param>
public sealed record UserAccess(
    int UserId, string Email, string Name, bool IsOwner, bool Enabled, string SecurityStamp,
    string GroupCode, string GroupName, PermissionSet GroupPermissions)
{
    /// <summary>What the user may do: everything for the owner, else what the group grants (R2).</summary>
    public PermissionSet Permissions => IsOwner ? PermissionSet.All : GroupPermissions;
}
