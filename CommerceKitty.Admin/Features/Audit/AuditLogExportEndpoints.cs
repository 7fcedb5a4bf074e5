using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>The entries of the audit log that the page lists as a CSV file.</summary>
public static class AuditLogExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/configuration/audit-log/export";

    private static readonly string[] Columns =
    [
        "id", "at", "actorKind", "actorId", "actor", "apiKeyId", "apiKey", "address", "action", "targetType", "targetId", "target",
        "before", "after",
    ];

    /// <summary>Maps the endpoint.</summary>
    public static void MapAuditLogExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.AuditLog.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] AuditFilters filters, AuditLogService log, ViewerClock clock, CancellationToken ct)
    {
        clock.UseZone(ViewerPreferences.Of(http).TimeZone);
        var query = filters.ToQuery(clock);
        return CsvDownload.SendAsync(http, "audit-log", Columns, after => log.ListAllAsync(query, after, ct), (csv, entry) =>
        {
            csv.WriteNumber(entry.Id);
            csv.WriteTime(entry.At);
            csv.WriteName(entry.ActorKind);
            csv.WriteNumber(entry.ActorUserId);
            csv.WriteText(entry.Actor);
            csv.WriteNumber(entry.ActorApiKeyId);
            csv.WriteText(entry.ActorApiKeyName);
            csv.WriteText(entry.Address);
            csv.WriteText(entry.Action);
            csv.WriteText(entry.TargetType);
            csv.WriteNumber(entry.TargetId);
            csv.WriteText(entry.Target);
            csv.WriteText(entry.Before);
            csv.WriteText(entry.After);
        });
    }
}
