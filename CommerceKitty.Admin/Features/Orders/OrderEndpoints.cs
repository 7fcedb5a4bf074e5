using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary><c>/api/v1/orders</c>.</summary>
public static class OrderEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapOrders(this RouteGroupBuilder api)
    {
        var orders = api.MapGroup("/orders");
        orders.MapGet("/", ListOrders).WithName(nameof(ListOrders)).RequirePermission(Permissions.Orders.ViewAll)
            .SortedBy(OrderService.Sorts);
        orders.MapPost("/", CreateOrder).WithName(nameof(CreateOrder)).RequirePermission(Permissions.Orders.Create)
            .MayConflict("out-of-stock");
        orders.MapGet("/{id:int}", GetOrder).WithName(nameof(GetOrder)).RequirePermission(Permissions.Orders.View);
        orders.MapPatch("/{id:int}", EditOrder).WithName(nameof(EditOrder)).RequirePermission(Permissions.Orders.Edit)
            .AnswersWith(Permissions.Orders.View).HonoursIfMatch();
        orders.MapPost("/{id:int}/cancellation", CancelOrder).WithName(nameof(CancelOrder)).RequirePermission(Permissions.Orders.Edit)
            .AnswersWith(Permissions.Orders.View)
            .HonoursIfMatch().MayConflict("order-status");
        orders.MapPost("/{id:int}/shipments", ShipOrder).WithName(nameof(ShipOrder)).RequirePermission(Permissions.Orders.Edit)
            .AnswersWith(Permissions.Orders.View)
            .HonoursIfMatch().MayConflict("order-status", "nothing-to-ship", "not-reserved");
    }

    /// <summary>List orders</summary>
    /// <remarks>Returns orders with their lines, shipments and reservations, newest first. Filters are combined with AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<OrderResource>>, ProblemHttpResult>> ListOrders(
        HttpContext http, OrderService orders, [AsParameters] OrderListRequest request, CancellationToken ct) =>
        (await orders.ListAsync(request, ct)).ToHttpList(http);

    /// <summary>Create an order</summary>
    /// <remarks>Creates an order and reserves its items, starting with the inventory source that has the lowest priority number. If any
    /// item is not available, nothing is created or reserved. A line without a unit price gets the product's price.</remarks>
    internal static async Task<Results<Created<OrderResource>, ProblemHttpResult>> CreateOrder(
        HttpContext http, OrderPlacementService orders, CreateOrderRequest order, CancellationToken ct) =>
        (await orders.CreateAsync(order, ct)).ToHttpCreated(http, o => o.Version, o => $"/orders/{o.Id}");

    /// <summary>Get an order</summary>
    /// <remarks>Returns an order with its lines, shipments and reservations.</remarks>
    /// <param name="id" example="400">The order's ID.</param>
    internal static async Task<Results<Ok<OrderResource>, NotModified, ProblemHttpResult>> GetOrder(
        HttpContext http, OrderService orders, int id, CancellationToken ct) =>
        (await orders.GetAsync(id, ct)).ToHttpGet(http, o => o.Version);

    /// <summary>Update an order</summary>
    /// <remarks>Changes the notes, the customer's name and the customer's email. A request that changes nothing does not create a new
    /// version.</remarks>
    /// <param name="id" example="400">The order's ID.</param>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> EditOrder(
        HttpContext http, OrderService orders, int id, OrderEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, o => o.Version);
    }

    /// <summary>Cancel an order</summary>
    /// <remarks>Cancels an order of which nothing has been shipped, and releases its stock. The body is optional.</remarks>
    /// <param name="id" example="400">The order's ID.</param>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> CancelOrder(
        HttpContext http, OrderFulfilmentService orders, int id, CancelOrderRequest? cancellation, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.CancelAsync(id, cancellation ?? new(), expectedVersion, ct)).ToHttp(http, o => o.Version);
    }

    /// <summary>Ship an order</summary>
    /// <remarks>Records a shipment of the items, from the inventory sources where they are reserved. Name the lines, or send
    /// <c>"all": true</c> to ship everything that is not yet shipped.</remarks>
    /// <param name="id" example="400">The order's ID.</param>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> ShipOrder(
        HttpContext http, OrderFulfilmentService orders, int id, ShipOrderRequest shipment, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.ShipAsync(id, shipment, expectedVersion, ct)).ToHttp(http, o => o.Version);
    }
}
