using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class StockMovementMapping : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable("StockMovements");
        builder.Property(m => m.Reason).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.Note).HasMaxLength(TextRules.ColumnLength(StockMovement.NoteLength));
        builder.Property(m => m.ActorKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.Actor).HasMaxLength(400);
        builder.HasIndex(m => new { m.StockItemId, m.Id });
        builder.HasOne(m => m.StockItem).WithMany().HasForeignKey(m => m.StockItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(m => m.Order).WithMany().HasForeignKey(m => m.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
