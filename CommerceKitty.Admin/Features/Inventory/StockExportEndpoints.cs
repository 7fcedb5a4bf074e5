using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>All stock as a file, for the page of the inventory.</summary>
public static class StockExportEndpoints
{
    /// <summary>Where the file is.</summary>
    public const string Address = "/inventory/export";

    /// <summary>Maps it.</summary>
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
