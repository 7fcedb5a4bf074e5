namespace CommerceKitty.Admin.Entities;

/// <summary>The reason for a change of stock.</summary>
/// <example>order-shipped</example>
public enum StockReason
{
    /// <summary>What was there before anybody kept movements.</summary>
    Opening,

    /// <summary>Goods came in.</summary>
    Received,

    /// <summary>A customer sent something back.</summary>
    Returned,

    /// <summary>Something broke or spoiled.</summary>
    Damaged,

    /// <summary>Something is gone, nobody knows where.</summary>
    Lost,

    /// <summary>Someone counted, or another system said how much there is.</summary>
    Counted,

    /// <summary>An order was placed: pieces are reserved for it.</summary>
    OrderPlaced,

    /// <summary>An order was cancelled: its pieces can be sold again.</summary>
    OrderCancelled,

    /// <summary>Pieces of an order left the house.</summary>
    OrderShipped,
}
