using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary><c>/api/v1/orders</c>.</summary>
public static class OrderEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapOrders(this RouteGroupBuilder api)
    {
        var orders = api.MapGroup("/orders");
        orders.MapGet("/", ListOrders).WithName(nameof(ListOrders)).RequirePermission(Permissions.Orders.ViewAll);
        orders.MapPost("/", CreateOrder).WithName(nameof(CreateOrder)).RequirePermission(Permissions.Orders.Create);
        orders.MapGet("/{id:int}", GetOrder).WithName(nameof(GetOrder)).RequirePermission(Permissions.Orders.View);
        orders.MapPatch("/{id:int}", EditOrder).WithName(nameof(EditOrder)).RequirePermission(Permissions.Orders.Edit);
        orders.MapPost("/{id:int}/cancellation", CancelOrder).WithName(nameof(CancelOrder)).RequirePermission(Permissions.Orders.Edit);
        orders.MapPost("/{id:int}/shipments", ShipOrder).WithName(nameof(ShipOrder)).RequirePermission(Permissions.Orders.Edit);
    }

    private static async Task<Results<Ok<ListResponse<OrderResource>>, ProblemHttpResult>> ListOrders(
        HttpContext http, OrderService orders, [AsParameters] OrderListRequest request, CancellationToken ct) =>
        (await orders.ListAsync(request, ct)).ToHttpList(http);

    private static async Task<Results<Created<OrderResource>, ProblemHttpResult>> CreateOrder(
        HttpContext http, OrderPlacementService orders, CreateOrderRequest order, CancellationToken ct) =>
        (await orders.CreateAsync(order, ct)).ToHttpCreated(http, o => o.Version, o => $"/orders/{o.Id}");

    private static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> GetOrder(
        HttpContext http, OrderService orders, int id, CancellationToken ct) =>
        (await orders.GetAsync(id, ct)).ToHttp(http, o => o.Version);

    private static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> EditOrder(
        HttpContext http, OrderService orders, int id, OrderEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, o => o.Version);
    }

    private static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> CancelOrder(
        HttpContext http, OrderFulfilmentService orders, int id, CancelOrderRequest? cancellation, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.CancelAsync(id, cancellation ?? new(), expectedVersion, ct)).ToHttp(http, o => o.Version);
    }

    private static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> ShipOrder(
        HttpContext http, OrderFulfilmentService orders, int id, ShipOrderRequest? shipment, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.ShipAsync(id, shipment ?? new(), expectedVersion, ct)).ToHttp(http, o => o.Version);
    }
}
