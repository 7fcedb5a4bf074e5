using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary><c>/api/v1/audit-log</c>, read only (R8).</summary>
public static class AuditLogEndpoints
{
    /// <summary>The version of every entry, because entries never change.</summary>
    private const int OnlyVersion = 0;

    /// <summary>Maps the endpoints.</summary>
    public static void MapAuditLog(this RouteGroupBuilder api)
    {
        var log = api.MapGroup("/audit-log");
        log.MapGet("/", ListAuditEntries).WithName(nameof(ListAuditEntries)).RequirePermission(Permissions.AuditLog.ViewAll)
            .SortedBy(AuditLogService.Sorts);
        log.MapGet("/{id:long}", GetAuditEntry)
            .WithName(nameof(GetAuditEntry))
            .RequirePermission(Permissions.AuditLog.View)
            .GivesEntityTag();
    }

    /// <summary>List audit entries</summary>
    /// <remarks>Returns who changed what, newest first. Filters are combined with AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<AuditEntryResource>>, ProblemHttpResult>> ListAuditEntries(
        HttpContext http, AuditLogService log, [AsParameters] AuditListRequest request, CancellationToken ct) =>
        (await log.ListAsync(request, ct)).ToHttpList(http, e => e.ToResource());

    /// <summary>Get an audit entry</summary>
    /// <remarks>Returns an entry of the audit log.</remarks>
    /// <param name="id" example="5012">The entry's ID.</param>
    internal static async Task<Results<Ok<AuditEntryResource>, NotModified, ProblemHttpResult>> GetAuditEntry(
        HttpContext http, AuditLogService log, long id, CancellationToken ct) =>
        (await log.GetAsync(id, ct)).ToHttpGet(http, _ => OnlyVersion, e => e.ToResource());
}
