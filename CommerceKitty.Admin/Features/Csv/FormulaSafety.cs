using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Spreadsheets run cells that begin like a formula (OWASP, "CSV Injection"). Exports put an apostrophe before such a text, which
/// spreadsheets take as "this is text"; imports take it away again. A spreadsheet that separates cells by semicolons, as in much of
/// Europe, begins a cell after each semicolon and each line break of a text too.</summary>
public static partial class FormulaSafety
{
    /// <summary>The ASCII characters that a formula can begin with. Excel reads the full-width forms of the printable ones as the
    /// same.</summary>
    public const string AsciiBeginnings = "=+-@\t\r";

    /// <summary>What exports put before it.</summary>
    public const char Mark = '\'';

    /// <summary>The text as it was before the export.</summary>
    public static string Undo(string text) => MarkedBeginning().Replace(text, string.Empty);

    /// <summary>The text to hand to the writer: each beginning of a formula is marked. One that has such a mark of its own gets another,
    /// so that taking one away gives the text as it was.</summary>
    public static string Keep(string text) => Beginning().Replace(text, "'");

    // At the beginning of a cell, before any marks and what a formula begins with.
    [GeneratedRegex(@"(?<=\A|[;\r\n])(?='*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"(?<=\A|[;\r\n])'(?='*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])")]
    private static partial Regex MarkedBeginning();
}
