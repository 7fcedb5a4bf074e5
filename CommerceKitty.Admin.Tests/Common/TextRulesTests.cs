using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Common;

public sealed class TextRulesTests
{
    public static TheoryData<string> Refused => new(BadNames.Refused.Keys);

    public static TheoryData<string> Accepted => new(BadNames.Accepted.Keys);

    [Theory]
    [MemberData(nameof(Refused))]
    public void Line_BadText_IsRefusedAtItsField(string what)
    {
        var result = TextRules.Line(BadNames.Refused[what], "name", "Name");

        result.IsDone.Should().BeFalse();
        result
            .Error!.Fields.Should()
            .ContainKey("name")
            .WhoseValue.Should()
            .ContainSingle()
            .Which.Should()
            .MatchRegex("^(Name .*|Enter a name)")
            .And.EndWith(".");
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Line_GoodText_IsKeptAsData(string what)
    {
        var (typed, kept) = BadNames.Accepted[what];

        TextRules.Line(typed, "name", "Name").Value.Should().Be(kept);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t ")]
    public void OptionalLine_Nothing_IsEmpty(string? typed) =>
        TextRules.OptionalLine(typed, "lastName", "Last name").Value.Should().BeEmpty();

    [Fact]
    public void OptionalLine_BadText_IsRefused() => TextRules.OptionalLine("a\nb", "lastName", "Last name").IsDone.Should().BeFalse();

    [Fact]
    public void Paragraphs_LinesAndTabs_AreKeptWithOneKindOfLineEnd() =>
        TextRules.Paragraphs("a\r\nb\rc\n\td", "notes", "Notes", 100).Value.Should().Be("a\nb\nc\n\td");

    [Fact]
    public void Paragraphs_OtherControlCharacters_AreRefused() =>
        TextRules.Paragraphs("a\0b", "notes", "Notes", 100).IsDone.Should().BeFalse();

    [Theory]
    [InlineData("name@example.com")]
    [InlineData("first.last+tag@sub.example.co.uk")]
    [InlineData("o'hara@example.com")]
    public void Email_Address_IsAccepted(string email) => TextRules.Email($" {email} ", "email").Value.Should().Be(email);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("name@example")]
    [InlineData("@example.com")]
    [InlineData("name@")]
    [InlineData("a@b@example.com")]
    [InlineData("Name <name@example.com>")]
    [InlineData("na me@example.com")]
    [InlineData("name@example.com, other@example.com")]
    [InlineData("name@.example.com")]
    [InlineData("name@example.com.")]
    [InlineData("name@exam\nple.com")]
    public void Email_AnythingElse_IsRefused(string? email) =>
        TextRules.Email(email, "email").Error!.Fields.Should().ContainKey("email");

    [Fact]
    public void Email_TooLong_IsRefused()
    {
        const string host = "@example.com";
        TextRules.Email(new string('a', 254 - host.Length) + host, "email").IsDone.Should().BeTrue();
        TextRules.Email(new string('a', 255 - host.Length) + host, "email").IsDone.Should().BeFalse();
    }
}
