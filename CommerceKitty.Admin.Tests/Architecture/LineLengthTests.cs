using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>A line that does not fit beside another file is not read. C# and Razor have 140 characters, style sheets and scripts 200; what
/// tools write (migrations) may be longer.</summary>
[Trait("Database", "None")]
public sealed class LineLengthTests
{
    private const int Code = 140;
    private const int Assets = 200;

    [Theory]
    [InlineData("CommerceKitty.Admin")]
    [InlineData("CommerceKitty.Admin.Tests")]
    [InlineData("CommerceKitty.Admin.Benchmarks")]
    public void Code_Lines_Fit(string project) => Check(Sources.Of(project), [".cs", ".razor"], Code);

    [Fact]
    public void StylesAndScripts_Lines_Fit() => Check(
        [.. Sources.Product.Where(f => f.Path.StartsWith("CommerceKitty.Admin/wwwroot/", StringComparison.Ordinal))],
        [".css", ".js"],
        Assets);

    [Fact]
    public void Rule_LineThatIsOneCharacterTooLong_IsFound()
    {
        var file = new SourceFile("Cats.cs", $"{new string('a', Code)}\r\n{new string('b', Code + 1)}\n{new string('é', Code)}");

        TooLong(file, Code).Should().Equal("Cats.cs:2 has 141 characters");
    }

    private static void Check(IReadOnlyList<SourceFile> sources, string[] extensions, int limit)
    {
        var files = sources.Where(f => extensions.Contains(Path.GetExtension(f.Path))).ToList();

        files.Should().NotBeEmpty("the rule must look at something");
        string.Join('\n', files.SelectMany(f => TooLong(f, limit))).Should().BeEmpty($"a line has at most {limit} characters");
    }

    private static IEnumerable<string> TooLong(SourceFile file, int limit) => file.Text.Split('\n')
        .Select((line, i) => (Number: i + 1, line.TrimEnd('\r').Length))
        .Where(line => line.Length > limit)
        .Select(line => $"{file.Path}:{line.Number} has {line.Length} characters");
}
