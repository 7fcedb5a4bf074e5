using System.Text.RegularExpressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Common;

/// <summary>What people typed does not reorder the sentence that it stands in.</summary>
[Trait("Database", "None")]
public sealed partial class BidiTextTests
{
    [Theory]
    [InlineData("Zoë “the cat” Ö 🐈 Ω Я 猫")]
    [InlineData("a\u200Bb\u00ADc\uFEFF")]
    [InlineData("")]
    public void Isolated_TextThatTurnsNothing_IsThatText(string text) => text.Isolated().Should().BeSameAs(text);

    [Theory]
    [InlineData("שלום 3", "\u2068שלום 3\u2069")]
    [InlineData("قطة", "\u2068قطة\u2069")]
    [InlineData("a\u200Fb", "\u2068a\u200Fb\u2069")]
    [InlineData("\u202Egpj.exe", "\u2068gpj.exe\u2069")]
    [InlineData("\u2069\u2067a\u202B", "\u2068a\u2069")]
    [InlineData("\U00010A00", "\u2068\U00010A00\u2069")]
    public void Isolated_TextThatTurns_IsSetApartAndCannotEndIt(string text, string isolated) => text.Isolated().Should().Be(isolated);

    [Fact]
    public void Isolated_Nothing_IsNothing() => ((string?)null).Isolated().Should().BeEmpty();

    /// <summary>In markup an element sets the text apart (<c>bdi</c>, links and the like); in a text the page makes, this does.</summary>
    [Fact]
    public void ToastsTitlesAndQuestions_NamesInThem_AreIsolated()
    {
        var pages = Sources.Product.Where(f =>
            f.Path.StartsWith("CommerceKitty.Admin/Features/", StringComparison.Ordinal)
            && (f.Path.EndsWith(".razor", StringComparison.Ordinal) || f.Path.EndsWith(".razor.cs", StringComparison.Ordinal)));

        string.Join('\n', pages.SelectMany(f => f.Find(BareName()))).Should().BeEmpty("a name in a sentence needs .Isolated()");
    }

    [Fact]
    public void Rule_ToastWithABareName_IsFound()
    {
        var file = new SourceFile(
            "Page.razor.cs", "Snackbar.Add($\"{key.Name} was revoked.\");\nSnackbar.Add($\"{key.Name.Isolated()} too\");");

        file.Find(BareName()).Should().ContainSingle().Which.Should().StartWith("Page.razor.cs:1:");
    }

    [GeneratedRegex(
        """(?:Snackbar\.(?:Add|Tell)\(|IsToLeaveAsync\(|ShowMessageBoxAsync\(|Title="@\()[^;\r\n]*\$"[^"\r\n]*\{[\w.!]*Name\}""",
        RegexOptions.None,
        10_000)]
    private static partial Regex BareName();
}
