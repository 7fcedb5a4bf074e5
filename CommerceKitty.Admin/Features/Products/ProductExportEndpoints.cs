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

namespace CommerceKitty.Admin.Features.Products;

/// <summary>All products as a file, for the page of products.</summary>
public static class ProductExportEndpoints
{
    /// <summary>Where the file is.</summary>
    public const string Address = "/products/export";

    /// <summary>Maps it.</summary>
    public static void MapProductExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.Products.ViewAll).ExcludeFromDescription();

    private static async Task Export(HttpContext http, ProductService products, CancellationToken ct)
    {
        // Two lists behind each other: for sale, then archived.
        var archived = false;
        await CsvDownload.SendAsync(http, "products", ProductImportService.Columns,
            async after =>
            {
                archived |= after == Archived;
                var slice = await products.ListAsync(
                    new ProductListRequest("200", after == Archived ? null : after, archived ? "true" : "false", Sort: "createdAt"),
                    ct);
                return slice.Map(s => archived || s.Next is not null ? s : s with { Next = Archived });
            },
            (csv, product) =>
            {
                csv.WriteField(product.Code);
                csv.WriteField(FormulaSafety.Keep(product.Name));
                csv.WriteField(product.Price, default);
                csv.WriteField(product.Currency);
                csv.WriteField(product.Archived ? "true" : "false");
            });
    }

    private const string Archived = "archived";
}
