using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace CommerceKitty.Admin.Common;

/// <summary>The shape of every text a person or an integration may give. Text is data: any script and emoji are welcome,
/// what breaks lines, hides or reorders text is not.</summary>
public static class TextRules
{
    /// <summary>Longest name of a key, group or person, in Unicode characters (code points).</summary>
    public const int NameLength = 80;

    /// <summary>The maximum length of a first and last name with the space between them.</summary>
    public const int FullNameLength = (2 * NameLength) + 1;

    /// <summary>Longest email, in UTF-16 units (RFC 5321 §4.5.3.1.3: a path of 256 with its brackets).</summary>
    public const int EmailLength = 254;

    /// <summary>Column length for a text of <paramref name="characters"/> code points: one may take two UTF-16 units.</summary>
    public static int ColumnLength(int characters) => characters * 2;

    /// <summary>Cleans a one-line text: trimmed, composed (NFC), neither empty nor longer than <paramref name="maximum"/>.</summary>
    /// <param name="input">What was typed; null counts as empty.</param>
    /// <param name="field">The API's name of the field, for the error.</param>
    /// <param name="label">How a person calls the field, to begin the message with.</param>
    /// <param name="maximum">Longest text in code points.</param>
    public static Result<string> Line(string? input, string field, string label, int maximum = NameLength)
    {
        var problem = Clean(input, multiline: false, out var text);
        if (problem is not null)
            return Error.Invalid(field, $"{label} {problem}");
        if (!text.EnumerateRunes().Any(IsVisible))
            return Missing(field, label);
        return CheckLength(text, field, label, maximum);
    }

    /// <summary>The refusal of an empty field: "Enter a name."</summary>
    /// <param name="field">The API's name of the field.</param>
    /// <param name="label">How a person calls the field, like "Name", "The channel" or "SKU".</param>
    public static Error Missing(string field, string label)
    {
        var noun = label.StartsWith("The ", StringComparison.Ordinal) ? label[4..] : label;
        if (noun.Length > 1 && char.IsLower(noun[1]))
            noun = char.ToLowerInvariant(noun[0]) + noun[1..];
        var article = "aeiouAEIOU".Contains(noun[0]) ? "an" : "a";
        return Error.Invalid(field, $"Enter {article} {noun}.");
    }

    /// <summary>Cleans a one-line text that may be left empty.</summary>
    public static Result<string> OptionalLine(string? input, string field, string label, int maximum = NameLength) =>
        string.IsNullOrWhiteSpace(input) ? string.Empty : Line(input, field, label, maximum);

    /// <summary>Cleans a text of several lines that may be left empty; line ends become <c>\n</c>.</summary>
    public static Result<string> Paragraphs(string? input, string field, string label, int maximum)
    {
        var problem = Clean(input, multiline: true, out var text);
        return problem is null ? CheckLength(text, field, label, maximum) : Error.Invalid(field, $"{label} {problem}");
    }

    /// <summary>Cleans an email address: one address, no display name, at most <see cref="EmailLength"/> long.</summary>
    public static Result<string> Email(string? input, string field)
    {
        var line = Line(input, field, "Email", EmailLength);
        if (!line.IsDone)
            return line;
        var text = line.Value;
        var valid = text.Length <= EmailLength
            && !text.Any(char.IsWhiteSpace)
            && MailAddress.TryCreate(text, out var address)
            && address.Address == text
            && address.Host.Contains('.', StringComparison.Ordinal)
            && !address.Host.StartsWith('.') && !address.Host.EndsWith('.');
        return valid ? text : Error.Invalid(field, "Email is not an address. Write it like name@example.com.");
    }

    /// <summary>True for characters that reorder or hide the text around them (Unicode Bidi_Control, zero-width space, word
    /// joiner and invisible operators, BOM).
    /// ZWJ and ZWNJ stay allowed: emoji and Persian need them.</summary>
    public static bool IsDeceptive(char c) =>
        c
            is (>= '\u202A' and <= '\u202E')
                or (>= '\u2066' and <= '\u2069')
                or (>= '\u2060' and <= '\u2064')
                or '\u200B'
                or '\u200E'
                or '\u200F'
                or '\u061C'
                or '\uFEFF';

    /// <summary>False for blanks, marks without a letter and joiners, and for the few letters and symbols that draw nothing
    /// (Hangul fillers, the empty Braille pattern): a name of those alone could not be seen or clicked.</summary>
    private static bool IsVisible(Rune rune) =>
        rune.Value is not (0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned);

    private static Result<string> CheckLength(string text, string field, string label, int maximum)
    {
        var length = text.EnumerateRunes().Count();
        return length <= maximum
            ? text
            : Error.Invalid(field, string.Create(CultureInfo.InvariantCulture,
                $"{label} is {length} characters long. Shorten it to {maximum} or fewer."));
    }

    private static string? Clean(string? input, bool multiline, out string text)
    {
        text = string.Empty;
        var raw = (input ?? string.Empty).Trim();
        if (ApiKeyToken.IndexIn(raw) >= 0)
            return "holds what looks like the value of an API key. It would be stored where others can read it: take it out.";
        if (HasBrokenCharacter(raw))
            return "holds a broken character. Type it again.";
        if (multiline)
            raw = raw.ReplaceLineEndings("\n");
        foreach (var c in raw)
        {
            if (IsDeceptive(c))
                return "holds invisible characters that change how text reads. Type it instead of pasting it.";
            if ((char.IsControl(c) || c is '\u2028' or '\u2029') && !(multiline && c is '\n' or '\t'))
                return multiline
                    ? "holds control characters. Remove them."
                    : "holds line breaks or control characters. Write it on one line.";
        }

        text = raw.Normalize(NormalizationForm.FormC);
        return null;
    }

    private static bool HasBrokenCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Unicode's noncharacters; the first of them breaks Normalize.
            if (text[i] is '\uFFFE' or '\uFFFF')
                return true;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
