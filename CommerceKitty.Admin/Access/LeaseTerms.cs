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
namespace CommerceKitty.Admin.Access;

/// <summary>How long a node may trust what it remembers about access (design §4). All nodes of one database must agree, so no setting
/// changes it.</summary>
/// <param name="Duration">L: how long after the start of a read of the access version its answer may be used.</param>
public sealed record LeaseTerms(TimeSpan Duration)
{
    /// <summary>The product's: 200 ms.</summary>
    public static readonly LeaseTerms Standard = new(TimeSpan.FromMilliseconds(200));

    /// <summary>How long a change that takes power away waits after its commit: L and a quarter, for clocks that run at different speeds.
    /// By then no node can hold a lease that is older than the commit (R12).</summary>
    public TimeSpan Grace => Duration * 1.25;

    /// <summary>When a node under traffic asks again: at half of it, so that no request has to wait.</summary>
    public TimeSpan Renewal => Duration / 2;
}
