using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>A source as it is asked for.</summary>
public sealed record InventorySourceRequest
{
    /// <summary>See <see cref="CodeText"/>; unique. Left alone by an edit.</summary>
    public string? Code { get; init; }

    /// <summary>1 to 80 characters on one line.</summary>
    public string? Name { get; init; }

    /// <summary>1 to 1,000; orders take from the lowest number first.</summary>
    public int? Priority { get; init; }
}
