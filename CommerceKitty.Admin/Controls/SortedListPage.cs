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

/// <summary>A <see cref="ListPage"/> whose rows can be sorted; the order stands in the URL too.</summary>
/// <typeparam name="TSort">The columns to sort by.</typeparam>
public abstract class SortedListPage<TSort> : ListPage
    where TSort : struct, Enum
{
    private const string SortParameter = "sort";

    /// <summary>For example <c>name-desc</c>.</summary>
    [SupplyParameterFromQuery(Name = SortParameter)]
    public string? SortText { get; set; }

    /// <summary>The order when the URL names none.</summary>
    protected abstract (TSort Sort, bool Descending) UsualOrder { get; }

    /// <inheritdoc/>
    protected override Dictionary<string, object?> KeptParameters => new(base.KeptParameters) { [SortParameter] = SortText };

    /// <summary>The order that the URL asks for; the usual one when it names none that exists.</summary>
    protected (TSort Sort, bool Descending) Order =>
        SortText?.Split('-') is [var name, var direction and ("asc" or "desc")]
        && Enum.TryParse<TSort>(name, ignoreCase: true, out var sort) && Enum.IsDefined(sort)
            ? (sort, direction == "desc")
            : UsualOrder;

    /// <summary>For a table's <see cref="ListTable{TRow}.Sort"/>.</summary>
    protected string SortName => Order.Sort.ToString();

    /// <summary>Puts another order into the URL.</summary>
    protected void SortBy((string Sort, bool Descending) by) =>
        Filter(SortParameter, $"{by.Sort.ToLowerInvariant()}-{(by.Descending ? "desc" : "asc")}");
}
