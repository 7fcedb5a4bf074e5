using CommerceKitty.Admin.Features.UserGroups;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>The user behind a key.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="Email">Its unique name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Owner">True for the account owner, who may do everything.</param>
/// <param name="Group">Its user group; null when it has none.</param>
public sealed record MeUser(int Id, string Email, string Name, bool Owner, UserGroupReference? Group);
