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
namespace CommerceKitty.Admin.Features.Find;

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What it is, in words; things of one kind stand together.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Detail">What tells it from others of that name.</param>
/// <param name="Address">Where it is shown.</param>
public sealed record Found(string Kind, string Title, string Detail, string Address);

/// <summary>What was found for a text.</summary>
/// <param name="Items">At most a few of each kind, the kinds in the menu's order.</param>
/// <param name="Silent">True when the database did not answer for some of it: what is missing may be there.</param>
public sealed record FindAnswer(IReadOnlyList<Found> Items, bool Silent);
