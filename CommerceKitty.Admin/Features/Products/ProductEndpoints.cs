using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Products;

/// <summary><c>/api/v1/products</c>.</summary>
public static class ProductEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapProducts(this RouteGroupBuilder api)
    {
        var products = api.MapGroup("/products");
        products.MapGet("/", ListProducts).WithName(nameof(ListProducts)).RequirePermission(Permissions.Products.ViewAll)
            .SortedBy(ProductService.Sorts);
        products
            .MapPost("/", CreateProduct)
            .WithName(nameof(CreateProduct))
            .RequirePermission(Permissions.Products.Create)
            .MayConflict("code-taken");
        products.MapGet("/{id:int}", GetProduct).WithName(nameof(GetProduct)).RequirePermission(Permissions.Products.View);
        products
            .MapPatch("/{id:int}", EditProduct)
            .WithName(nameof(EditProduct))
            .RequirePermission(Permissions.Products.Edit)
            .AnswersWith(Permissions.Products.View)
            .HonoursIfMatch();
        products
            .MapDelete("/{id:int}", ArchiveProduct)
            .WithName(nameof(ArchiveProduct))
            .RequirePermission(Permissions.Products.Delete)
            .HonoursIfMatch();
    }

    /// <summary>List products</summary>
    /// <remarks>Returns products, newest first. Filters are combined with AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<ProductResource>>, ProblemHttpResult>> ListProducts(
        HttpContext http, ProductService products, [AsParameters] ProductListRequest request, CancellationToken ct) =>
        (await products.ListAsync(request, ct)).ToHttpList(http);

    /// <summary>Create a product</summary>
    /// <remarks>Creates a product that can be ordered immediately.</remarks>
    internal static async Task<Results<Created<ProductResource>, ProblemHttpResult>> CreateProduct(
        HttpContext http, ProductService products, CreateProductRequest product, CancellationToken ct) =>
        (await products.CreateAsync(product, ct)).ToHttpCreated(http, p => p.Version, p => $"/products/{p.Id}");

    /// <summary>Get a product</summary>
    /// <remarks>Returns a product, archived or not.</remarks>
    /// <param name="id" example="1">The product's ID.</param>
    internal static async Task<Results<Ok<ProductResource>, NotModified, ProblemHttpResult>> GetProduct(
        HttpContext http, ProductService products, int id, CancellationToken ct) =>
        (await products.GetAsync(id, ct)).ToHttpGet(http, p => p.Version);

    /// <summary>Update a product</summary>
    /// <remarks>Changes the name, price, currency and status of a product. A request that changes nothing does not create a new version.
    /// Archiving a product also requires the permission <c>products.delete</c>.</remarks>
    /// <param name="id" example="1">The product's ID.</param>
    internal static async Task<Results<Ok<ProductResource>, ProblemHttpResult>> EditProduct(
        HttpContext http, ProductService products, int id, ProductEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await products.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, p => p.Version);
    }

    /// <summary>Archive a product</summary>
    /// <remarks>Archives a product, so that it can no longer be ordered. Its orders and stock are kept. Archiving an archived product
    /// changes nothing.</remarks>
    /// <param name="id" example="1">The product's ID.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> ArchiveProduct(
        HttpContext http, ProductService products, int id, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        var archived = await products.ArchiveAsync(id, expectedVersion, ct);
        return archived.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, archived.Error);
    }
}
