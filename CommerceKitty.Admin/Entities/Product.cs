namespace CommerceKitty.Admin.Entities;

/// <summary>Something the shop sells. Archived rather than deleted: orders name it.</summary>
public sealed class Product
{
    /// <summary>Longest code.</summary>
    public const int CodeLength = 40;

    /// <summary>Length of an ISO 4217 code.</summary>
    public const int CurrencyLength = 3;

    /// <summary>The form of an ISO 4217 code, as a regular expression of ECMA-262.</summary>
    public const string CurrencyPattern = "^[A-Z]{3}$";

    public int Id { get; init; }

    /// <summary>The SKU; unique.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>For one piece, in <see cref="Currency"/>.</summary>
    public required decimal Price { get; set; }

    /// <summary>ISO 4217, e.g. EUR.</summary>
    public required string Currency { get; set; }

    /// <summary>No longer sold.</summary>
    public bool Archived { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; set; }

    /// <summary>Counts changes, so that nobody overwrites another's unseen.</summary>
    public int Version { get; set; }

    /// <summary>What it is found by. Stored, and computed again for every save.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Code, Name);
        private set { }
    }
}
