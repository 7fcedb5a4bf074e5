using System.Globalization;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>The index in <c>docs/decisions/README.md</c> lists exactly the decisions that there are, with the status of each.</summary>
[Trait("Database", "None")]
public sealed partial class DecisionTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "docs", "decisions");

    [Fact]
    public void Index_ListsEveryDecisionWithItsStatus()
    {
        var decisions = Directory.GetFiles(Folder, "0*.md").Order(StringComparer.Ordinal)
            .Select(file => Row(Path.GetFileName(file), File.ReadAllText(file)))
            .ToList();
        var index = File.ReadLines(Path.Combine(Folder, "README.md")).Where(line => RowPattern().IsMatch(line));

        decisions.Should().HaveCountGreaterThan(10);
        index.Should().Equal(decisions);
    }

    [Theory]
    [InlineData("0012-cats.md", "# 12. Cats\n\n**Status.** Accepted.\n", "| 12 | [Cats](0012-cats.md) | accepted |")]
    [InlineData("0002-dogs.md", "# 2. Dogs\n\n**Status.** Superseded by [decision 12](0012-cats.md).\n",
        "| 2 | [Dogs](0002-dogs.md) | superseded by 12 |")]
    [InlineData("0012-cats.md", "# 13. Cats\n\n**Status.** Accepted.\n", "0012-cats.md: number 13")]
    [InlineData("0012-cats.md", "# 12. Cats\n\n**Context.** Cats.\n", "0012-cats.md: no title or no status")]
    public void Row_OfADecision_IsItsNumberTitleAndStatus(string name, string text, string expected) =>
        Row(name, text).Should().Be(expected);

    private static string Row(string name, string text)
    {
        var head = HeadPattern().Match(text.ReplaceLineEndings("\n"));
        if (!head.Success)
            return $"{name}: no title or no status";
        var number = int.Parse(head.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        if (!name.StartsWith(number.ToString("D4", CultureInfo.InvariantCulture), StringComparison.Ordinal))
            return $"{name}: number {number}";
        var status = head.Groups["newer"].Success ? $"superseded by {head.Groups["newer"].Value}" : "accepted";
        return $"| {number} | [{head.Groups["title"].Value}]({name}) | {status} |";
    }

    [GeneratedRegex(
        @"\A# (?<number>\d+)\. (?<title>.+)\n\n\*\*Status\.\*\* (Accepted\.|Superseded by \[decision (?<newer>\d+)\])",
        RegexOptions.ExplicitCapture)]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex RowPattern();
}
