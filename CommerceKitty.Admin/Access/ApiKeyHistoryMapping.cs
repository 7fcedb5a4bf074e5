using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Access;

internal sealed class ApiKeyHistoryMapping : IEntityTypeConfiguration<ApiKeyHistory>
{
    public void Configure(EntityTypeBuilder<ApiKeyHistory> builder)
    {
        builder.ToTable("ApiKeyHistory");
        // What there was at a time is found from the newest version back. No foreign keys: history outlives everything.
        builder.HasKey(h => new { h.ApiKeyId, h.Version });
        builder.Property(h => h.ApiKeyId).ValueGeneratedNever();
        builder.Property(h => h.Version).ValueGeneratedNever();
    }
}
