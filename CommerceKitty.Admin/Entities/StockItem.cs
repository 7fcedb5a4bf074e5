using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>How much of one product one source holds.</summary>
public sealed class StockItem
{
    /// <summary>The most pieces of a product that one source holds, and the most that one change moves.</summary>
    public const int MaximumQuantity = 1_000_000_000;

    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    private int _onHand;
    private int _reserved;
    private int _version;

    public int Id { get; init; }

    public int SourceId { get; init; }

    public InventorySource? Source { get; init; }

    public int ProductId { get; init; }

    public Product? Product { get; init; }

    /// <summary>Pieces that are there; never negative. Only <see cref="Move"/> changes it.</summary>
    public required int OnHand
    {
        get => _onHand;
        init => _onHand = value;
    }

    /// <summary>Pieces of those that orders are waiting for; never more than <see cref="OnHand"/>. Only <see cref="Move"/> changes
    /// it.</summary>
    public required int Reserved
    {
        get => _reserved;
        init => _reserved = value;
    }

    /// <summary>Counts changes, so that nobody overwrites another's unseen.</summary>
    public int Version
    {
        get => _version;
        init => _version = value;
    }

    /// <summary>What can still be sold.</summary>
    public int Available => OnHand - Reserved;

    /// <summary>Changes the stock and answers the movement that says so; the two are one, so that the sums of an item's movements are
    /// its quantities.</summary>
    /// <param name="onHand">Pieces that come (positive) or leave (negative).</param>
    /// <param name="reserved">Pieces that are reserved (positive) or no longer are (negative).</param>
    /// <param name="cause">Why, by whom and when.</param>
    /// <returns>The movement, or why there would be less than nothing, less than is reserved, or more than can be counted; then
    /// nothing has changed.</returns>
    public Result<StockMovement> Move(int onHand, int reserved, StockCause cause)
    {
        var (newOnHand, newReserved) = ((long)OnHand + onHand, (long)Reserved + reserved);
        if (newReserved < 0)
            throw new InvalidOperationException("More reservations were given back than there are.");
        if (newOnHand > MaximumQuantity)
            return new Error(
                ErrorKind.Conflict,
                "too-much-stock",
                string.Create(English, $"A source holds at most {MaximumQuantity:N0} items of a product."));
        if (newOnHand < newReserved)
            return onHand == 0 || Reserved == 0 ? NotEnough(onHand < 0 ? -(long)onHand : reserved) : BelowReserved;
        (_onHand, _reserved, _version) = ((int)newOnHand, (int)newReserved, _version + 1);
        return new StockMovement
        {
            StockItem = this,
            At = cause.At,
            Reason = cause.Reason,
            OnHandChange = onHand,
            ReservedChange = reserved,
            OnHand = OnHand,
            Reserved = Reserved,
            Note = cause.Note,
            Order = cause.Order,
            ActorKind = cause.Actor.Kind,
            ActorUserId = cause.Actor.User?.UserId,
            ActorApiKeyId = cause.Actor.ApiKeyId,
            Actor = cause.Actor.Label,
        };
    }

    private Error NotEnough(long wanted) => new(ErrorKind.Conflict, "not-enough-stock",
        string.Create(English, $"There are {Available:N0} items available here, and {wanted:N0} are wanted."));

    private Error BelowReserved => new(ErrorKind.Conflict, "below-reserved",
        string.Create(
            English,
            $"{Reserved:N0} of the {OnHand:N0} items here are reserved for orders, so there cannot be fewer. Cancel or ship orders first."
        ));
}
