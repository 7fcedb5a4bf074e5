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

    private bool NothingToShip => Form.ErrorsOf("lines").Count > 0;

    private string SubmitText => _lines.Sum(l => (long)(l.Now ?? 0)) switch
    {
        1 => "Ship 1 item",
        var items => $"Ship {OrderPresentation.Count(items)} items",
    };

    /// <inheritdoc/>
    protected override void OnInitialized() => _lines = [.. Order.Lines.Where(l => l.Quantity > l.Shipped).Select(l => new Piece(l))];

    private static string InputId(Piece line) => string.Create(CultureInfo.InvariantCulture, $"ship-line-{line.Line.Id}");

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
