namespace CommerceKitty.Admin.Entities;

/// <summary>Pieces at one source that wait for one line of an order. The sum of a stock's reservations is what is reserved there.</summary>
public sealed class OrderReservation
{
    public int Id { get; init; }

    public int OrderLineId { get; init; }

    public int StockItemId { get; init; }

    public StockItem? StockItem { get; init; }

    /// <summary>Pieces that still wait; at least 1, a reservation that is used up is deleted.</summary>
    public required int Quantity { get; set; }
}
