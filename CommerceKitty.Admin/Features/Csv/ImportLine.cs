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
namespace CommerceKitty.Admin.Features.Csv;

/// <summary>What a line of a file would do, and what became of it.</summary>
public class ImportLine
{
    /// <summary>The record of the file.</summary>
    public required CsvRecord Record { get; init; }

    /// <summary>What the line is about: a product's code, say. As in the file.</summary>
    public required string Key { get; init; }

    public required ImportKind Kind { get; init; }

    /// <summary>What changes, or what is wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>True once it is saved.</summary>
    public bool Saved { get; set; }

    /// <summary>Why it was refused when it was to be saved.</summary>
    public string? Refusal { get; set; }

    /// <summary>True when there is something to save that was not tried yet.</summary>
    public bool Waits => Kind is ImportKind.New or ImportKind.Changed && !Saved && Refusal is null;
}
