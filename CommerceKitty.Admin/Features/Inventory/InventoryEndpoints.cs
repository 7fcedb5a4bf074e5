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

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary><c>/api/v1/inventory</c>.</summary>
public static class InventoryEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapInventory(this RouteGroupBuilder api)
    {
        var inventory = api.MapGroup("/inventory");
        inventory.MapGet("/", ListStock).WithName(nameof(ListStock)).RequirePermission(Permissions.Inventory.ViewAll);
        inventory.MapPost("/adjustments", AdjustStock).WithName(nameof(AdjustStock)).RequirePermission(Permissions.Inventory.Edit)
            .AnswersWith(Permissions.Inventory.View)
            .HonoursIfMatch().MayNotFind().MayConflict("not-enough-stock", "below-reserved", "too-much-stock");
        inventory.MapPost("/batch", SetManyStocks).WithName(nameof(SetManyStocks)).RequirePermission(Permissions.Inventory.Edit);
        inventory.MapGet("/{source}/{sku}", GetStock).WithName(nameof(GetStock)).RequirePermission(Permissions.Inventory.View);
        inventory
            .MapGet("/{source}/{sku}/movements", ListStockMovements)
            .WithName(nameof(ListStockMovements))
            .RequirePermission(Permissions.Inventory.View);
        inventory.MapPut("/{source}/{sku}", SetStock).WithName(nameof(SetStock)).RequirePermission(Permissions.Inventory.Edit)
            .AnswersWith(Permissions.Inventory.View)
            .HonoursIfMatch().MayConflict("below-reserved");
    }

    /// <summary>List stock</summary>
    /// <remarks>The stock of every product at every source where there ever was any, as it came into being. Filters are joined by
    /// and.</remarks>
    internal static async Task<Results<Ok<ListResponse<StockResource>>, ProblemHttpResult>> ListStock(
        HttpContext http, InventoryService inventory, [AsParameters] InventoryListRequest request, CancellationToken ct) =>
        (await inventory.ListAsync(request, ct)).ToHttpList(http);

    /// <summary>Adjust stock</summary>
    /// <remarks>Says how many pieces came or left, and why. The answer is the whole stock, so it needs <c>inventory.view</c> too.</remarks>
    internal static async Task<Results<Ok<StockResource>, ProblemHttpResult>> AdjustStock(
        HttpContext http, StockService stock, AdjustStockRequest adjustment, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await stock.AdjustAsync(adjustment, expectedVersion, ct)).ToHttp(http, s => s.Version);
    }

    /// <summary>Set the stock of many products</summary>
    /// <remarks>Says how many pieces there are now of up to 1,000 products. Each line has its own result; a line that is refused keeps no
    /// other from being
    /// saved.</remarks>
    internal static async Task<Results<Ok<StockBatchResponse>, ProblemHttpResult>> SetManyStocks(
        HttpContext http, StockService stock, StockBatchRequest batch, CancellationToken ct) =>
        (await stock.SetManyAsync(batch, ct)).ToHttp(http);

    /// <summary>Show stock</summary>
    /// <remarks>The stock of one product at one source; 0 pieces where nothing ever was. Its version is the ETag.</remarks>
    internal static async Task<Results<Ok<StockResource>, ProblemHttpResult>> GetStock(
        HttpContext http, InventoryService inventory, string source, string sku, CancellationToken ct) =>
        (await inventory.GetAsync(source, sku, ct)).ToHttp(http, s => s.Version);

    /// <summary>List stock movements</summary>
    /// <remarks>Every change of one product's stock at one source, newest first.</remarks>
    internal static async Task<Results<Ok<ListResponse<StockMovementResource>>, ProblemHttpResult>> ListStockMovements(
        HttpContext http,
        InventoryService inventory,
        string source,
        string sku,
        [AsParameters] StockMovementListRequest request,
        CancellationToken ct) => (await inventory.ListMovementsAsync(source, sku, request, ct)).ToHttpList(http);

    /// <summary>Set stock</summary>
    /// <remarks>Says how many pieces there are now, for example after a count. The answer is the whole stock, so it needs
    /// <c>inventory.view</c>
    /// too.</remarks>
    internal static async Task<Results<Ok<StockResource>, ProblemHttpResult>> SetStock(
        HttpContext http, StockService stock, string source, string sku, SetStockRequest quantity, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await stock.SetAsync(source, sku, quantity, expectedVersion, ct)).ToHttp(http, s => s.Version);
    }
}
