using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Common;

/// <summary>The form of the codes that scripts name things by (design §1), e.g. <c>warehouse-staff</c> or <c>rotterdam</c>.</summary>
public static partial class CodeText
{
    /// <summary>Longest code.</summary>
    public const int Length = 40;

    /// <summary>The form of a code, as a regular expression of ECMA-262.</summary>
    public const string Shape = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>True for lowercase letters, digits and single dashes inside, at most <see cref="Length"/> long.</summary>
    public static bool IsCode(string text) => text.Length <= Length && Pattern().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
