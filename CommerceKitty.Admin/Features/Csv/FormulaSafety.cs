namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Spreadsheets run cells that begin like a formula (OWASP, CSV injection). Exports put an apostrophe before such a text, which
/// spreadsheets take as "this is text"; imports take it away again.</summary>
public static class FormulaSafety
{
    /// <summary>What a formula can begin with.</summary>
    public const string Beginnings = "=+-@\t\r";

    /// <summary>What exports put before it.</summary>
    public const char Mark = '\'';

    /// <summary>The text as it was before the export.</summary>
    public static string Undo(string text) => LooksMarked(text) ? text[1..] : text;

    /// <summary>The text to hand to the writer, which marks what begins like a formula; a text that has such a mark of its own gets
    /// another,
    /// so that taking one away gives the text as it was.</summary>
    public static string Keep(string text) => LooksMarked(text) ? Mark + text : text;

    private static bool LooksMarked(string text) =>
        text.Length > 1 && text[0] == Mark && (text[1] == Mark || Beginnings.Contains(text[1], StringComparison.Ordinal));
}
