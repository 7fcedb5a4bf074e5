using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Access;

internal sealed class UserGroupHistoryMapping : IEntityTypeConfiguration<UserGroupHistory>
{
    public void Configure(EntityTypeBuilder<UserGroupHistory> builder)
    {
        builder.ToTable("UserGroupHistory");
        // What there was at a time is found from the newest version back. No foreign keys: history outlives everything.
        builder.HasKey(h => new { h.UserGroupId, h.Version });
        builder.Property(h => h.UserGroupId).ValueGeneratedNever();
        builder.Property(h => h.Version).ValueGeneratedNever();
        builder.Property(h => h.Code).HasMaxLength(UserGroup.CodeLength);
        builder.Property(h => h.Name).HasMaxLength(TextRules.NameLength);
    }
}
