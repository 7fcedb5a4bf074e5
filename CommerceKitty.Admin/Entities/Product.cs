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

/// <summary>Something the shop sells. Archived rather than deleted: orders name it.</summary>
public sealed class Product
{
    /// <summary>Longest code.</summary>
    public const int CodeLength = 40;

    /// <summary>Length of an ISO 4217 code.</summary>
    public const int CurrencyLength = 3;

    /// <summary>The form of an ISO 4217 code, as a regular expression of ECMA-262.</summary>
    public const string CurrencyPattern = "^[A-Z]{3}$";

    public int Id { get; init; }

    /// <summary>The SKU; unique.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>For one piece, in <see cref="Currency"/>.</summary>
    public required decimal Price { get; set; }

    /// <summary>ISO 4217, e.g. EUR.</summary>
    public required string Currency { get; set; }

    /// <summary>No longer sold.</summary>
    public bool Archived { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; set; }

    /// <summary>Counts changes, so that nobody overwrites another's unseen.</summary>
    public int Version { get; set; }

    /// <summary>What it is found by. Stored, but always worked out anew.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Code, Name);
        private set { }
    }
}
