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
