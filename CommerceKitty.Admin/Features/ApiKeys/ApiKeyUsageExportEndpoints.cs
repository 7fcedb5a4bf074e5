using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The hourly usage of a key as a CSV file.</summary>
public static class ApiKeyUsageExportEndpoints
{
    private static readonly string[] Columns = ["hour", "permission", "result", "requests"];

    /// <summary>The address of the file.</summary>
    /// <param name="id">The key.</param>
    /// <param name="range">The name of a <see cref="UsageRange"/>.</param>
    public static string AddressOf(int id, string range) => $"{ApiKeyPresentation.AddressOf(id, "usage")}/export?range={range}";

    /// <summary>Maps the endpoint.</summary>
    public static void MapApiKeyUsageExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/configuration/api-keys/{id:int}/usage/export", Export)
            .RequirePermission(Permissions.ApiKeys.View).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, int id, string? range, ApiKeyUsageQueries usage, ViewerClock clock, CancellationToken ct)
    {
        clock.UseZone(ViewerPreferences.Of(http).TimeZone);
        var chosen = UsageRange.Find(range);
        var name = string.Create(CultureInfo.InvariantCulture, $"api-key-{id}-usage");
        return CsvDownload.SendAsync(http, name, Columns, LoadAsync, (csv, row) =>
        {
            csv.WriteTime(row.Hour);
            csv.WriteText(row.Permission);
            csv.WriteName(row.Result);
            csv.WriteNumber(row.Count);
        });

        async Task<Result<Slice<KeyUsage>>> LoadAsync(string? after) =>
            (await usage.ListHoursAsync(id, chosen.From(clock), clock.Now, ct)).Map(rows => new Slice<KeyUsage>(rows, Next: null));
    }
}
