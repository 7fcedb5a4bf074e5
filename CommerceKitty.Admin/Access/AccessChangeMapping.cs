using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Access;

internal sealed class AccessChangeMapping : IEntityTypeConfiguration<AccessChange>
{
    public void Configure(EntityTypeBuilder<AccessChange> builder)
    {
        builder.ToTable("AccessChanges");
        builder.HasKey(c => new { c.Version, c.Subject, c.SubjectId });
        builder.Property(c => c.Version).ValueGeneratedNever();
        builder.Property(c => c.SubjectId).ValueGeneratedNever();
    }
}
