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
namespace CommerceKitty.Admin.Common;

/// <summary>What kind of refusal an operation met. Each kind has exactly one HTTP status (<see cref="ApiProblems"/>).</summary>
public enum ErrorKind
{
    /// <summary>The input has the wrong shape or length; HTTP 400.</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the account no longer works; HTTP 401.</summary>
    Unauthenticated,

    /// <summary>The actor lacks a permission, or a rule forbids the operation; HTTP 403.</summary>
    Forbidden,

    /// <summary>The thing does not exist; HTTP 404.</summary>
    NotFound,

    /// <summary>The thing's state does not allow the operation; HTTP 409.</summary>
    Conflict,

    /// <summary>The thing was changed since it was read; HTTP 412.</summary>
    Stale,
}
