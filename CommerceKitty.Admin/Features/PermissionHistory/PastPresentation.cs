using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.PermissionHistory;

/// <summary>How the past is put to people.</summary>
public static class PastPresentation
{
    /// <summary>What there was, in one sentence.</summary>
    public static string Sentence(PastPermissions past, ViewerClock clock)
    {
        var at = clock.Exact(past.At);
        var thing = past.ApiKeyId is null ? "the user" : "the key";
        return past switch
        {
            { Status: PastStatus.NotCreated } => $"On {at} {thing} did not exist yet.",
            { Status: PastStatus.Disabled } => $"On {at} {thing} could do nothing: it was disabled.",
            { Status: PastStatus.UserDisabled } => $"On {at} the key could do nothing: its user {past.User?.Name} was disabled.",
            { Status: PastStatus.Expired } => $"On {at} the key could do nothing: it had expired.",
            { Status: PastStatus.Revoked } => $"On {at} the key could do nothing: it was revoked.",
            { User.IsOwner: true } when past.ApiKeyId is null => $"On {at} the user owned the account and could do everything.",
            { User: { IsOwner: true } owner } => $"On {at} the key acted as {owner.Name}, who owned the account, and could do everything.",
            { Permissions.Count: 0 } => $"On {at} {thing} had no permissions{Through(past)}.",
            _ when past.ApiKeyId is null => $"On {at} the user had {Count(past)}{Through(past)}.",
            _ => $"On {at} the key acted as {past.User?.Name} and had {Count(past)}{Through(past)}.",
        };
    }

    /// <summary>The permissions in words.</summary>
    public static string Names(PermissionSet permissions) => string.Join(", ", permissions.Permissions.Select(p => p.Label));

    private static string Count(PastPermissions past) =>
        past.Permissions.Count == 1 ? "1 permission" : $"{past.Permissions.Count} permissions";

    private static string Through(PastPermissions past) =>
        past.User?.GroupName is { Length: > 0 } group ? $" from the group {group}" : string.Empty;
}
