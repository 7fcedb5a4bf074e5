using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.Property(e => e.ActorKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Actor).HasMaxLength(AuditEntry.ActorLength);
        builder.Property(e => e.Address).HasMaxLength(AuditEntry.AddressLength);
        builder.Property(e => e.Action).HasMaxLength(AuditEntry.ActionLength);
        builder.Property(e => e.TargetType).HasMaxLength(AuditEntry.TargetTypeLength);
        builder.Property(e => e.Target).HasMaxLength(AuditEntry.TargetLength);
        builder.Property(e => e.SearchText).HasMaxLength(
            AuditEntry.ActorLength + AuditEntry.ActionLength + AuditEntry.TargetLength + AuditEntry.AddressLength + 3);
        builder.Property(e => e.ActorApiKey).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(e => e.Hash).HasMaxLength(AuditEntry.HashLength).IsFixedLength();
        // No two entries follow the same one, whatever a node does.
        builder.HasIndex(e => e.Number).IsUnique();
        // The standard's quotes, which all three databases read.
        builder.HasIndex(e => e.AccessVersion).HasFilter("\"AccessVersion\" IS NOT NULL");
        // Each filter of the page, in the order of the list: the newest of them are read without looking at others.
        builder.HasIndex(e => e.At);
        builder.HasIndex(e => new { e.TargetType, e.TargetId, e.At });
        builder.HasIndex(e => new { e.ActorUserId, e.At });
        builder.HasIndex(e => new { e.ActorApiKeyId, e.At });
        builder.HasIndex(e => new { e.Action, e.At });
        builder.HasIndex(e => new { e.Address, e.At });
    }
}
