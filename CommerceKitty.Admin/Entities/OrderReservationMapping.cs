using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class OrderReservationMapping : IEntityTypeConfiguration<OrderReservation>
{
    public void Configure(EntityTypeBuilder<OrderReservation> builder)
    {
        builder.ToTable("OrderReservations", table => table.HasCheckConstraint("CK_OrderReservations_Quantity", "[Quantity] > 0"));
        builder.HasIndex(r => new { r.OrderLineId, r.StockItemId }).IsUnique();
        builder.HasOne(r => r.StockItem).WithMany().HasForeignKey(r => r.StockItemId).OnDelete(DeleteBehavior.Restrict);
    }
}
