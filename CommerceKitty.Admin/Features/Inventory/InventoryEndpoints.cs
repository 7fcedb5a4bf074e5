using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary><c>/api/v1/inventory</c>.</summary>
public static class InventoryEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapInventory(this RouteGroupBuilder api)
    {
        var inventory = api.MapGroup("/inventory");
        inventory.MapGet("/", ListStock).WithName(nameof(ListStock)).RequirePermission(Permissions.Inventory.ViewAll);
        inventory.MapPost("/adjustments", AdjustStock).WithName(nameof(AdjustStock)).RequirePermission(Permissions.Inventory.Edit);
        inventory.MapPost("/batch", SetManyStocks).WithName(nameof(SetManyStocks)).RequirePermission(Permissions.Inventory.Edit);
        inventory.MapGet("/{source}/{sku}", GetStock).WithName(nameof(GetStock)).RequirePermission(Permissions.Inventory.View);
        inventory.MapGet("/{source}/{sku}/movements", ListStockMovements).WithName(nameof(ListStockMovements)).RequirePermission(Permissions.Inventory.View);
        inventory.MapPut("/{source}/{sku}", SetStock).WithName(nameof(SetStock)).RequirePermission(Permissions.Inventory.Edit);
    }

    private static async Task<Results<Ok<ListResponse<StockResource>>, ProblemHttpResult>> ListStock(
        HttpContext http, InventoryService inventory, [AsParameters] InventoryListRequest request, CancellationToken ct) =>
        (await inventory.ListAsync(request, ct)).ToHttpList(http);

    private static async Task<Results<Ok<StockResource>, ProblemHttpResult>> AdjustStock(
        HttpContext http, StockService stock, AdjustStockRequest adjustment, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await stock.AdjustAsync(adjustment, expectedVersion, ct)).ToHttp(http, s => s.Version);
    }

    private static async Task<Results<Ok<StockBatchResponse>, ProblemHttpResult>> SetManyStocks(
        HttpContext http, StockService stock, StockBatchRequest batch, CancellationToken ct) =>
        (await stock.SetManyAsync(batch, ct)).ToHttp(http);

    private static async Task<Results<Ok<StockResource>, ProblemHttpResult>> GetStock(
        HttpContext http, InventoryService inventory, string source, string sku, CancellationToken ct) =>
        (await inventory.GetAsync(source, sku, ct)).ToHttp(http, s => s.Version);

    private static async Task<Results<Ok<ListResponse<StockMovementResource>>, ProblemHttpResult>> ListStockMovements(
        HttpContext http, InventoryService inventory, string source, string sku, [AsParameters] StockMovementListRequest request, CancellationToken ct) =>
        (await inventory.ListMovementsAsync(source, sku, request, ct)).ToHttpList(http);

    private static async Task<Results<Ok<StockResource>, ProblemHttpResult>> SetStock(
        HttpContext http, StockService stock, string source, string sku, SetStockRequest quantity, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await stock.SetAsync(source, sku, quantity, expectedVersion, ct)).ToHttp(http, s => s.Version);
    }
}
