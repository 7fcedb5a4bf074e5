using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Help;

/// <summary>The guide to the API.</summary>
public partial class ApiHelpPage
{
    /// <summary>Every operation, what it does, and the permission it needs.</summary>
    internal static readonly (string Request, string Does, string? Permission)[] Operations =
    [
        ("GET /me", "The key, its user and its permissions", null),
        ("POST /me/rotation", "Replaces the key's value; the old value works for up to a week longer", null),
        (
            "GET /orders",
            "Orders, newest first; filters: status, channel, q; sort: placedAt, updatedAt, number, total",
            Permissions.Orders.ViewAll),
        ("POST /orders", "Creates an order and reserves its stock", Permissions.Orders.Create),
        ("GET /orders/{id}", "One order with its lines, shipments and reservations", Permissions.Orders.View),
        (
            "PATCH /orders/{id}",
            "Changes any of notes, customerName, customerEmail; responds with the order, so it also needs orders.view",
            Permissions.Orders.Edit),
        (
            "POST /orders/{id}/cancellation",
            "Cancels an order that has not been shipped; its reserved items return to stock",
            Permissions.Orders.Edit),
        ("POST /orders/{id}/shipments", "Ships an order, or some items of its lines", Permissions.Orders.Edit),
        (
            "GET /products",
            "Products, newest first; filters: archived, code, q; sort: createdAt, updatedAt, code, name",
            Permissions.Products.ViewAll),
        ("POST /products", "Adds a product", Permissions.Products.Create),
        ("GET /products/{id}", "One product", Permissions.Products.View),
        ("PATCH /products/{id}", "Changes any of name, price, currency, archived", Permissions.Products.Edit),
        ("DELETE /products/{id}", "Archives a product; it can no longer be ordered", Permissions.Products.Delete),
        ("GET /inventory", "Stock at every source; filters: source, sku, q; sort: id, sku", Permissions.Inventory.ViewAll),
        ("GET /inventory/{source}/{sku}", "The stock of one product at one source", Permissions.Inventory.View),
        ("GET /inventory/{source}/{sku}/movements", "Each change of that stock, newest first", Permissions.Inventory.View),
        ("PUT /inventory/{source}/{sku}", "Sets the number of items on hand", Permissions.Inventory.Edit),
        ("POST /inventory/adjustments", "Adds or removes items, with a reason", Permissions.Inventory.Edit),
        (
            "POST /inventory/batch",
            "Sets the number of items on hand of up to 1,000 products, each line with its own result",
            Permissions.Inventory.Edit),
        (
            "GET /api-keys",
            "Keys, newest first; filters: status (or all), userId, group, q; sort: createdAt, name",
            Permissions.ApiKeys.ViewAll),
        ("GET /api-keys/{id}", "One key; never its value", Permissions.ApiKeys.View),
        (
            "PATCH /api-keys/{id}",
            "Changes the name, or pauses the key (enabled: false); responds with the key, so it also needs api-keys.view",
            Permissions.ApiKeys.Edit),
        ("DELETE /api-keys/{id}", "Revokes a key permanently", Permissions.ApiKeys.Delete),
        (
            "GET /users",
            "Users, newest first; filters: kind, enabled, group, q; sort: createdAt, email, name",
            Permissions.Users.ViewAll),
        ("GET /users/{id}", "One user", Permissions.Users.View),
        ("GET /user-groups", "User groups with their permissions; sort: code, name", Permissions.UserGroups.ViewAll),
        ("GET /user-groups/{code}", "One user group", Permissions.UserGroups.View),
        (
            "GET /audit-log",
            "Who changed what, newest first; filters: from, to, actorId, keyId, action, targetType, targetId, q; sort: at",
            Permissions.AuditLog.ViewAll),
        ("GET /audit-log/{id}", "One entry", Permissions.AuditLog.View),
    ];

    /// <summary>A code that comes with two statuses is explained once.</summary>
    private static readonly IReadOnlyList<(string Code, string Statuses, string Meaning)> Errors =
    [
        .. ProblemCodes.All.GroupBy(c => c.Code).Select(g => (g.Key, string.Join(" or ", g.Select(c => c.Status)), g.First().Meaning)),
    ];

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private string Base => Navigation.BaseUri.TrimEnd('/') + ApiPaths.Base;
}
