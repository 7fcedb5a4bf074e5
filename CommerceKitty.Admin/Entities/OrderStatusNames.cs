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
using System.Text.Json;
using System.Collections.Frozen;
namespace CommerceKitty.Admin.Entities;

/// <summary>The names of <see cref="OrderStatus"/>.</summary>
public static class OrderStatusNames
{
    private static readonly FrozenDictionary<string, OrderStatus> ByName =
        Enum.GetValues<OrderStatus>().ToFrozenDictionary(s => JsonNamingPolicy.KebabCaseLower.ConvertName(s.ToString()));

    /// <summary>As the API writes it, with blanks: "partially shipped".</summary>
    public static string InWords(OrderStatus status) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()).Replace('-', ' ');

    /// <summary>Reads the API's <c>status</c>; no text gives none.</summary>
    /// <returns>Null, or the refusal of a name that does not exist.</returns>
    public static Error? TryRead(string? text, out OrderStatus? status)
    {
        status = null;
        if (string.IsNullOrEmpty(text))
            return null;
        if (!ByName.TryGetValue(text, out var found))
            return Error.Invalid("status", "The status is not one of open, partially-shipped, shipped and cancelled.");
        status = found;
        return null;
    }
}
