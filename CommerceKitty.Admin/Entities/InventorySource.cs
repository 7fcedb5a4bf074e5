using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>A place that holds stock: a warehouse, a shop.</summary>
public sealed class InventorySource
{
    /// <summary>Longest code.</summary>
    public const int CodeLength = CodeText.Length;

    public int Id { get; init; }

    /// <summary>What scripts and the API call it, e.g. <c>rotterdam</c>; unique.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>Stock is taken from the source with the lowest number first.</summary>
    public required int Priority { get; set; }
}
