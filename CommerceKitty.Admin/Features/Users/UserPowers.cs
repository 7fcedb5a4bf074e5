using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>What a viewer may do to users: which buttons to show. Courtesy only; the service demands it all itself (R1).</summary>
/// <param name="ViewerId">The viewer.</param>
/// <param name="IsOwner">The viewer owns the account.</param>
/// <param name="MayOpen">May open one user.</param>
/// <param name="MayCreate">May add users.</param>
/// <param name="MayEdit">May edit, enable and disable users.</param>
/// <param name="MayListKeys">May see API keys.</param>
/// <param name="MayOpenKeys">May open one API key.</param>
/// <param name="MaySeeAudit">May see the audit log.</param>
public sealed record UserPowers(
    int ViewerId, bool IsOwner, bool MayOpen, bool MayCreate, bool MayEdit, bool MayListKeys, bool MayOpenKeys, bool MaySeeAudit)
{
    /// <summary>Nothing.</summary>
    public static readonly UserPowers None = Of(null);

    /// <summary>What this actor may do; null may do nothing.</summary>
    public static UserPowers Of(Actor? actor)
    {
        bool May(string permission) => actor is not null && Authority.May(actor, permission);
        return new(
            actor?.User?.UserId ?? 0, actor?.User?.IsOwner ?? false, May(Permissions.Users.View), May(Permissions.Users.Create),
            May(Permissions.Users.Edit), May(Permissions.ApiKeys.ViewAll), May(Permissions.ApiKeys.View),
            May(Permissions.AuditLog.ViewAll));
    }

    /// <summary>True when there is anything to do to this user: only the owner acts on the owner.</summary>
    public bool MayChange(UserRow user) => MayEdit && (!user.IsOwner || IsOwner);

    /// <summary>True when the user can be disabled: nobody disables themselves or the owner.</summary>
    public bool MayDisable(UserRow user) => MayEdit && user.Enabled && !user.IsOwner && user.Id != ViewerId;

    /// <summary>True when the viewer owns the account and could give it to this user.</summary>
    public bool MayMakeOwner(UserRow user) =>
        IsOwner && user is { IsOwner: false, Enabled: true, Kind: UserKind.Person, HasPassword: true };
}
