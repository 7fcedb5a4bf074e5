using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>The refusals that the page lists as a CSV file.</summary>
public static class RefusalExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/configuration/refusals/export";

    private static readonly string[] Columns =
    [
        "id", "hour", "reason", "keyId", "key", "permission", "address", "count", "firstAt", "lastAt", "lastRequestId", "causeId", "cause",
        "causedAt", "causedBy",
    ];

    /// <summary>Maps the endpoint.</summary>
    public static void MapRefusalExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.ApiKeys.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] RefusalFilters filters, RefusalService refusals, ViewerClock clock, CancellationToken ct)
    {
        clock.UseZone(ViewerPreferences.Of(http).TimeZone);
        var query = filters.ToQuery(clock);
        return CsvDownload.SendAsync(http, "refusals", Columns, after => refusals.ListAllAsync(query, after, ct), (csv, row) =>
        {
            csv.WriteNumber(row.Id);
            csv.WriteTime(row.Hour);
            csv.WriteName(row.Reason);
            csv.WriteNumber(row.ApiKeyName is null ? null : row.ApiKeyId);
            csv.WriteText(row.ApiKeyName);
            csv.WriteText(row.Permission);
            csv.WriteText(row.Address);
            csv.WriteNumber(row.Count);
            csv.WriteTime(row.FirstAt);
            csv.WriteTime(row.LastAt);
            csv.WriteText(row.LastRequestId);
            csv.WriteNumber(row.CauseId);
            csv.WriteText(row.CauseAction);
            csv.WriteTime(row.CauseAt);
            csv.WriteText(row.CauseActor);
        });
    }
}
