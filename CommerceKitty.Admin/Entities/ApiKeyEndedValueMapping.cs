using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyEndedValueMapping : IEntityTypeConfiguration<ApiKeyEndedValue>
{
    public void Configure(EntityTypeBuilder<ApiKeyEndedValue> builder)
    {
        builder.ToTable("ApiKeyEndedValues");
        builder.HasKey(v => v.Hash);
        builder.Property(v => v.Hash).HasMaxLength(32).IsFixedLength();
        builder.Property(v => v.Hint).HasMaxLength(16);
        builder.HasIndex(v => new { v.ApiKeyId, v.EndedAt });
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(v => v.ApiKeyId);
    }
}
