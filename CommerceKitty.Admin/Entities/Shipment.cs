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
