using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Access;

internal sealed class UserHistoryMapping : IEntityTypeConfiguration<UserHistory>
{
    public void Configure(EntityTypeBuilder<UserHistory> builder)
    {
        builder.ToTable("UserHistory");
        // What there was at a time is found from the newest version back. No foreign keys: history outlives everything.
        builder.HasKey(h => new { h.UserId, h.Version });
        builder.Property(h => h.UserId).ValueGeneratedNever();
        builder.Property(h => h.Version).ValueGeneratedNever();
        builder.Property(h => h.Email).HasMaxLength(TextRules.EmailLength);
        builder.Property(h => h.Name).HasMaxLength(TextRules.FullNameLength);
    }
}
