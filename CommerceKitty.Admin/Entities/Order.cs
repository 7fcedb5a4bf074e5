using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>What a customer bought, over whichever channel.</summary>
public sealed class Order
{
    /// <summary>Longest number.</summary>
    public const int NumberLength = 20;

    /// <summary>Longest name of a channel.</summary>
    public const int ChannelLength = 40;

    /// <summary>Longest notes, in code points.</summary>
    public const int NotesLength = 2000;

    /// <summary>Most lines of an order.</summary>
    public const int MaximumLines = 100;

    /// <summary>Longest reason of a cancellation, in code points.</summary>
    public const int CancelReasonLength = 200;

    private readonly List<OrderLine> _lines = [];
    private readonly List<Shipment> _shipments = [];

    public int Id { get; init; }

    /// <summary>What people call it, e.g. CK-10234; unique. See <see cref="NumberById"/>.</summary>
    public required string Number { get; set; }

    /// <summary>Where it was bought, e.g. Web shop.</summary>
    public required string Channel { get; init; }

    public required string CustomerName { get; set; }

    public required string CustomerEmail { get; set; }

    /// <summary>ISO 4217, e.g. EUR; of all its lines.</summary>
    public required string Currency { get; init; }

    /// <summary>What was bought; see <see cref="AddLine"/>.</summary>
    public IReadOnlyList<OrderLine> Lines => _lines;

    /// <summary>What left so far; see <see cref="Ship"/>.</summary>
    public IReadOnlyList<Shipment> Shipments => _shipments;

    /// <summary>The sum of the lines; stored, so that lists can sort by it.</summary>
    public decimal Total { get; private set; }

    /// <summary>See <see cref="MoveTo"/>.</summary>
    public OrderStatus Status { get; private set; }

    /// <summary>UTC.</summary>
    public required DateTime PlacedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; set; }

    /// <summary>UTC; when the last piece left.</summary>
    public DateTime? ShippedAt { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? CancelledAt { get; private set; }

    /// <summary>The name, at that time, of who cancelled it.</summary>
    public string? CancelledBy { get; private set; }

    /// <summary>Why it was cancelled, if anybody said.</summary>
    public string? CancelReason { get; private set; }

    /// <summary>Several lines for those who handle it; null when there are none.</summary>
    public string? Notes { get; set; }

    /// <summary>Counts changes, so that nobody overwrites another's unseen.</summary>
    public int Version { get; set; }

    /// <summary>What it is found by. Stored, and computed again for every save.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Number, CustomerName, CustomerEmail);
        private set { }
    }

    /// <summary>Adds a line and its price.</summary>
    public void AddLine(string productCode, string productName, int quantity, decimal unitPrice)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfNegative(unitPrice);
        var line = new OrderLine { ProductCode = productCode, ProductName = productName, Quantity = quantity, UnitPrice = unitPrice };
        _lines.Add(line);
        // Not a new sum: the lines there were before need not be loaded.
        Total += line.Total;
    }

    /// <summary>Gives an order that was just stored its number: ids are unique on every node without asking the other orders.</summary>
    public void NumberById() => Number = string.Create(CultureInfo.InvariantCulture, $"CK-{10_000 + (long)Id}");

    /// <summary>Calls the order off. What is reserved for it is the caller's to give back.</summary>
    /// <returns>Null, or why it is too late; then nothing has changed.</returns>
    public Error? Cancel(string by, string? reason, DateTime now)
    {
        if (MoveTo(OrderStatus.Cancelled, now) is { } refusal)
            return refusal;
        (CancelledBy, CancelReason) = (by, reason);
        return null;
    }

    /// <summary>Notes that pieces left. What stock they are taken from is the caller's matter.</summary>
    /// <param name="pieces">The pieces of each line; lines of this order, each once, at least one piece, and no more than wait.</param>
    /// <param name="by">Who says that they left.</param>
    /// <param name="carrier">Who brings them.</param>
    /// <param name="trackingNumber">The carrier's number.</param>
    /// <param name="now">UTC.</param>
    /// <returns>The shipment, or why the order may not move on; then nothing has changed.</returns>
    /// <exception cref="ArgumentException">The pieces are not ones that this order waits for: of an order that is shipped or cancelled,
    /// none are.</exception>
    public Result<Shipment> Ship(
        IReadOnlyDictionary<OrderLine, int> pieces,
        string by,
        string? carrier,
        string? trackingNumber,
        DateTime now)
    {
        if (pieces.Count == 0 || pieces.Any(p => !_lines.Contains(p.Key) || p.Value < 1 || p.Value > p.Key.ToShip))
            throw new ArgumentException("The pieces are not ones that this order waits for.", nameof(pieces));
        var next = _lines.All(l => pieces.GetValueOrDefault(l) == l.ToShip) ? OrderStatus.Shipped : OrderStatus.PartiallyShipped;
        if (Status != next && MoveTo(next, now) is { } refusal)
            return refusal;
        UpdatedAt = now;
        var shipment = new Shipment { ShippedAt = now, ShippedBy = by, Carrier = carrier, TrackingNumber = trackingNumber };
        foreach (var (line, quantity) in pieces.OrderBy(p => _lines.IndexOf(p.Key)))
        {
            line.Ship(quantity);
            shipment.Add(line, quantity);
        }

        _shipments.Add(shipment);
        return shipment;
    }

    /// <summary>True when an order that is <paramref name="from"/> may become <paramref name="to"/>: the table of legal moves.</summary>
    public static bool MayMove(OrderStatus from, OrderStatus to) => (from, to) switch
    {
        (OrderStatus.Open, OrderStatus.PartiallyShipped) => true,
        (OrderStatus.Open, OrderStatus.Shipped) => true,
        (OrderStatus.Open, OrderStatus.Cancelled) => true,
        (OrderStatus.PartiallyShipped, OrderStatus.Shipped) => true,
        _ => false,
    };

    /// <summary>Makes a legal move and notes its time.</summary>
    /// <returns>Null, or why it is not legal; then nothing has changed.</returns>
    public Error? MoveTo(OrderStatus next, DateTime now)
    {
        if (!MayMove(Status, next))
        {
            return new Error(ErrorKind.Conflict, "order-status",
                $"Order {Number} is {OrderStatusNames.ToDisplayText(Status)} and cannot become {OrderStatusNames.ToDisplayText(next)}.");
        }

        (Status, UpdatedAt) = (next, now);
        if (next == OrderStatus.Shipped)
            ShippedAt = now;
        if (next == OrderStatus.Cancelled)
            CancelledAt = now;
        return null;
    }
}
