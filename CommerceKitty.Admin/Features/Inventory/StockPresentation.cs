using System.Globalization;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>How stock is put to people.</summary>
public static class StockPresentation
{
    /// <summary>So few pieces, or fewer, are marked as low.</summary>
    public const int LowStock = 5;

    /// <summary>For example "1,200".</summary>
    public static string Count(int pieces) => pieces.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For example "+12", "−3"; empty for nothing.</summary>
    public static string Change(int pieces) => pieces == 0 ? string.Empty : pieces.ToString("+#,0;−#,0", CultureInfo.InvariantCulture);

    /// <summary>What is wrong with so few pieces; null when nothing is.</summary>
    public static string? Shortage(int available) => available switch
    {
        <= 0 => "Sold out",
        <= LowStock => "Low",
        _ => null,
    };

    /// <summary>The page of one stock.</summary>
    public static string Address(string source, string sku) => $"/inventory/{Uri.EscapeDataString(source)}/{Uri.EscapeDataString(sku)}";

    /// <summary>Why stock changed.</summary>
    public static string ToDisplayText(StockReason reason) => reason switch
    {
        StockReason.Opening => "Opening stock",
        StockReason.Received => "Received",
        StockReason.Returned => "Returned by a customer",
        StockReason.Damaged => "Damaged",
        StockReason.Lost => "Lost",
        StockReason.Counted => "Counted",
        StockReason.OrderPlaced => "Order placed",
        StockReason.OrderCancelled => "Order cancelled",
        _ => "Order shipped",
    };
}
