using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class UserLinkMapping : IEntityTypeConfiguration<UserLink>
{
    public void Configure(EntityTypeBuilder<UserLink> builder)
    {
        builder.ToTable("UserLinks");
        builder.HasKey(l => l.UserId);
        builder.Property(l => l.UserId).ValueGeneratedNever();
        builder.Property(l => l.Purpose).HasConversion<string>().HasMaxLength(20);
        // Also the token of optimistic concurrency: a link that was used or replaced since is not used again.
        builder.Property(l => l.Hash).HasMaxLength(32).IsFixedLength().IsConcurrencyToken();
        builder.Property(l => l.SecurityStamp).HasMaxLength(100);
        builder.HasIndex(l => l.Hash).IsUnique();
        builder.HasOne<User>().WithOne().HasForeignKey<UserLink>(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
