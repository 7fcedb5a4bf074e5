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
        HttpContext http, [AsParameters] OrderFilters filters, OrderService orders, ViewerClock clock, CancellationToken ct)
    {
        clock.UseZone(ViewerPreferences.Of(http).TimeZone);
        var query = filters.ToQuery(clock);
        return CsvDownload.SendAsync(http, "orders", Columns, after => orders.ListAllAsync(query, after, ct), (csv, order) =>
        {
            csv.WriteText(order.Number);
            csv.WriteTime(order.PlacedAt);
            csv.WriteName(order.Status);
            csv.WriteText(order.Channel);
            csv.WriteText(order.CustomerName);
            csv.WriteText(order.CustomerEmail);
            csv.WriteField(order.Currency);
            csv.WriteField(order.Total, default);
            csv.WriteNumber(order.LineCount);
            csv.WriteTime(order.UpdatedAt);
        });
    }
}
