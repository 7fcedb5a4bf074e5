using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Products;

/// <summary><c>/api/v1/products</c>.</summary>
public static class ProductEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapProducts(this RouteGroupBuilder api)
    {
        var products = api.MapGroup("/products");
        products.MapGet("/", ListProducts).WithName(nameof(ListProducts)).RequirePermission(Permissions.Products.ViewAll);
        products.MapPost("/", CreateProduct).WithName(nameof(CreateProduct)).RequirePermission(Permissions.Products.Create);
        products.MapGet("/{id:int}", GetProduct).WithName(nameof(GetProduct)).RequirePermission(Permissions.Products.View);
        products.MapPatch("/{id:int}", EditProduct).WithName(nameof(EditProduct)).RequirePermission(Permissions.Products.Edit);
        products.MapDelete("/{id:int}", ArchiveProduct).WithName(nameof(ArchiveProduct)).RequirePermission(Permissions.Products.Delete);
    }

    private static async Task<Results<Ok<ListResponse<ProductResource>>, ProblemHttpResult>> ListProducts(
        HttpContext http, ProductService products, [AsParameters] ProductListRequest request, CancellationToken ct) =>
        (await products.ListAsync(request, ct)).ToHttpList(http);

    private static async Task<Results<Created<ProductResource>, ProblemHttpResult>> CreateProduct(
        HttpContext http, ProductService products, CreateProductRequest product, CancellationToken ct) =>
        (await products.CreateAsync(product, ct)).ToHttpCreated(http, p => p.Version, p => $"/products/{p.Id}");

    private static async Task<Results<Ok<ProductResource>, ProblemHttpResult>> GetProduct(
        HttpContext http, ProductService products, int id, CancellationToken ct) =>
        (await products.GetAsync(id, ct)).ToHttp(http, p => p.Version);

    private static async Task<Results<Ok<ProductResource>, ProblemHttpResult>> EditProduct(
        HttpContext http, ProductService products, int id, ProductEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await products.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, p => p.Version);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ArchiveProduct(
        HttpContext http, ProductService products, int id, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        var archived = await products.ArchiveAsync(id, expectedVersion, ct);
        return archived.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, archived.Error);
    }
}
