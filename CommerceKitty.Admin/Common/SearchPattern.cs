namespace CommerceKitty.Admin.Common;

/// <summary>Patterns for LIKE from what a person typed.</summary>
public static class SearchPattern
{
    /// <summary>The escape character to name in the query.</summary>
    public const string Escape = "\\";

    /// <summary>Matches every text that contains these words literally, for comparison with a column of <see cref="SearchText"/>.</summary>
    public static string Containing(string search)
    {
        var literal = UnicodeForms.Folded(search)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);
        return $"%{literal}%";
    }
}
