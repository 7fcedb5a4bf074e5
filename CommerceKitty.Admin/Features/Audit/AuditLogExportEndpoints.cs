using System.Buffers;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>The entries of the audit log that the page lists as a file: CSV for people, events of OCSF for machines.</summary>
public static class AuditLogExportEndpoints
{
    /// <summary>The address of the CSV file.</summary>
    public const string Address = "/configuration/audit-log/export";

    /// <summary>The address of the file of events, one JSON object a line.</summary>
    public const string EventsAddress = "/configuration/audit-log/export-events";

    private const string Name = "audit-log";

    /// <summary>Maps the endpoints.</summary>
    public static void MapAuditLogExport(this IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Export).RequirePermission(Permissions.AuditLog.ViewAll).ExcludeFromDescription();
        app.MapGet(EventsAddress, ExportEvents).RequirePermission(Permissions.AuditLog.ViewAll).ExcludeFromDescription();
    }

    private static Task Export(
        HttpContext http, [AsParameters] AuditFilters filters, AuditLogService log, ViewerClock clock, CancellationToken ct)
    {
        var query = Read(http, filters, clock);
        return CsvDownload.SendAsync(http, Name, AuditCsv.Columns, after => log.ListAllAsync(query, after, ct), AuditCsv.Write);
    }

    private static Task ExportEvents(
        HttpContext http, [AsParameters] AuditFilters filters, AuditLogService log, ViewerClock clock, CancellationToken ct)
    {
        var query = Read(http, filters, clock);
        return ListDownload.SendAsync(
            http, Name, ("ndjson", "application/x-ndjson"), after => log.ListAllAsync(query, after, ct), async (body, parts) =>
            {
                var lines = new ArrayBufferWriter<byte>();
                await foreach (var rows in parts)
                {
                    foreach (var row in rows)
                        AuditEvents.WriteLine(lines, row);
                    await body.WriteAsync(lines.WrittenMemory, ct);
                    lines.ResetWrittenCount();
                }
            });
    }

    private static AuditQuery Read(HttpContext http, AuditFilters filters, ViewerClock clock)
    {
        clock.UseZone(ViewerPreferences.Of(http).TimeZone);
        return filters.ToQuery(clock);
    }
}
