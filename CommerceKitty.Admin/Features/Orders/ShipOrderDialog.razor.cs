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
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>Ships items of an order; all that are left unless fewer are typed.</summary>
public partial class ShipOrderDialog
{
    private IReadOnlyList<Piece> _lines = [];
    private IReadOnlyList<Piece> _sent = [];
    private string? _carrier;
    private string? _tracking;

    [Inject]
    public required OrderFulfilmentService Orders { get; init; }

    /// <summary>The order as it was looked at.</summary>
    [Parameter, EditorRequired]
    public OrderResource Order { get; set; } = default!;

    private string SubmitText => _lines.Sum(l => (long)(l.Now ?? 0)) switch
    {
        1 => "Ship 1 item",
        var items => $"Ship {OrderPresentation.Count(items)} items",
    };

    /// <inheritdoc/>
    protected override void OnInitialized() => _lines = [.. Order.Lines.Where(l => l.Quantity > l.Shipped).Select(l => new Piece(l))];

    private Task ShipAsync()
    {
        _sent = [.. _lines.Where(l => l.Now is not (null or 0))];
        var request = new ShipOrderRequest
        {
            Lines = [.. _sent.Select(l => new ShipOrderLine { LineId = l.Line.Id, Quantity = l.Now })],
            Carrier = _carrier,
            TrackingNumber = _tracking,
        };
        return SubmitAsync(() => Orders.ShipAsync(Order.Id, request, Order.Version));
    }

    /// <summary>The service names lines by their place among those that were sent.</summary>
    private IReadOnlyList<string> ErrorsOf(Piece line)
    {
        for (var i = 0; i < _sent.Count; i++)
        {
            if (_sent[i] == line)
                return Form.ErrorsOf(string.Create(CultureInfo.InvariantCulture, $"lines[{i}].quantity"));
        }

        return [];
    }

    private sealed class Piece(OrderLineResource line)
    {
        public OrderLineResource Line { get; } = line;

        public int ToShip => Line.Quantity - Line.Shipped;

        /// <summary>Null while the field is empty or no number.</summary>
        public int? Now { get; set; } = line.Quantity - line.Shipped;
    }
}
