using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyUsageMapping : IEntityTypeConfiguration<ApiKeyUsage>
{
    public void Configure(EntityTypeBuilder<ApiKeyUsage> builder)
    {
        builder.ToTable("ApiKeyUsages");
        builder.HasKey(u => new { u.ApiKeyId, u.Hour, u.Permission, u.Result, u.Node });
        builder.Property(u => u.Permission).HasMaxLength(ApiKeyUsage.PermissionLength);
        // Adding up an hour that is over must not lose what a node adds to it at the same moment.
        builder.Property(u => u.Count).IsConcurrencyToken();
        builder.HasIndex(u => u.Hour);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(u => u.ApiKeyId);
    }
}
