using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>All products as a file, for the page of products.</summary>
public static class ProductExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/products/export";

    /// <summary>Maps the endpoint.</summary>
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
