using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Entities;

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
