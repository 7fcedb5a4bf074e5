using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How keys and their power are put to people.</summary>
public static class ApiKeyPresentation
{
    /// <summary>The state in words.</summary>
    public static string ToDisplayText(ApiKeyStatus status) => status == ApiKeyStatus.UserDisabled ? "User disabled" : status.ToString();

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
