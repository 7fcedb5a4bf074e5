using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>A source file of this repository.</summary>
/// <param name="Path">From the repository's root, with forward slashes.</param>
/// <param name="Text">What it holds.</param>
public sealed record SourceFile(string Path, string Text)
{
    /// <summary>The places where the pattern matches, as <c>path:line: the line</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) => pattern.Matches(Text).Select(match =>
    {
        var line = Text.AsSpan(0, match.Index).Count('\n');
        return $"{Path}:{line + 1}: {Text.Split('\n')[line].Trim()}";
    });
}
