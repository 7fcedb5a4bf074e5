using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>The orders that the page lists as a CSV file.</summary>
public static class OrderExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/orders/export";

    private static readonly string[] Columns =
        ["number", "placedAt", "status", "channel", "customerName", "customerEmail", "currency", "total", "lines", "updatedAt"];

    /// <summary>Maps the endpoint.</summary>
    public static void MapOrderExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.Orders.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] OrderFilters filters, string? sort, OrderService orders, ViewerClock clock, CancellationToken ct)
    {
        clock.UseZone(ViewerPreferences.Of(http).TimeZone);
        var query = filters.ToQuery(clock);
        if (ListOrder.Read<OrderSort>(sort) is { } order)
            query = query with { Sort = order.Sort, Descending = order.Descending };
        return CsvDownload.SendAsync(http, "orders", Columns, after => orders.ListAllAsync(query, after, ct), (csv, row) =>
        {
            csv.WriteText(row.Number);
            csv.WriteTime(row.PlacedAt);
            csv.WriteName(row.Status);
            csv.WriteText(row.Channel);
            csv.WriteText(row.CustomerName);
            csv.WriteText(row.CustomerEmail);
            csv.WriteField(row.Currency);
            csv.WriteField(row.Total, default);
            csv.WriteNumber(row.LineCount);
            csv.WriteTime(row.UpdatedAt);
        });
    }
}
