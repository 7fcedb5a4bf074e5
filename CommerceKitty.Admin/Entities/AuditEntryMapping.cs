using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.Property(e => e.ActorKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Actor).HasMaxLength(400);
        builder.Property(e => e.Address).HasMaxLength(64);
        builder.Property(e => e.Action).HasMaxLength(60);
        builder.Property(e => e.TargetType).HasMaxLength(40);
        builder.Property(e => e.Target).HasMaxLength(600);
        builder.Property(e => e.SearchText).HasMaxLength(400 + 60 + 600 + 64 + 3);
        builder.HasIndex(e => e.At);
        builder.HasIndex(e => new { e.TargetType, e.TargetId });
        builder.HasIndex(e => e.ActorUserId);
        builder.HasIndex(e => e.ActorApiKeyId);
    }
}
