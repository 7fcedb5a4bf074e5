using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class NoticeMailMapping : IEntityTypeConfiguration<NoticeMail>
{
    public void Configure(EntityTypeBuilder<NoticeMail> builder)
    {
        builder.ToTable("NoticeMails");
        builder.HasKey(m => new { m.UserId, m.Day });
        builder.HasIndex(m => m.SentAt);
        builder.Property(m => m.Tries).IsConcurrencyToken();
        builder.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
