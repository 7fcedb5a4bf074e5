using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyCallMapping : IEntityTypeConfiguration<ApiKeyCall>
{
    public void Configure(EntityTypeBuilder<ApiKeyCall> builder)
    {
        builder.ToTable("ApiKeyCalls");
        builder.Property(c => c.Method).HasMaxLength(ApiKeyCall.MethodLength);
        builder.Property(c => c.Route).HasMaxLength(ApiKeyCall.RouteLength);
        builder.Property(c => c.Address).HasMaxLength(AuditEntry.AddressLength);
        builder.Property(c => c.UserAgent).HasMaxLength(ApiKeyLastUse.UserAgentLength);
        builder.Property(c => c.RequestId).HasMaxLength(Refusal.RequestIdLength);
        builder.HasIndex(c => new { c.ApiKeyId, c.At });
        builder.HasIndex(c => c.At);
        builder.HasIndex(c => c.RequestId);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(c => c.ApiKeyId);
    }
}
