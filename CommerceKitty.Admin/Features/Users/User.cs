using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.UserGroups;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>What a user is.</summary>
public enum UserKind
{
    /// <summary>Somebody who can sign in.</summary>
    Person,

    /// <summary>A program: it can never sign in, has no password, and exists so that keys can act as it.</summary>
    Integration,
}

/// <summary>A person or an integration that acts. Disabled rather than deleted: its history stays.</summary>
public sealed class User : IdentityUser<int>
{
    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public UserKind Kind { get; set; }

    /// <summary>A disabled user may do nothing, neither in the web UI nor by key (R2).</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The account owner. At most one user has it: a unique index says so.</summary>
    public bool IsOwner { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>UTC; null when the user never signed in.</summary>
    public DateTime? LastSignInAt { get; set; }

    /// <summary>First and last name, as people read it.</summary>
    public string Name => FullName(FirstName, LastName);

    /// <summary>What it is found by. Stored, but always worked out anew.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Name, Email ?? string.Empty);
        private set { }
    }

    /// <summary>Joins a first and a last name, either of which may be empty.</summary>
    public static string FullName(string firstName, string lastName) => $"{firstName} {lastName}".Trim();
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("Users");
        builder.Property(u => u.FirstName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(u => u.LastName).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(u => u.SearchText).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength) + 2 + TextRules.EmailLength);
        builder.Property(u => u.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.PhoneNumber).HasMaxLength(50);
        builder.Property(u => u.PasswordHash).HasMaxLength(500);
        builder.Property(u => u.SecurityStamp).HasMaxLength(100);
        builder.Property(u => u.ConcurrencyStamp).HasMaxLength(100);
        builder.HasIndex(u => u.NormalizedEmail).IsUnique();
        builder.HasIndex(u => u.IsOwner).IsUnique().HasFilter(null).HasAnnotation(Data.CommerceKittyDbContext.OnlyWhereTrue, true);
    }
}

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

internal sealed class UserClaimMapping : IEntityTypeConfiguration<IdentityUserClaim<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<int>> builder) => builder.ToTable("UserClaims");
}

internal sealed class UserLoginMapping : IEntityTypeConfiguration<IdentityUserLogin<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<int>> builder) => builder.ToTable("UserLogins");
}

internal sealed class UserTokenMapping : IEntityTypeConfiguration<IdentityUserToken<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<int>> builder) => builder.ToTable("UserTokens");
}

internal sealed class UserPasskeyMapping : IEntityTypeConfiguration<IdentityUserPasskey<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<int>> builder) => builder.ToTable("UserPasskeys");
}

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
