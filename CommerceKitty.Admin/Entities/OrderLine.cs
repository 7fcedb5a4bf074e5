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
namespace CommerceKitty.Admin.Entities;

/// <summary>One product of an order, as it was when it was bought.</summary>
public sealed class OrderLine
{
    public int Id { get; init; }

    public int OrderId { get; init; }

    /// <summary>The product's code at that time.</summary>
    public required string ProductCode { get; init; }

    /// <summary>The product's name at that time.</summary>
    public required string ProductName { get; init; }

    public required int Quantity { get; init; }

    /// <summary>Pieces of them that left the house.</summary>
    public int Shipped { get; private set; }

    /// <summary>Pieces that have not left.</summary>
    public int ToShip => Quantity - Shipped;

    /// <summary>What waits for it in the inventory.</summary>
    public IList<OrderReservation> Reservations { get; } = [];

    /// <summary>For one piece, in the order's currency.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>For all its pieces.</summary>
    public decimal Total => Quantity * UnitPrice;

    internal void Ship(int quantity) => Shipped += quantity;
}
