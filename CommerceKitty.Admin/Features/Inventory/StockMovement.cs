using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Why stock changed.</summary>
public enum StockReason
{
    /// <summary>What was there before anybody kept movements.</summary>
    Opening,

    /// <summary>Goods came in.</summary>
    Received,

    /// <summary>A customer sent something back.</summary>
    Returned,

    /// <summary>Something broke or spoiled.</summary>
    Damaged,

    /// <summary>Something is gone, nobody knows where.</summary>
    Lost,

    /// <summary>Somebody counted, or another system said how much there is.</summary>
    Counted,

    /// <summary>An order was placed: pieces are reserved for it.</summary>
    OrderPlaced,

    /// <summary>An order was cancelled: its pieces can be sold again.</summary>
    OrderCancelled,

    /// <summary>Pieces of an order left the house.</summary>
    OrderShipped,
}

/// <summary>Why, by whom and when stock changes.</summary>
/// <param name="Reason">The kind of change.</param>
/// <param name="Actor">Who changes it.</param>
/// <param name="At">UTC.</param>
/// <param name="Note">In somebody's own words; at most <see cref="StockMovement.NoteLength"/> characters.</param>
/// <param name="Order">The order it is for.</param>
public readonly record struct StockCause(StockReason Reason, Actor Actor, DateTime At, string? Note = null, Order? Order = null);

/// <summary>One change of one stock, made by <see cref="StockItem.Move"/>, then never changed or deleted. The sum of an item's changes
/// is its quantity.</summary>
public sealed class StockMovement
{
    /// <summary>Longest note, in code points.</summary>
    public const int NoteLength = 200;

    public long Id { get; init; }

    public int StockItemId { get; init; }

    public StockItem? StockItem { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required StockReason Reason { get; init; }

    /// <summary>Pieces that came (positive) or left (negative).</summary>
    public required int OnHandChange { get; init; }

    /// <summary>Pieces that were reserved (positive) or no longer are (negative).</summary>
    public required int ReservedChange { get; init; }

    /// <summary>Pieces on hand afterwards.</summary>
    public required int OnHand { get; init; }

    /// <summary>Pieces reserved afterwards.</summary>
    public required int Reserved { get; init; }

    public string? Note { get; init; }

    /// <summary>The order it was for.</summary>
    public int? OrderId { get; init; }

    public Order? Order { get; init; }

    /// <summary>By which way the actor acted.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>The acting user. Not a foreign key: the movement outlives everything.</summary>
    public int? ActorUserId { get; init; }

    /// <summary>The key, when the actor came by key.</summary>
    public int? ActorApiKeyId { get; init; }

    /// <summary>The actor's name at that time.</summary>
    public required string Actor { get; init; }
}

internal sealed class StockMovementMapping : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable("StockMovements");
        builder.Property(m => m.Reason).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.Note).HasMaxLength(TextRules.ColumnLength(StockMovement.NoteLength));
        builder.Property(m => m.ActorKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.Actor).HasMaxLength(400);
        builder.HasIndex(m => new { m.StockItemId, m.Id });
        builder.HasOne(m => m.StockItem).WithMany().HasForeignKey(m => m.StockItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(m => m.Order).WithMany().HasForeignKey(m => m.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
