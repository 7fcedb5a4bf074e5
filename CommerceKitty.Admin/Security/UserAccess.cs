using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
