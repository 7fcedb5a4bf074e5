using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyLastUseMapping : IEntityTypeConfiguration<ApiKeyLastUse>
{
    public void Configure(EntityTypeBuilder<ApiKeyLastUse> builder)
    {
        builder.ToTable("ApiKeyLastUses");
        builder.HasKey(u => u.ApiKeyId);
        builder.Property(u => u.ApiKeyId).ValueGeneratedNever();
        builder.Property(u => u.Address).HasMaxLength(64);
        builder.Property(u => u.UserAgent).HasMaxLength(ApiKeyLastUse.UserAgentLength);
        builder.HasOne<ApiKey>().WithOne(k => k.LastUse).HasForeignKey<ApiKeyLastUse>(u => u.ApiKeyId);
        builder.HasIndex(u => u.At);
    }
}
