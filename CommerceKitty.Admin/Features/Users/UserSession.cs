using CommerceKitty.Admin.Features.ApiKeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>A person's sign-in at one browser. Its id is a claim of the cookie; a session that ended lets nobody in (R3).</summary>
public sealed class UserSession
{
    public int Id { get; init; }

    public required int UserId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>UTC; up to a minute late.</summary>
    public required DateTime LastSeenAt { get; set; }

    /// <summary>UTC; null while it goes on.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Where it was signed in from.</summary>
    public required string Address { get; init; }

    /// <summary>What the browser said it is; data, never markup.</summary>
    public required string UserAgent { get; init; }
}

internal sealed class UserSessionMapping : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("UserSessions");
        builder.Property(s => s.Address).HasMaxLength(64);
        builder.Property(s => s.UserAgent).HasMaxLength(ApiKeyLastUse.UserAgentLength);
        builder.HasIndex(s => new { s.UserId, s.EndedAt });
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
