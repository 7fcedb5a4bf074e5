using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("Products");
        builder.Property(p => p.Code).HasMaxLength(TextRules.ColumnLength(Product.CodeLength));
        builder.Property(p => p.Name).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(p => p.Currency).HasMaxLength(Product.CurrencyLength);
        builder.Property(p => p.SearchText).HasMaxLength(TextRules.ColumnLength(Product.CodeLength + TextRules.NameLength) + 1);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HasIndex(p => p.Name);
    }
}
