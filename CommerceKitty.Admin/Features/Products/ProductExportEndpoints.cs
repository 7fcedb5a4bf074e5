using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>The products that the page lists as a CSV file.</summary>
public static class ProductExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/products/export";

    /// <summary>Maps the endpoint.</summary>
    public static void MapProductExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.Products.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] ProductFilters filters, string? sort, ProductService products, CancellationToken ct)
    {
        var query = filters.ToQuery();
        if (ListOrder.Read<ProductSort>(sort) is { } order)
            query = query with { Sort = order.Sort, Descending = order.Descending };
        return CsvDownload.SendAsync(
            http,
            "products",
            ProductImportService.Columns,
            after => products.ListAllAsync(query, after, ct),
            (csv, product) =>
            {
                csv.WriteField(product.Code);
                csv.WriteText(product.Name);
                csv.WriteField(product.Price, default);
                csv.WriteField(product.Currency);
                csv.WriteFlag(product.Archived);
            });
    }
}
