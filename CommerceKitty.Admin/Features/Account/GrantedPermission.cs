using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>A permission and what grants it.</summary>
public sealed record GrantedPermission(string Permission, string GrantedBy)
{
    /// <summary>The permission's name.</summary>
    /// <example>orders.edit</example>
    [PermissionName]
    public string Permission { get; init; } = Permission;

    /// <summary><c>group:</c> and the user group's code, or <c>owner</c> for the account owner.</summary>
    /// <example>group:integration</example>
    [MaxLength(CodeText.Length + 6), RegularExpression("^(owner|group:[a-z0-9-]+)$")]
    public string GrantedBy { get; init; } = GrantedBy;
}
