using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>The stock that the page lists as a CSV file.</summary>
public static class StockExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/inventory/export";

    /// <summary>Maps the endpoint.</summary>
    public static void MapStockExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.Inventory.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] InventoryFilters filters, string? sort, InventoryService inventory, CancellationToken ct)
    {
        var query = filters.ToQuery();
        if (ListOrder.Read<InventorySort>(sort) is { } order)
            query = query with { Sort = order.Sort, Descending = order.Descending };
        return CsvDownload.SendAsync(
            http,
            "stock",
            StockImportService.Columns,
            after => inventory.ListAllAsync(query, after, ct),
            (csv, stock) =>
            {
                csv.WriteField(stock.SourceCode);
                csv.WriteField(stock.ProductCode);
                csv.WriteText(stock.ProductName);
                csv.WriteNumber(stock.OnHand);
                csv.WriteNumber(stock.Reserved);
                csv.WriteNumber(stock.Available);
            });
    }
}
