using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>One change and who made it (R8). Written in the change's own transaction, then never changed or deleted.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>By which way the actor acted.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>The acting user; null for the command line and the system. Not a foreign key: the entry outlives everything.</summary>
    public int? ActorUserId { get; init; }

    /// <summary>The key, when the actor came by key.</summary>
    public int? ActorApiKeyId { get; init; }

    /// <summary>The actor's name at that time.</summary>
    public required string Actor { get; init; }

    /// <summary>Where the actor came from; null for the command line and the system.</summary>
    public string? Address { get; init; }

    /// <summary>What was done: one of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of thing it was done to: a resource of the permission catalogue.</summary>
    public required string TargetType { get; init; }

    /// <summary>The thing's id.</summary>
    public required int TargetId { get; init; }

    /// <summary>The thing's name at that time.</summary>
    public required string Target { get; init; }

    /// <summary>What changed, as a JSON object of the fields before; null when there was nothing before. Never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>The same fields after; null when there is nothing after.</summary>
    public string? After { get; init; }

    /// <summary>What it is found by. Stored, but always worked out anew.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Actor, Action, Target, Address ?? string.Empty);
        private set { }
    }
}

/// <summary>The names of what is audited.</summary>
public static class AuditActions
{
    public const string ApiKeyCreated = "api-key.created";
    public const string ApiKeyRenamed = "api-key.renamed";
    public const string ApiKeyEnabled = "api-key.enabled";
    public const string ApiKeyDisabled = "api-key.disabled";
    public const string ApiKeyRevoked = "api-key.revoked";
    public const string ApiKeyRotated = "api-key.rotated";
    public const string ApiKeyLimited = "api-key.limited";
    public const string ApiKeyEndSet = "api-key.end-set";
    public const string ApiKeyLookedUp = "api-key.looked-up";
    public const string UserCreated = "user.created";
    public const string UserEnabled = "user.enabled";
    public const string UserDisabled = "user.disabled";
    public const string UserMoved = "user.moved";
    public const string UserPasswordReset = "user.password-reset";
    public const string UserInvited = "user.invited";
    public const string UserEdited = "user.edited";
    public const string UserResetSent = "user.reset-sent";
    public const string UserResetAsked = "user.reset-asked";
    public const string UserPasswordChosen = "user.password-chosen";
    public const string UserSignedOutEverywhere = "user.signed-out-everywhere";
    public const string UserSessionEnded = "user.session-ended";
    public const string OwnerCreated = "owner.created";
    public const string OwnershipTransferred = "owner.transferred";
    public const string OwnershipTransferFailed = "owner.transfer-failed";
    public const string UserSignedIn = "user.signed-in";
    public const string UserSignInFailed = "user.sign-in-failed";
    public const string UserSignedOut = "user.signed-out";
    public const string UserLockedOut = "user.locked-out";
    public const string UserGroupCreated = "user-group.created";
    public const string UserGroupPermissionsChanged = "user-group.permissions-changed";
    public const string UserGroupRenamed = "user-group.renamed";
    public const string UserGroupDeleted = "user-group.deleted";
    public const string OrderCreated = "order.created";
    public const string OrderEdited = "order.edited";
    public const string OrderCancelled = "order.cancelled";
    public const string OrderShipped = "order.shipped";
    public const string ProductCreated = "product.created";
    public const string ProductEdited = "product.edited";
    public const string ProductArchived = "product.archived";
    public const string StockSet = "stock.set";
    public const string StockAdjusted = "stock.adjusted";
    public const string StockBatchSet = "stock.batch-set";
    public const string InventorySourceCreated = "inventory-source.created";
    public const string InventorySourceEdited = "inventory-source.edited";
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.Property(e => e.ActorKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Actor).HasMaxLength(400);
        builder.Property(e => e.Address).HasMaxLength(64);
        builder.Property(e => e.Action).HasMaxLength(60);
        builder.Property(e => e.TargetType).HasMaxLength(40);
        builder.Property(e => e.Target).HasMaxLength(600);
        builder.Property(e => e.SearchText).HasMaxLength(400 + 60 + 600 + 64 + 3);
        builder.HasIndex(e => e.At);
        builder.HasIndex(e => new { e.TargetType, e.TargetId });
        builder.HasIndex(e => e.ActorUserId);
        builder.HasIndex(e => e.ActorApiKeyId);
    }
}
