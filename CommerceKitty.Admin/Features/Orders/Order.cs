using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Orders;

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

/// <summary>What a customer bought, over whichever channel.</summary>
public sealed class Order
{
    /// <summary>Longest number.</summary>
    public const int NumberLength = 20;

    /// <summary>Longest name of a channel.</summary>
    public const int ChannelLength = 40;

    /// <summary>Longest notes, in code points.</summary>
    public const int NotesLength = 2000;

    private readonly List<OrderLine> _lines = [];

    public int Id { get; init; }

    /// <summary>What people call it, e.g. CK-10234; unique.</summary>
    public required string Number { get; init; }

    /// <summary>Where it was bought, e.g. Web shop.</summary>
    public required string Channel { get; init; }

    public required string CustomerName { get; set; }

    public required string CustomerEmail { get; set; }

    /// <summary>ISO 4217, e.g. EUR; of all its lines.</summary>
    public required string Currency { get; init; }

    /// <summary>What was bought; see <see cref="AddLine"/>.</summary>
    public IReadOnlyList<OrderLine> Lines => _lines;

    /// <summary>The sum of the lines; stored, so that lists can sort by it.</summary>
    public decimal Total { get; private set; }

    /// <summary>See <see cref="MoveTo"/>.</summary>
    public OrderStatus Status { get; private set; }

    /// <summary>UTC.</summary>
    public required DateTime PlacedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; set; }

    /// <summary>UTC; when the last piece left.</summary>
    public DateTime? ShippedAt { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? CancelledAt { get; private set; }

    /// <summary>Several lines for those who handle it; null when there are none.</summary>
    public string? Notes { get; set; }

    /// <summary>Counts changes, so that nobody overwrites another's unseen.</summary>
    public int Version { get; set; }

    /// <summary>What it is found by. Stored, but always worked out anew.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Number, CustomerName, CustomerEmail);
        private set { }
    }

    /// <summary>Adds a line and its price.</summary>
    public void AddLine(string productCode, string productName, int quantity, decimal unitPrice)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfNegative(unitPrice);
        var line = new OrderLine { ProductCode = productCode, ProductName = productName, Quantity = quantity, UnitPrice = unitPrice };
        _lines.Add(line);
        // Not a new sum: the lines there were before need not be loaded.
        Total += line.Total;
    }

    /// <summary>True when an order that is <paramref name="from"/> may become <paramref name="to"/>: the table of legal moves.</summary>
    public static bool MayMove(OrderStatus from, OrderStatus to) => (from, to) switch
    {
        (OrderStatus.Open, OrderStatus.PartiallyShipped) => true,
        (OrderStatus.Open, OrderStatus.Shipped) => true,
        (OrderStatus.Open, OrderStatus.Cancelled) => true,
        (OrderStatus.PartiallyShipped, OrderStatus.Shipped) => true,
        _ => false,
    };

    /// <summary>Makes a legal move and notes its time.</summary>
    /// <returns>Null, or why it is not legal; then nothing has changed.</returns>
    public Error? MoveTo(OrderStatus next, DateTime now)
    {
        if (!MayMove(Status, next))
        {
            return new Error(ErrorKind.Conflict, "order-status",
                $"Order {Number} is {OrderStatusNames.InWords(Status)} and cannot become {OrderStatusNames.InWords(next)}.");
        }

        (Status, UpdatedAt) = (next, now);
        if (next == OrderStatus.Shipped)
            ShippedAt = now;
        if (next == OrderStatus.Cancelled)
            CancelledAt = now;
        return null;
    }
}

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

    /// <summary>For one piece, in the order's currency.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>For all its pieces.</summary>
    public decimal Total => Quantity * UnitPrice;
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("Orders");
        builder.Property(o => o.Number).HasMaxLength(Order.NumberLength);
        builder.Property(o => o.Channel).HasMaxLength(TextRules.ColumnLength(Order.ChannelLength));
        builder.Property(o => o.CustomerName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(o => o.CustomerEmail).HasMaxLength(TextRules.EmailLength);
        builder.Property(o => o.Currency).HasMaxLength(Product.CurrencyLength);
        builder.Property(o => o.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(o => o.Notes).HasMaxLength(TextRules.ColumnLength(Order.NotesLength));
        builder.Property(o => o.SearchText)
            .HasMaxLength(Order.NumberLength + TextRules.ColumnLength(TextRules.NameLength) + TextRules.EmailLength + 2);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.HasIndex(o => o.Number).IsUnique();
        builder.HasIndex(o => new { o.PlacedAt, o.Id });
        builder.HasIndex(o => new { o.Status, o.PlacedAt, o.Id });
        builder.HasIndex(o => new { o.Channel, o.PlacedAt, o.Id });
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
    }
}

internal sealed class OrderLineMapping : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        // Square brackets quote names in SQL Server and in SQLite.
        builder.ToTable("OrderLines", table => table.HasCheckConstraint(
            "CK_OrderLines_Amounts", "[Quantity] > 0 AND [UnitPrice] >= 0"));
        builder.Property(l => l.ProductCode).HasMaxLength(TextRules.ColumnLength(Product.CodeLength));
        builder.Property(l => l.ProductName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
    }
}
