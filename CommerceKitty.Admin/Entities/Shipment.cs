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

/// <summary>What left the house at once for an order; never changed or deleted.</summary>
public sealed class Shipment
{
    /// <summary>Longest name of a carrier and longest tracking number, in code points.</summary>
    public const int CarrierLength = 80;

    private readonly List<ShipmentLine> _lines = [];

    public int Id { get; init; }

    public int OrderId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ShippedAt { get; init; }

    /// <summary>The name, at that time, of who said that it left.</summary>
    public required string ShippedBy { get; init; }

    /// <summary>Who brings it, e.g. DHL; null when nobody said.</summary>
    public string? Carrier { get; init; }

    public string? TrackingNumber { get; init; }

    public IReadOnlyList<ShipmentLine> Lines => _lines;

    internal void Add(OrderLine line, int quantity) => _lines.Add(new ShipmentLine { OrderLine = line, Quantity = quantity });
}
