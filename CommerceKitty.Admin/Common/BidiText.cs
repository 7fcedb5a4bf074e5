using System.Text;

namespace CommerceKitty.Admin.Common;

/// <summary>Texts that people and shops typed, inside a sentence of ours: letters written from right to left, and marks that turn the
/// direction, must not reorder what stands around them. In markup the element <c>bdi</c> does the same.</summary>
public static class BidiText
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopDirectionalIsolate = '\u2069';

    /// <summary>The first code point that is written from right to left; before it are Latin, Greek, Cyrillic and Armenian.</summary>
    private const char FirstFromRight = '\u0590';

    /// <summary>The text, set apart by marks of Unicode (UAX #9) when it could reorder its surroundings; else the text itself. Marks in it
    /// that would end or outlast that are left out.</summary>
    public static string Isolated(this string? text)
    {
        if (text is null)
            return string.Empty;
        if (!text.Any(c => c >= FirstFromRight && MayTurn(c)))
            return text;
        var isolated = new StringBuilder(text.Length + 2).Append(FirstStrongIsolate);
        foreach (var c in text.Where(c => !Opens(c)))
            isolated.Append(c);
        return isolated.Append(PopDirectionalIsolate).ToString();
    }

    /// <summary>The marks that open or close a stretch: embeddings, overrides and isolates.</summary>
    private static bool Opens(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>True for what is written from right to left (Hebrew to Arabic, their presentation forms, and half of the first
    /// supplementary plane, which holds others too), and for marks of direction.</summary>
    private static bool MayTurn(char c) =>
        c is (>= FirstFromRight and <= '\u08FF') or '\u200E' or '\u200F' or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFE')
            or (>= '\uD802' and <= '\uD803') or (>= '\uD83A' and <= '\uD83B')
        || Opens(c);
}
