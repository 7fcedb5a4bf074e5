using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyAddressMapping : IEntityTypeConfiguration<ApiKeyAddress>
{
    public void Configure(EntityTypeBuilder<ApiKeyAddress> builder)
    {
        builder.ToTable("ApiKeyAddresses");
        builder.HasKey(a => new { a.ApiKeyId, a.Hour, a.Address });
        builder.Property(a => a.Address).HasMaxLength(AuditEntry.AddressLength);
        builder.Property(a => a.UserAgent).HasMaxLength(ApiKeyLastUse.UserAgentLength);
        // A count that changed since it was read is read again, so that none is lost.
        builder.Property(a => a.Count).IsConcurrencyToken();
        builder.HasIndex(a => a.Hour);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(a => a.ApiKeyId);
    }
}
