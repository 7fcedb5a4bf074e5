namespace CommerceKitty.Admin.Common;

/// <summary>The text that a row is found by, kept in a column of its own: databases differ in what they call lower case (SQLite
/// knows only ASCII), so both the column and what is searched for are folded here.</summary>
public static class SearchText
{
    /// <summary>Longest text to search for, in code points.</summary>
    public const int MaximumSearch = TextRules.EmailLength;

    /// <summary>Joins and folds what a row is found by; no search matches across two parts.</summary>
    public static string Of(params IEnumerable<string> parts) => UnicodeForms.Folded(string.Join('\n', parts));

    /// <summary>The LIKE pattern for what was typed, empty when nothing was.</summary>
    public static Result<string> Pattern(string? typed, string field) =>
        TextRules.OptionalLine(typed, field, "The search text", MaximumSearch, keepMarks: true)
            .Map(text => text.Length == 0 ? string.Empty : SearchPattern.Containing(text));

    /// <summary>The search text without any key value in it: of a pasted value only the hint stays (R5).</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var trimmed = text.Trim();
        var at = ApiKeyToken.IndexIn(trimmed);
        if (at >= 0)
            return ApiKeyToken.Hint(trimmed.AsSpan(at));
        return trimmed.Length <= TextRules.EmailLength ? trimmed : trimmed[..TextRules.EmailLength];
    }
}
