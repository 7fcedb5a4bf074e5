using System.Globalization;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>How groups are put to people.</summary>
public static class UserGroupWords
{
    /// <summary>For example "1 user", "5,000 users".</summary>
    public static string Users(int count) => Count(count, "user", "users");

    /// <summary>Whom a change concerns, for example "5 users · 3 API keys used it this month".</summary>
    public static string Reach(UserGroupReach reach) => reach switch
    {
        { Keys: 0 } => $"{Users(reach.Users)} · no API key",
        { KeysUsedThisMonth: 0 } => $"{Users(reach.Users)} · {Count(reach.Keys, "API key", "API keys")}, not used this month",
        _ when reach.KeysUsedThisMonth == reach.Keys =>
            $"{Users(reach.Users)} · {Count(reach.Keys, "API key", "API keys")} used it this month",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"{Users(reach.Users)} · {reach.KeysUsedThisMonth:N0} of {Count(reach.Keys, "API key", "API keys")} used it this month"),
    };

    /// <summary>Whom it concerns that permissions go, for example "5 users · 3 API keys used it in 90 days".</summary>
    /// <param name="reach">Whom the group concerns.</param>
    /// <param name="used">How many keys used what goes.</param>
    public static string Loss(UserGroupReach reach, int used) => string.Create(CultureInfo.InvariantCulture,
        $"{Users(reach.Users)} · {(used == 0 ? "no API key" : Count(used, "API key", "API keys"))} used it in {PermissionUses.Days} days");

    /// <summary>What goes with permissions, as a sentence, for example "3 API keys used what goes in the last 90 days."</summary>
    /// <param name="used">How many keys used what goes.</param>
    public static string Loss(int used) => string.Create(CultureInfo.InvariantCulture,
        $"{(used == 0 ? "No API key" : Count(used, "API key", "API keys"))} used what goes in the last {PermissionUses.Days} days.");

    /// <summary>For example "1 API key", "3 API keys".</summary>
    public static string Keys(int count) => Count(count, "API key", "API keys");

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
