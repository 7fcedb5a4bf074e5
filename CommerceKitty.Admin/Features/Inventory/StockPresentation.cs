using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Globalization;

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
    public static string InWords(StockReason reason) => reason switch
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
