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
    /// <remarks>Newest first. Archived products are listed with <c>archived=true</c>, and then they alone. Filters are joined by
    /// and.</remarks>
    internal static async Task<Results<Ok<ListResponse<ProductResource>>, ProblemHttpResult>> ListProducts(
        HttpContext http, ProductService products, [AsParameters] ProductListRequest request, CancellationToken ct) =>
        (await products.ListAsync(request, ct)).ToHttpList(http);

    /// <summary>Add a product</summary>
    /// <remarks>The product is for sale from now on. Its code is unique, also among archived products, and never changes.</remarks>
    internal static async Task<Results<Created<ProductResource>, ProblemHttpResult>> CreateProduct(
        HttpContext http, ProductService products, CreateProductRequest product, CancellationToken ct) =>
        (await products.CreateAsync(product, ct)).ToHttpCreated(http, p => p.Version, p => $"/products/{p.Id}");

    /// <summary>Show a product</summary>
    /// <remarks>One product, archived or not. Its version is the ETag.</remarks>
    internal static async Task<Results<Ok<ProductResource>, ProblemHttpResult>> GetProduct(
        HttpContext http, ProductService products, int id, CancellationToken ct) =>
        (await products.GetAsync(id, ct)).ToHttp(http, p => p.Version);

    /// <summary>Change a product</summary>
    /// <remarks>Changes any of name, price, currency and archived; what is not given stays, and nothing different changes nothing. The
    /// answer is the whole
    /// product, so it needs <c>products.view</c> too; archiving needs <c>products.delete</c>.</remarks>
    internal static async Task<Results<Ok<ProductResource>, ProblemHttpResult>> EditProduct(
        HttpContext http, ProductService products, int id, ProductEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await products.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, p => p.Version);
    }

    /// <summary>Archive a product</summary>
    /// <remarks>The product is no longer for sale. Orders that name it and its stock stay. One that is archived already stays as it
    /// is.</remarks>
    internal static async Task<Results<NoContent, ProblemHttpResult>> ArchiveProduct(
        HttpContext http, ProductService products, int id, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        var archived = await products.ArchiveAsync(id, expectedVersion, ct);
        return archived.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, archived.Error);
    }
}
