using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Who a key is and what it may do.</summary>
/// <param name="User">The user it acts as.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Permissions">Everything it may do, each with what grants it.</param>
public sealed record MeResource(MeUser User, ApiKeyResource Key, IReadOnlyList<GrantedPermission> Permissions);
