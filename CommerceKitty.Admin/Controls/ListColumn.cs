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
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>One column of a <see cref="ListTable{TRow}"/>.</summary>
/// <param name="Title">The heading, also the label beside the value on narrow screens.</param>
/// <param name="Cell">What a row shows in it.</param>
public sealed record ListColumn<TRow>(string Title, RenderFragment<TRow> Cell)
{
    /// <summary>What a browser remembers it by, for example <c>last-used</c>.</summary>
    public string Name { get; } = Title.ToLowerInvariant().Replace(' ', '-');

    /// <summary>The name to sort by; null when the column does not sort.</summary>
    public string? Sort { get; init; }

    /// <summary>Sort descending at the first click: for times and amounts.</summary>
    public bool DescendingFirst { get; init; }

    /// <summary>Only screen readers read the heading.</summary>
    public bool TitleHidden { get; init; }

    /// <summary>Cannot be hidden: without it nobody knows what a row is.</summary>
    public bool IsRequired { get; init; }

    public string? CssClass { get; init; }

    /// <summary>One can choose whether to see it.</summary>
    public bool IsOptional => !IsRequired && !TitleHidden;
}
