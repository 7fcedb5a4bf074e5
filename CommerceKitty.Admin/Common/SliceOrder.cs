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
using System.Linq.Expressions;

namespace CommerceKitty.Admin.Common;

/// <summary>One order of a list as a request asked for it.</summary>
/// <param name="Sort">What rows are sorted by.</param>
/// <param name="Descending">True for falling.</param>
/// <param name="After">The row behind which to begin; null at the beginning.</param>
/// <param name="Place">Names list and order in cursors.</param>
public sealed record SliceOrder<T>(SliceSort<T> Sort, bool Descending, SliceCursor? After, string Place)
    where T : class
{
    /// <summary>Reads the next rows and where the list goes on.</summary>
    public Task<Slice<TRow>> ReadAsync<TRow>(IQueryable<T> rows, int limit, Expression<Func<T, TRow>> select, CancellationToken ct) =>
        Sort.ReadAsync(rows, this, limit, select, ct);
}
