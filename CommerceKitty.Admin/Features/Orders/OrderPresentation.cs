using CommerceKitty.Admin.Components;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>How orders are put to people.</summary>
public static class OrderPresentation
{
    /// <summary>The sign and colour of an order's status.</summary>
    public static StatusTone Tone(OrderStatus status) => status switch
    {
        OrderStatus.Open => StatusTone.Waiting,
        OrderStatus.PartiallyShipped => StatusTone.Partial,
        OrderStatus.Shipped => StatusTone.Good,
        _ => StatusTone.Ended,
    };

    /// <summary>For example "Partially shipped".</summary>
    public static string Label(OrderStatus status)
    {
        var words = OrderStatusNames.InWords(status);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
