using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>All stock as a CSV file, for the inventory page.</summary>
public static class StockExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/inventory/export";

    /// <summary>Maps the endpoint.</summary>
    public static void MapStockExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.Inventory.ViewAll).ExcludeFromDescription();

    private static Task Export(HttpContext http, InventoryService inventory, CancellationToken ct) =>
        CsvDownload.SendAsync(http, "stock", StockImportService.Columns,
            after => inventory.ListAsync(new InventoryListRequest("200", after), ct),
            (csv, stock) =>
            {
                csv.WriteField(stock.Source);
                csv.WriteField(stock.Sku);
                csv.WriteField(FormulaSafety.Keep(stock.ProductName));
                csv.WriteField(stock.OnHand, default);
                csv.WriteField(stock.Reserved, default);
                csv.WriteField(stock.Available, default);
            });
}
