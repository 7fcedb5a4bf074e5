using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class IdempotentRequestMapping : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("IdempotentRequests");
        builder.Property(r => r.KeyHash).HasMaxLength(IdempotentRequest.HashLength).IsFixedLength();
        builder.Property(r => r.Fingerprint).HasMaxLength(IdempotentRequest.HashLength).IsFixedLength();
        // Either is what someone else may have changed first: who takes it over, and who commits.
        builder.Property(r => r.Attempt).IsConcurrencyToken();
        builder.Property(r => r.Committed).IsConcurrencyToken();
        builder.Property(r => r.ContentType).HasMaxLength(200);
        builder.Property(r => r.Location).HasMaxLength(400);
        builder.Property(r => r.EntityTag).HasMaxLength(200);
        builder.HasIndex(r => new { r.ApiKeyId, r.KeyHash }).IsUnique();
        builder.HasIndex(r => r.CreatedAt);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(r => r.ApiKeyId).OnDelete(DeleteBehavior.Cascade);
    }
}
