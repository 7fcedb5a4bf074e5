using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(k => k.Name).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(k => k.Hash).HasMaxLength(32).IsFixedLength();
        builder.Property(k => k.Hint).HasMaxLength(16);
        builder.Property(k => k.CreatedBy).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength + 1));
        builder.Property(k => k.RevokedBy).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength + 1));
        builder.Property(k => k.NeverExpiresReason).HasMaxLength(TextRules.ColumnLength(ApiKeyFindingAcceptance.ReasonLength));
        builder.Property(k => k.SearchText).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength) + 17);
        builder.Property(k => k.ExposedFrom).HasMaxLength(AuditEntry.AddressLength);
        builder.Property(k => k.ExposedHint).HasMaxLength(16);
        builder.Property(k => k.Version).IsConcurrencyToken();
        builder.Property(k => k.PreviousHash).HasMaxLength(32).IsFixedLength();
        builder.Property(k => k.PreviousHint).HasMaxLength(16);
        builder.Property(k => k.AllowedNetworks).HasMaxLength(NetworkList.MaximumText);
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasIndex(k => k.PreviousHash).IsUnique();
        builder.HasIndex(k => k.Hint);
        builder.HasIndex(k => k.CreatedAt);
        builder.HasOne(k => k.User).WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.CreatedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.RotatedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.PreviousSeenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.ResponsibleUserId).OnDelete(DeleteBehavior.Restrict);
        // Which keys are due: asked every few minutes.
        builder.HasIndex(k => k.ExpiresAt);
    }
}
