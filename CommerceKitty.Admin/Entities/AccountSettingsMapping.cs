using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class AccountSettingsMapping : IEntityTypeConfiguration<AccountSettings>
{
    public void Configure(EntityTypeBuilder<AccountSettings> builder)
    {
        builder.ToTable("AccountSettings");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.EndlessKeys).HasConversion<string>().HasMaxLength(16);
        builder.Property(s => s.NoticeDays).HasMaxLength(64);
        builder.Property(s => s.ChangedBy).HasMaxLength(AuditEntry.ActorLength);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasData(new AccountSettings { Id = AccountSettings.RowId });
    }
}
