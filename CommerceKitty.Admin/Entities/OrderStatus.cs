namespace CommerceKitty.Admin.Entities;

/// <summary>How much of an order has been shipped, or that it was cancelled.</summary>
/// <example>partially-shipped</example>
public enum OrderStatus
{
    /// <summary>Nothing has left the house.</summary>
    Open,

    /// <summary>Some of it has left.</summary>
    PartiallyShipped,

    /// <summary>All of it has left; the end.</summary>
    Shipped,

    /// <summary>Called off before anything left; the end.</summary>
    Cancelled,
}
