using System.CommandLine.Parsing;
using System.Globalization;

namespace CommerceKitty.Admin.Cli;

/// <summary>Reads the numbers of arguments and options. The parser's own refusals name types of .NET.</summary>
internal static class Numbers
{
    /// <summary>The number, or null when the text is none.</summary>
    public static int? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads one number.</summary>
    /// <param name="refusal">What is said of anything else.</param>
    public static Func<ArgumentResult, int> One(string refusal) => result => ReadOr(result, result.Tokens[0].Value, refusal);

    /// <summary>Reads one number of an option that may be left out.</summary>
    /// <param name="refusal">What is said of anything else.</param>
    public static Func<ArgumentResult, int?> Optional(string refusal) => result => ReadOr(result, result.Tokens[0].Value, refusal);

    /// <summary>Reads the numbers of an option that can be repeated.</summary>
    /// <param name="refusal">What is said of anything else.</param>
    public static Func<ArgumentResult, int[]> Many(string refusal) =>
        result => [.. result.Tokens.Select(t => ReadOr(result, t.Value, refusal))];

    private static int ReadOr(ArgumentResult result, string text, string refusal)
    {
        if (Read(text) is { } number)
            return number;
        result.AddError(refusal);
        return 0;
    }
}
