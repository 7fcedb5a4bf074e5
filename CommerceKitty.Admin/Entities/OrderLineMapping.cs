using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class OrderLineMapping : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        // Square brackets quote names in SQL Server and in SQLite.
        builder.ToTable("OrderLines", table => table.HasCheckConstraint(
            "CK_OrderLines_Amounts", "[Quantity] > 0 AND [UnitPrice] >= 0 AND [Shipped] >= 0 AND [Shipped] <= [Quantity]"));
        builder.Property(l => l.ProductCode).HasMaxLength(TextRules.ColumnLength(Product.CodeLength));
        builder.Property(l => l.ProductName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.HasMany(l => l.Reservations).WithOne().HasForeignKey(r => r.OrderLineId);
    }
}
