using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

internal sealed class UserGroupPermissionMapping : IEntityTypeConfiguration<IdentityRoleClaim<int>>
{
    public void Configure(EntityTypeBuilder<IdentityRoleClaim<int>> builder)
    {
        builder.ToTable("UserGroupPermissions");
        builder.Property(c => c.ClaimType).HasMaxLength(50);
        builder.Property(c => c.ClaimValue).HasMaxLength(100);
        builder.HasIndex(c => new { c.RoleId, c.ClaimType, c.ClaimValue }).IsUnique();
    }
}
