using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access;

/// <summary>A user without what its group grants.</summary>
public sealed record UserState(int Id, string Email, string FirstName, string LastName, bool IsOwner, bool Enabled, int? GroupId)
{
    /// <summary>What the user may do as a member of this group. Without a security stamp, which only sessions of people have.</summary>
    public UserAccess In(GroupState? group) => new(Id, Email, User.FullName(FirstName, LastName), IsOwner, Enabled, string.Empty,
        group?.Code ?? string.Empty, group?.Name ?? string.Empty, group?.Permissions ?? PermissionSet.None);
}
