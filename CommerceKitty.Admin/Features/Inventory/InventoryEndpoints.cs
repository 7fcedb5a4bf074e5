using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary><c>/api/v1/inventory</c>.</summary>
public static class InventoryEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapInventory(this RouteGroupBuilder api)
    {
        var inventory = api.MapGroup("/inventory");
        inventory.MapGet("/", ListStock).WithName(nameof(ListStock)).RequirePermission(Permissions.Inventory.ViewAll)
            .SortedBy(InventoryService.Sorts);
        inventory.MapPost("/adjustments", AdjustStock).WithName(nameof(AdjustStock)).RequirePermission(Permissions.Inventory.Edit)
            .AnswersWith(Permissions.Inventory.View)
            .HonoursIfMatch().ProducesNotFound().MayConflict("not-enough-stock", "below-reserved", "too-much-stock");
        inventory.MapPost("/batch", SetManyStocks).WithName(nameof(SetManyStocks)).RequirePermission(Permissions.Inventory.Edit);
        inventory.MapGet("/{source}/{sku}", GetStock).WithName(nameof(GetStock)).RequirePermission(Permissions.Inventory.View);
        inventory
            .MapGet("/{source}/{sku}/movements", ListStockMovements)
            .WithName(nameof(ListStockMovements))
            .RequirePermission(Permissions.Inventory.View)
            .SortedBy(InventoryService.MovementSorts);
        inventory.MapPut("/{source}/{sku}", SetStock).WithName(nameof(SetStock)).RequirePermission(Permissions.Inventory.Edit)
            .AnswersWith(Permissions.Inventory.View)
            .HonoursIfMatch().MayConflict("below-reserved");
    }

    /// <summary>List stock</summary>
    /// <remarks>Returns the stock of each product at each inventory source where there has been any. Filters are combined with
    /// AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<StockResource>>, ProblemHttpResult>> ListStock(
        HttpContext http, InventoryService inventory, [AsParameters] InventoryListRequest request, CancellationToken ct) =>
        (await inventory.ListAsync(request, ct)).ToHttpList(http);

    /// <summary>Adjust stock</summary>
    /// <remarks>Adds items to the stock of a product at an inventory source, or removes items, with a reason.</remarks>
    internal static async Task<Results<Ok<StockResource>, ProblemHttpResult>> AdjustStock(
        HttpContext http, StockService stock, AdjustStockRequest adjustment, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await stock.AdjustAsync(adjustment, expectedVersion, ct)).ToHttp(http, s => s.Version);
    }

    /// <summary>Set the stock of many products</summary>
    /// <remarks>Sets the number of items in stock of up to 1,000 products. Each line has its own result: a rejected line does not affect
    /// the others.</remarks>
    internal static async Task<Results<Ok<StockBatchResponse>, ProblemHttpResult>> SetManyStocks(
        HttpContext http, StockService stock, StockBatchRequest batch, CancellationToken ct) =>
        (await stock.SetManyAsync(batch, ct)).ToHttp(http);

    /// <summary>Get stock</summary>
    /// <remarks>Returns the stock of a product at an inventory source. It is 0 where there has never been any.</remarks>
    /// <param name="source" example="rotterdam">The inventory source's code.</param>
    /// <param name="sku" example="TREE-OAK-180">The product's code, in any case.</param>
    internal static async Task<Results<Ok<StockResource>, NotModified, ProblemHttpResult>> GetStock(
        HttpContext http, InventoryService inventory, [Length(1, InventorySource.CodeLength)] string source,
        [Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)] string sku, CancellationToken ct) =>
        (await inventory.GetAsync(source, sku, ct)).ToHttpGet(http, s => s.Version);

    /// <summary>List stock movements</summary>
    /// <remarks>Returns all changes of the stock of a product at an inventory source, newest first.</remarks>
    /// <param name="source" example="rotterdam">The inventory source's code.</param>
    /// <param name="sku" example="TREE-OAK-180">The product's code, in any case.</param>
    internal static async Task<Results<Ok<ListResponse<StockMovementResource>>, ProblemHttpResult>> ListStockMovements(
        HttpContext http,
        InventoryService inventory,
        [Length(1, InventorySource.CodeLength)] string source,
        [Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)] string sku,
        [AsParameters] StockMovementListRequest request,
        CancellationToken ct) => (await inventory.ListMovementsAsync(source, sku, request, ct)).ToHttpList(http);

    /// <summary>Set stock</summary>
    /// <remarks>Sets the number of items in stock, for example after a stock count.</remarks>
    /// <param name="source" example="rotterdam">The inventory source's code.</param>
    /// <param name="sku" example="TREE-OAK-180">The product's code, in any case.</param>
    internal static async Task<Results<Ok<StockResource>, ProblemHttpResult>> SetStock(
        HttpContext http, StockService stock, [Length(1, InventorySource.CodeLength)] string source,
        [Length(1, Product.CodeLength), RegularExpression(ProductCode.AnyCasePattern)] string sku,
        SetStockRequest quantity,
        CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await stock.SetAsync(source, sku, quantity, expectedVersion, ct)).ToHttp(http, s => s.Version);
    }
}
