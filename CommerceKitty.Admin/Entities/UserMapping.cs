using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("Users");
        builder.Property(u => u.FirstName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(u => u.LastName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(u => u.SearchText).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength) + 2 + TextRules.EmailLength);
        builder.Property(u => u.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.PhoneNumber).HasMaxLength(50);
        builder.Property(u => u.PasswordHash).HasMaxLength(500);
        builder.Property(u => u.SecurityStamp).HasMaxLength(100);
        builder.Property(u => u.ConcurrencyStamp).HasMaxLength(100);
        builder.HasIndex(u => u.NormalizedEmail).IsUnique();
        builder.HasIndex(u => u.IsOwner).IsUnique().HasFilter(null).HasAnnotation(ModelAnnotations.OnlyWhereTrue, true);
    }
}
