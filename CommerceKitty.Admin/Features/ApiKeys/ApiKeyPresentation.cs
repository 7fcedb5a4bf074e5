using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How keys and their power are put to people.</summary>
public static class ApiKeyPresentation
{
    /// <summary>The address of the key's page.</summary>
    /// <param name="id">The key.</param>
    /// <param name="tab">One of its tabs; null for the overview.</param>
    public static string AddressOf(int id, string? tab = null) =>
        string.Create(CultureInfo.InvariantCulture, $"/configuration/api-keys/{id}{(tab is null ? null : "/")}{tab}");

    /// <summary>The state in words.</summary>
    public static string ToDisplayText(ApiKeyStatus status) => status == ApiKeyStatus.UserDisabled ? "User disabled" : status.ToString();

    /// <summary>True when the next request with the key is accepted, as far as the key and its user decide that.</summary>
    public static bool Works(ApiKeyStatus status) => status is ApiKeyStatus.Active or ApiKeyStatus.Expiring;

    /// <summary>The state of a key in words; a pause is told from what stays disabled.</summary>
    public static string StateOf(ApiKeyRow key) =>
        key is { Status: ApiKeyStatus.Disabled, PausedUntil: not null } ? "Paused" : ToDisplayText(key.Status);

    /// <summary>The sign and colour of a key's state.</summary>
    public static StatusTone Tone(ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Active => StatusTone.Good,
        ApiKeyStatus.Expiring => StatusTone.Partial,
        ApiKeyStatus.Disabled or ApiKeyStatus.UserDisabled => StatusTone.Paused,
        _ => StatusTone.Ended,
    };

    /// <summary>True when the key was used in the last 7 days: someone will notice when it stops.</summary>
    public static bool IsInUse(ApiKeyRow key, DateTime now) => key.LastUsedAt > now.AddDays(-7);

    /// <summary>What became of requests, in words.</summary>
    public static string ToDisplayText(KeyUseResult result) => result switch
    {
        KeyUseResult.Forbidden => "Missing permission",
        KeyUseResult.Disabled => "Key disabled",
        KeyUseResult.Revoked => "Key revoked",
        KeyUseResult.Expired => "Key expired",
        KeyUseResult.UserDisabled => "User disabled",
        KeyUseResult.Limited => "Rate limited",
        KeyUseResult.Network => "Network not allowed",
        _ => result.ToString(),
    };

    /// <summary>What happened when a key was switched on or off.</summary>
    public static string Switched(ApiKeyRow key, bool enabled) => enabled switch
    {
        true when !key.UserEnabled => $"{key.Name.Isolated()} is enabled, but doesn't work while {key.UserName.Isolated()} is disabled.",
        true => $"{key.Name.Isolated()} is enabled.",
        false => $"{key.Name.Isolated()} is disabled. Its next request is rejected.",
    };

    /// <summary>True when a key of this user could change who may do what: an administrator's key.</summary>
    public static bool IsAdministrator(UserAccess user) =>
        user.IsOwner
        || user.Permissions.Contains(Permissions.Users.Edit)
        || user.Permissions.Contains(Permissions.UserGroups.Edit)
        || user.Permissions.Contains(Permissions.ApiKeys.Edit);
}
