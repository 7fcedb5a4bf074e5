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

namespace CommerceKitty.Admin.Features.Orders;

/// <summary><c>/api/v1/orders</c>.</summary>
public static class OrderEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapOrders(this RouteGroupBuilder api)
    {
        var orders = api.MapGroup("/orders");
        orders.MapGet("/", ListOrders).WithName(nameof(ListOrders)).RequirePermission(Permissions.Orders.ViewAll);
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
    /// <remarks>Newest first, each with its lines, shipments and reservations. Filters are joined by and.</remarks>
    internal static async Task<Results<Ok<ListResponse<OrderResource>>, ProblemHttpResult>> ListOrders(
        HttpContext http, OrderService orders, [AsParameters] OrderListRequest request, CancellationToken ct) =>
        (await orders.ListAsync(request, ct)).ToHttpList(http);

    /// <summary>Create an order</summary>
    /// <remarks>Takes an order in and reserves its pieces, from the source with the lowest priority number first. When a line cannot be had
    /// in full, nothing
    /// is created and nothing reserved. A line without a unit price gets the product's.</remarks>
    internal static async Task<Results<Created<OrderResource>, ProblemHttpResult>> CreateOrder(
        HttpContext http, OrderPlacementService orders, CreateOrderRequest order, CancellationToken ct) =>
        (await orders.CreateAsync(order, ct)).ToHttpCreated(http, o => o.Version, o => $"/orders/{o.Id}");

    /// <summary>Show an order</summary>
    /// <remarks>One order with its lines, shipments and reservations. Its version is the ETag.</remarks>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> GetOrder(
        HttpContext http, OrderService orders, int id, CancellationToken ct) =>
        (await orders.GetAsync(id, ct)).ToHttp(http, o => o.Version);

    /// <summary>Change an order</summary>
    /// <remarks>Changes any of notes, customer name and customer email; what is not given stays, and nothing different changes nothing. The
    /// answer is the
    /// whole order, so it needs <c>orders.view</c> too.</remarks>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> EditOrder(
        HttpContext http, OrderService orders, int id, OrderEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, o => o.Version);
    }

    /// <summary>Cancel an order</summary>
    /// <remarks>Calls an order off of which nothing has left; its stock can be sold again. The body may be left out. The answer is the
    /// whole order, so it
    /// needs <c>orders.view</c> too.</remarks>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> CancelOrder(
        HttpContext http, OrderFulfilmentService orders, int id, CancelOrderRequest? cancellation, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.CancelAsync(id, cancellation ?? new(), expectedVersion, ct)).ToHttp(http, o => o.Version);
    }

    /// <summary>Ship an order</summary>
    /// <remarks>Notes that pieces of an order leave, from the sources where they are reserved; without lines, everything that has not left.
    /// The answer is the
    /// whole order, so it needs <c>orders.view</c> too.</remarks>
    internal static async Task<Results<Ok<OrderResource>, ProblemHttpResult>> ShipOrder(
        HttpContext http, OrderFulfilmentService orders, int id, ShipOrderRequest? shipment, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await orders.ShipAsync(id, shipment ?? new(), expectedVersion, ct)).ToHttp(http, o => o.Version);
    }
}
