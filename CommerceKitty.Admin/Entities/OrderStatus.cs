namespace CommerceKitty.Admin.Entities;

/// <summary>How far an order is.</summary>
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
