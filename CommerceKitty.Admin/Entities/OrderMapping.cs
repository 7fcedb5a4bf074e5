using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

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
        builder.Property(o => o.CancelledBy).HasMaxLength(400);
        builder.Property(o => o.CancelReason).HasMaxLength(TextRules.ColumnLength(Order.CancelReasonLength));
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
        builder.HasMany(o => o.Shipments).WithOne().HasForeignKey(s => s.OrderId);
    }
}
