using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class RefusalMapping : IEntityTypeConfiguration<Refusal>
{
    public void Configure(EntityTypeBuilder<Refusal> builder)
    {
        builder.ToTable("Refusals");
        builder.Property(r => r.Permission).HasMaxLength(ApiKeyUsage.PermissionLength);
        builder.Property(r => r.Address).HasMaxLength(AuditEntry.AddressLength);
        builder.Property(r => r.LastRequestId).HasMaxLength(Refusal.RequestIdLength);
        // Nodes add to the same rows: a count that changed since it was read is read again, so that none is lost.
        builder.Property(r => r.Count).IsConcurrencyToken();
        builder.HasIndex(r => new { r.Hour, r.ApiKeyId, r.Reason, r.Permission, r.Address }).IsUnique();
        builder.HasIndex(r => r.LastAt);
        builder.HasIndex(r => new { r.ApiKeyId, r.LastAt });
        builder.HasIndex(r => new { r.Address, r.LastAt });
        builder.HasIndex(r => new { r.Permission, r.LastAt });
        builder.HasIndex(r => r.LastRequestId);
    }
}
