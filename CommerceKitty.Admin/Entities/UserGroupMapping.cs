using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class UserGroupMapping : IEntityTypeConfiguration<UserGroup>
{
    public void Configure(EntityTypeBuilder<UserGroup> builder)
    {
        builder.ToTable("UserGroups");
        builder.Property(g => g.Code).HasMaxLength(UserGroup.CodeLength);
        builder.Property(g => g.Name).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(g => g.NormalizedName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(g => g.ConcurrencyStamp).HasMaxLength(100);
        builder.HasIndex(g => g.Code).IsUnique();
    }
}
