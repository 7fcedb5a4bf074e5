using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The keys that the page lists as a CSV file.</summary>
public static class ApiKeyExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/configuration/api-keys/export";

    private static readonly string[] Columns =
    [
        "id", "name", "hint", "status", "userEmail", "userName", "group", "createdAt", "createdBy", "expiresAt", "lastUsedAt",
        "lastUsedFrom", "requestsPerMinute", "revokedAt", "revokedBy",
    ];

    /// <summary>Maps the endpoint.</summary>
    public static void MapApiKeyExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.ApiKeys.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] ApiKeyFilters filters, string? sort, ApiKeyQueries keys, CancellationToken ct)
    {
        var query = filters.ToQuery();
        if (ListOrder.Read<ApiKeySort>(sort) is { } order)
            query = query with { Sort = order.Sort, Descending = order.Descending };
        return CsvDownload.SendAsync(http, "api-keys", Columns, after => keys.ListAllAsync(query, after, ct), (csv, key) =>
        {
            csv.WriteNumber(key.Id);
            csv.WriteText(key.Name);
            csv.WriteText(key.Hint);
            csv.WriteName(key.Status);
            csv.WriteText(key.UserEmail);
            csv.WriteText(key.UserName);
            csv.WriteText(key.GroupName);
            csv.WriteTime(key.CreatedAt);
            csv.WriteText(key.CreatedBy);
            csv.WriteTime(key.ExpiresAt);
            csv.WriteTime(key.LastUsedAt);
            csv.WriteText(key.LastUsedFrom);
            csv.WriteNumber(key.RequestsPerMinute);
            csv.WriteTime(key.RevokedAt);
            csv.WriteText(key.RevokedBy);
        });
    }
}
