using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class NoticeRecipientMapping : IEntityTypeConfiguration<NoticeRecipient>
{
    public void Configure(EntityTypeBuilder<NoticeRecipient> builder)
    {
        builder.ToTable("NoticeRecipients");
        builder.HasKey(r => new { r.UserId, r.NoticeId });
        builder.HasIndex(r => r.MailDay);
        builder.HasOne(r => r.Notice).WithMany(n => n.Recipients).HasForeignKey(r => r.NoticeId);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
