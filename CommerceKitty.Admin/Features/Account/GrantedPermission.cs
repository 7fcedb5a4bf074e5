namespace CommerceKitty.Admin.Features.Account;

/// <summary>A permission and where it comes from.</summary>
/// <param name="Permission">Its name.</param>
/// <param name="GrantedBy"><c>group:CODE</c>, or <c>owner</c>.</param>
public sealed record GrantedPermission(string Permission, string GrantedBy);
