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
namespace CommerceKitty.Admin.Entities;

/// <summary>When a key was last accepted, by whom. A narrow table of its own: it is written often, the key's row seldom.</summary>
public sealed class ApiKeyLastUse
{
    /// <summary>Longest user agent kept.</summary>
    public const int UserAgentLength = 200;

    /// <summary>What is kept of what a client said it is: no key's value (R5), and not too much.</summary>
    public static string KeptOf(string userAgent)
    {
        var clean = ApiKeyToken.Redact(userAgent);
        return clean.Length <= UserAgentLength ? clean : clean[..UserAgentLength];
    }

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; up to 10 s late (R10).</summary>
    public required DateTime At { get; set; }

    /// <summary>The caller's address.</summary>
    public required string Address { get; set; }

    /// <summary>What the caller said it is; data, never markup.</summary>
    public required string UserAgent { get; set; }
}
