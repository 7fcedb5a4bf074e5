using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Access;

internal sealed class AccessVersionMapping : IEntityTypeConfiguration<AccessVersion>
{
    public void Configure(EntityTypeBuilder<AccessVersion> builder)
    {
        builder.ToTable("AccessVersions");
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.HasData(new AccessVersion { Id = AccessVersion.RowId, Version = 1, LogStart = 1 });
    }
}
