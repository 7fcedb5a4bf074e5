using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Tests.Components;

[Trait("Database", "None")]
public sealed class ListViewsTests
{
    [Fact]
    public void ToText_WhatWasChosen_ReadsBack()
    {
        var views = new ListViews
        {
            ["users"] = new(IsCompact: true, ["last-sign-in", "email"]),
            ["orders"] = new(IsCompact: false, ["channel"]),
            ["products"] = ListView.Standard,
        };

        var text = views.ToText();

        text.Should().Be("orders~~channel!users~compact~email.last-sign-in");
        Uri.EscapeDataString(text).Should().Be(text.Replace("!", "%21", StringComparison.Ordinal), "a cookie holds it nearly as it is");
        var read = new ListViews();
        read.Read(text);
        read.ToText().Should().Be(text);
        read["users"].IsCompact.Should().BeTrue();
        read["users"].Hidden.Should().BeEquivalentTo("email", "last-sign-in");
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("users")]
    [InlineData("users~compact")]
    [InlineData("~compact~email")]
    [InlineData("users~compact~email~more")]
    [InlineData("users~~...")]
    public void Read_NotWhatWasWritten_IsTheStandardView(string text)
    {
        var views = new ListViews();

        views.Read(text);

        views.ToText().Should().BeEmpty();
    }

    [Fact]
    public void Read_TooLong_IsNotRead()
    {
        var views = new ListViews();

        views.Read($"users~compact~{new string('x', ListViews.MaximumLength)}");

        views["users"].Should().Be(ListView.Standard);
    }

    [Theory]
    [InlineData("25", 25)]
    [InlineData("50", 50)]
    [InlineData("200", 200)]
    [InlineData("26", 25)]
    [InlineData("1000000", 25)]
    [InlineData("-50", 25)]
    [InlineData("many", 25)]
    [InlineData(null, 25)]
    public void PageSize_AnythingElseThanOffered_IsTheStandardOne(string? text, int size) => PageSizes.Parse(text).Should().Be(size);
}
