using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class InventorySourceMapping : IEntityTypeConfiguration<InventorySource>
{
    public void Configure(EntityTypeBuilder<InventorySource> builder)
    {
        builder.ToTable("InventorySources");
        builder.Property(s => s.Code).HasMaxLength(InventorySource.CodeLength);
        builder.Property(s => s.Name).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.HasIndex(s => s.Code).IsUnique();
    }
}
