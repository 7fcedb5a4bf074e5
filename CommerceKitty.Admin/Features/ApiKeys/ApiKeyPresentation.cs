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

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How keys and their power are put to people.</summary>
public static class ApiKeyPresentation
{
    /// <summary>The state in words.</summary>
    public static string InWords(ApiKeyStatus status) => status == ApiKeyStatus.UserDisabled ? "User disabled" : status.ToString();

    /// <summary>The sign and colour of a key's state.</summary>
    public static StatusTone Tone(ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Active => StatusTone.Good,
        ApiKeyStatus.Disabled or ApiKeyStatus.UserDisabled => StatusTone.Paused,
        _ => StatusTone.Ended,
    };

    /// <summary>True when a key of this user could change who may do what: an administrator's key.</summary>
    public static bool IsAdministrator(UserAccess user) =>
        user.IsOwner
        || user.Permissions.Contains(Permissions.Users.Edit)
        || user.Permissions.Contains(Permissions.UserGroups.Edit)
        || user.Permissions.Contains(Permissions.ApiKeys.Edit);
}
