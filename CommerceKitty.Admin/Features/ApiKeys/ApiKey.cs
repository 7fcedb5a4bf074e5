using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A key: a name, the user it acts as, and the hash of a value that only its creation ever saw (R5).</summary>
public sealed class ApiKey
{
    public int Id { get; init; }

    /// <summary>What people recognize it by; need not be unique.</summary>
    public required string Name { get; set; }

    /// <summary>The user it acts as.</summary>
    public required int UserId { get; init; }

    public User? User { get; init; }

    /// <summary>SHA-256 of the value; 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The value's first characters, see <see cref="ApiKeyToken.Hint"/>.</summary>
    public required string Hint { get; set; }

    /// <summary>SHA-256 of the value before the last rotation; null when there was none, or it ended at once.</summary>
    public byte[]? PreviousHash { get; set; }

    /// <summary>UTC; from then on the value before the last rotation lets nobody in.</summary>
    public DateTime? PreviousUntil { get; set; }

    /// <summary>Switched on. A key that is off keeps its record and can be switched on again.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The person who made it and saw its value; null when it was made at the command line.</summary>
    public int? CreatedById { get; init; }

    /// <summary>Their name at that time.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>UTC; from then on it lets nobody in (R4). Null when it never expires.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>UTC; null while it is not revoked. Revoking is for good.</summary>
    public DateTime? RevokedAt { get; set; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; set; }

    /// <summary>How many requests a minute it may make; null for as many as the settings say.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Counts changes, so that two admins never overwrite each other unseen.</summary>
    public int Version { get; set; }

    /// <summary>When and from where it was last accepted; null when it never was.</summary>
    public ApiKeyLastUse? LastUse { get; init; }

    /// <summary>What it is found by. Stored, but always worked out anew.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Name, Hint);
        private set { }
    }

    /// <summary>Its own state, whatever its user's is.</summary>
    public ApiKeyStatus Status => RevokedAt is not null ? ApiKeyStatus.Revoked : Enabled ? ApiKeyStatus.Active : ApiKeyStatus.Disabled;
}

/// <summary>The state of a key.</summary>
public enum ApiKeyStatus
{
    /// <summary>It lets in.</summary>
    Active,

    /// <summary>It is switched on, but lets nobody in while its user is disabled.</summary>
    UserDisabled,

    /// <summary>Paused; can be enabled again.</summary>
    Disabled,

    /// <summary>Past its end; make a new one.</summary>
    Expired,

    /// <summary>Ended for good.</summary>
    Revoked,
}

/// <summary>When a key was last accepted, by whom. A narrow table of its own: it is written often, the key's row seldom.</summary>
public sealed class ApiKeyLastUse
{
    /// <summary>Longest user agent kept.</summary>
    public const int UserAgentLength = 200;

    /// <summary>What is kept of what a client said it is: no key's value (R5), and not too much.</summary>
    public static string KeptOf(string userAgent)
    {
        var clean = ApiKeyToken.Redact(userAgent);
        return clean.Length <= UserAgentLength ? clean : clean[..UserAgentLength];
    }

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; up to 10 s late (R10).</summary>
    public required DateTime At { get; set; }

    /// <summary>The caller's address.</summary>
    public required string Address { get; set; }

    /// <summary>What the caller said it is; data, never markup.</summary>
    public required string UserAgent { get; set; }
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(k => k.Name).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.Property(k => k.Hash).HasMaxLength(32).IsFixedLength();
        builder.Property(k => k.Hint).HasMaxLength(16);
        builder.Property(k => k.CreatedBy).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength + 1));
        builder.Property(k => k.RevokedBy).HasMaxLength(TextRules.ColumnLength(2 * TextRules.NameLength + 1));
        builder.Property(k => k.SearchText).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength) + 17);
        builder.Property(k => k.Version).IsConcurrencyToken();
        builder.Property(k => k.PreviousHash).HasMaxLength(32).IsFixedLength();
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasIndex(k => k.PreviousHash).IsUnique();
        builder.HasIndex(k => k.Hint);
        builder.HasIndex(k => k.CreatedAt);
        builder.HasOne(k => k.User).WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ApiKeyLastUseMapping : IEntityTypeConfiguration<ApiKeyLastUse>
{
    public void Configure(EntityTypeBuilder<ApiKeyLastUse> builder)
    {
        builder.ToTable("ApiKeyLastUses");
        builder.HasKey(u => u.ApiKeyId);
        builder.Property(u => u.ApiKeyId).ValueGeneratedNever();
        builder.Property(u => u.Address).HasMaxLength(64);
        builder.Property(u => u.UserAgent).HasMaxLength(ApiKeyLastUse.UserAgentLength);
        builder.HasOne<ApiKey>().WithOne(k => k.LastUse).HasForeignKey<ApiKeyLastUse>(u => u.ApiKeyId);
        builder.HasIndex(u => u.At);
    }
}
