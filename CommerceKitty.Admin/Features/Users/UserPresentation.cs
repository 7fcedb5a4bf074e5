using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>How users are put to people.</summary>
public static class UserPresentation
{
    /// <summary>The state in words.</summary>
    public static string Status(UserRow user) => (user.Enabled, user.IsInvited, user.LinkExpiresAt) switch
    {
        (false, _, _) => "Disabled",
        // Whatever ended the link (another email, say): without a new one nobody comes in.
        (_, true, null) => "Needs an invitation",
        (_, true, _) => "Invited",
        _ => "Enabled",
    };

    /// <summary>The state's sign.</summary>
    public static StatusTone Tone(UserRow user) =>
        !user.Enabled ? StatusTone.Paused
        : user.IsInvited ? StatusTone.Waiting
        : StatusTone.Good;

    /// <summary>Browser and system, as far as a user agent says; the whole text is on hover.</summary>
    public static string Browser(string userAgent)
    {
        bool Has(string word) => userAgent.Contains(word, StringComparison.Ordinal);
        var browser =
            Has("Edg/") ? "Edge"
            : Has("OPR/") ? "Opera"
            : Has("Firefox/") ? "Firefox"
            : Has("Chrome/") || Has("HeadlessChrome") ? "Chrome"
            : Has("Safari/") ? "Safari"
            : null;
        var system =
            Has("iPhone") || Has("iPad") ? "iOS"
            : Has("Android") ? "Android"
            : Has("Windows") ? "Windows"
            : Has("Mac OS") ? "macOS"
            : Has("Linux") ? "Linux"
            : null;
        return (browser, system) switch
        {
            (null, null) => userAgent.Length == 0 ? "Unknown browser" : userAgent.Length <= 40 ? userAgent : userAgent[..40] + "…",
            (null, _) => $"A browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }
}
