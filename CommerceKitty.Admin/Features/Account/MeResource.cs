using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>The API key of the request, its user and its permissions.</summary>
public sealed record MeResource(MeUser User, ApiKeyResource Key, IReadOnlyList<GrantedPermission> Permissions)
{
    /// <summary>The user that the key acts as.</summary>
    public MeUser User { get; init; } = User;

    /// <summary>The key.</summary>
    public ApiKeyResource Key { get; init; } = Key;

    /// <summary>All permissions of the key, and what grants them.</summary>
    [PermissionName]
    public IReadOnlyList<GrantedPermission> Permissions { get; init; } = Permissions;
}
