using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

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
