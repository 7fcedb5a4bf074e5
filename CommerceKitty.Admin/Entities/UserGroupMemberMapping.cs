using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Entities;

/// <summary>Membership: one row per user. The unique index on the user makes "exactly one group" the database's business.</summary>
internal sealed class UserGroupMemberMapping : IEntityTypeConfiguration<IdentityUserRole<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserRole<int>> builder)
    {
        builder.ToTable("UserGroupMembers");
        builder.HasIndex(m => m.UserId).IsUnique();
        // A group with members cannot be deleted under them.
        builder.HasOne<UserGroup>().WithMany().HasForeignKey(m => m.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
