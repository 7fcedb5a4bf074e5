namespace CommerceKitty.Admin.Entities;

/// <summary>Pieces of one line of the order in one shipment.</summary>
public sealed class ShipmentLine
{
    public int Id { get; init; }

    public int ShipmentId { get; init; }

    public int OrderLineId { get; init; }

    public OrderLine? OrderLine { get; init; }

    public required int Quantity { get; init; }
}
