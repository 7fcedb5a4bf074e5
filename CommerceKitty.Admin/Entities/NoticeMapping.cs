using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("Notices");
        builder.HasIndex(n => new { n.ApiKeyId, n.Kind, n.Threshold, n.About }).IsUnique();
        builder.HasIndex(n => n.At);
        builder.HasOne(n => n.ApiKey).WithMany().HasForeignKey(n => n.ApiKeyId).OnDelete(DeleteBehavior.Restrict);
    }
}
