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

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
