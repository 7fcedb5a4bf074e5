using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyValueUseMapping : IEntityTypeConfiguration<ApiKeyValueUse>
{
    public void Configure(EntityTypeBuilder<ApiKeyValueUse> builder)
    {
        builder.ToTable("ApiKeyValueUses");
        builder.HasKey(u => new { u.ApiKeyId, u.Value, u.Address });
        builder.Property(u => u.Value).ValueGeneratedNever();
        builder.Property(u => u.Address).HasMaxLength(AuditEntry.AddressLength);
        builder.Property(u => u.UserAgent).HasMaxLength(ApiKeyLastUse.UserAgentLength);
        // A count that changed since it was read is read again, so that none is lost.
        builder.Property(u => u.Count).IsConcurrencyToken();
        builder.HasIndex(u => u.LastAt);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(u => u.ApiKeyId);
    }
}
