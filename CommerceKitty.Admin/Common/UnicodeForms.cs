using System.Globalization;
using System.Text;

namespace CommerceKitty.Admin.Common;

/// <summary>One form for texts that are written the same and encoded differently: é is one character or two.</summary>
public static class UnicodeForms
{
    /// <summary>The form of all stored and searched text (NFC). A text with broken characters stays as it is.</summary>
    public static string Composed(string text) => Normalized(text, NormalizationForm.FormC);

    /// <summary>The form of passwords (NFKC; NIST SP 800-63B-4, 3.1.1.2).</summary>
    public static string OfPassword(string password) => Normalized(password, NormalizationForm.FormKC);

    /// <summary>The text as it is searched: composed, in lower case and without marks that nobody sees or types.</summary>
    public static string Folded(string text)
    {
        var seen = text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 || !text.Any(IsInvisibleMark)
            ? text
            : string.Concat(text.Where(c => !IsInvisibleMark(c)));
        return Composed(seen).ToLowerInvariant();
    }

    /// <summary>True when one of the texts holds the other, however both are encoded and in any case.</summary>
    public static bool Holds(string text, string searched) => Folded(text).Contains(Folded(searched), StringComparison.Ordinal);

    /// <summary>Characters of format that draw nothing, like the left-to-right mark and the soft hyphen. Joiners are not among them: they
    /// change how letters and emoji are drawn.</summary>
    private static bool IsInvisibleMark(char c) =>
        c is not ('\u200C' or '\u200D') && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string Normalized(string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair or a noncharacter.
            return text;
        }
    }
}
