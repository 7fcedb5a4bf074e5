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
