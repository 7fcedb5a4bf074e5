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
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary><c>/api/v1/audit-log</c>: to read (R8).</summary>
public static class AuditLogEndpoints
{
    /// <summary>The version of what never changes.</summary>
    private const int OnlyVersion = 0;

    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapAuditLog(this RouteGroupBuilder api)
    {
        var log = api.MapGroup("/audit-log");
        log.MapGet("/", ListAuditEntries).WithName(nameof(ListAuditEntries)).RequirePermission(Permissions.AuditLog.ViewAll);
        log.MapGet("/{id:long}", GetAuditEntry)
            .WithName(nameof(GetAuditEntry))
            .RequirePermission(Permissions.AuditLog.View)
            .GivesEntityTag();
    }

    /// <summary>List audit entries</summary>
    /// <remarks>Who changed what, newest first. Entries are never changed or deleted. Filters are joined by and.</remarks>
    internal static async Task<Results<Ok<ListResponse<AuditEntryResource>>, ProblemHttpResult>> ListAuditEntries(
        HttpContext http, AuditLogService log, [AsParameters] AuditListRequest request, CancellationToken ct) =>
        (await log.ListAsync(request, ct)).ToHttpList(http, e => e.ToResource());

    /// <summary>Show an audit entry</summary>
    /// <remarks>One entry of the audit log.</remarks>
    internal static async Task<Results<Ok<AuditEntryResource>, ProblemHttpResult>> GetAuditEntry(
        HttpContext http, AuditLogService log, long id, CancellationToken ct) =>
        (await log.GetAsync(id, ct)).ToHttp(http, _ => OnlyVersion, e => e.ToResource());
}
