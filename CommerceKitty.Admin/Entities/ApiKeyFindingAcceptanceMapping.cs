using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class ApiKeyFindingAcceptanceMapping : IEntityTypeConfiguration<ApiKeyFindingAcceptance>
{
    public void Configure(EntityTypeBuilder<ApiKeyFindingAcceptance> builder)
    {
        builder.ToTable("ApiKeyFindingAcceptances");
        builder.HasKey(a => new { a.ApiKeyId, a.Finding });
        builder.Property(a => a.Reason).HasMaxLength(TextRules.ColumnLength(ApiKeyFindingAcceptance.ReasonLength));
        builder.Property(a => a.AcceptedBy).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength + 1));
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(a => a.ApiKeyId);
    }
}
