using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What became of a request that came with a key we know. Stored by number: never renumber.</summary>
public enum KeyUseResult
{
    /// <summary>Let in.</summary>
    Accepted = 0,

    /// <summary>The key is fine, but its user lacks the permission (403).</summary>
    Forbidden = 1,

    /// <summary>Switched off (401).</summary>
    Disabled = 2,

    /// <summary>Revoked for good (401).</summary>
    Revoked = 3,

    /// <summary>Past its expiry (401).</summary>
    Expired = 4,

    /// <summary>The user it acts as is disabled (401).</summary>
    UserDisabled = 5,

    /// <summary>More often than it may (429).</summary>
    Limited = 6,
}

/// <summary>How often a key was used in one hour, for one permission, with one result, as one node counted it. Written behind (R10). Each
/// node has rows of its own, so that nodes never write the same row; whoever reads adds them up.</summary>
public sealed class ApiKeyUsage
{
    /// <summary>Longest name of a permission.</summary>
    public const int PermissionLength = 64;

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; the hour's beginning.</summary>
    public required DateTime Hour { get; init; }

    /// <summary>The permission that the request needed; empty when it needed none.</summary>
    public required string Permission { get; init; }

    public required KeyUseResult Result { get; init; }

    /// <summary>Which run of which node counted; drawn at random at its start.</summary>
    public required Guid Node { get; init; }

    public required long Count { get; set; }
}

internal sealed class ApiKeyUsageMapping : IEntityTypeConfiguration<ApiKeyUsage>
{
    public void Configure(EntityTypeBuilder<ApiKeyUsage> builder)
    {
        builder.ToTable("ApiKeyUsages");
        builder.HasKey(u => new { u.ApiKeyId, u.Hour, u.Permission, u.Result, u.Node });
        builder.Property(u => u.Permission).HasMaxLength(ApiKeyUsage.PermissionLength);
        builder.HasIndex(u => u.Hour);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(u => u.ApiKeyId);
    }
}
