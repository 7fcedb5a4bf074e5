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

/// <summary>How often a key was used in one hour, for one permission, with one result, as one node counted it. Written behind (R10). Each
/// node has rows of its own, so that nodes never write the same row; whoever reads adds them up.</summary>
public sealed class ApiKeyUsage
{
    /// <summary>Longest name of a permission.</summary>
    public const int PermissionLength = 64;

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; the hour's beginning.</summary>
    public required DateTime Hour { get; init; }

    /// <summary>The permission that the request needed; empty when it needed none.</summary>
    public required string Permission { get; init; }

    public required KeyUseResult Result { get; init; }

    /// <summary>Which run of which node counted; drawn at random at its start.</summary>
    public required Guid Node { get; init; }

    public required long Count { get; set; }
}
