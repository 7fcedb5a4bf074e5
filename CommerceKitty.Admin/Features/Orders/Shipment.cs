using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>What left the house at once for an order; never changed or deleted.</summary>
public sealed class Shipment
{
    /// <summary>Longest name of a carrier and longest tracking number, in code points.</summary>
    public const int CarrierLength = 80;

    private readonly List<ShipmentLine> _lines = [];

    public int Id { get; init; }

    public int OrderId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ShippedAt { get; init; }

    /// <summary>The name, at that time, of who said that it left.</summary>
    public required string ShippedBy { get; init; }

    /// <summary>Who brings it, e.g. DHL; null when nobody said.</summary>
    public string? Carrier { get; init; }

    public string? TrackingNumber { get; init; }

    public IReadOnlyList<ShipmentLine> Lines => _lines;

    internal void Add(OrderLine line, int quantity) => _lines.Add(new ShipmentLine { OrderLine = line, Quantity = quantity });
}

/// <summary>Pieces of one line of the order in one shipment.</summary>
public sealed class ShipmentLine
{
    public int Id { get; init; }

    public int ShipmentId { get; init; }

    public int OrderLineId { get; init; }

    public OrderLine? OrderLine { get; init; }

    public required int Quantity { get; init; }
}

internal sealed class ShipmentMapping : IEntityTypeConfiguration<Shipment>
{
    public void Configure(EntityTypeBuilder<Shipment> builder)
    {
        builder.ToTable("Shipments");
        builder.Property(s => s.ShippedBy).HasMaxLength(400);
        builder.Property(s => s.Carrier).HasMaxLength(TextRules.ColumnLength(Shipment.CarrierLength));
        builder.Property(s => s.TrackingNumber).HasMaxLength(TextRules.ColumnLength(Shipment.CarrierLength));
        builder.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.ShipmentId);
    }
}

internal sealed class ShipmentLineMapping : IEntityTypeConfiguration<ShipmentLine>
{
    public void Configure(EntityTypeBuilder<ShipmentLine> builder)
    {
        builder.ToTable("ShipmentLines", table => table.HasCheckConstraint("CK_ShipmentLines_Quantity", "[Quantity] > 0"));
        builder.HasOne(l => l.OrderLine).WithMany().HasForeignKey(l => l.OrderLineId).OnDelete(DeleteBehavior.Restrict);
    }
}
