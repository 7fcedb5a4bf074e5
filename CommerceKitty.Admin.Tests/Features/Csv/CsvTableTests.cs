using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Csv;

namespace CommerceKitty.Admin.Tests.Features.Csv;

[Trait("Database", "None")]
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("code,name\r\nA-1,Wand\r\n")]
    [InlineData("code;name\nA-1;Wand")]
    [InlineData("code\tname\rA-1\tWand\r")]
    [InlineData("\uFEFFcode,name\n\"A-1\",\"Wand\"\n\n")]
    [InlineData(" Code , NAME \n A-1 , Wand \n")]
    public async Task Read_WaysToWriteTheSame_AreTheSame(string text)
    {
        var table = (await ReadAsync(text)).Value!;

        (table.Find("code"), table.Find("name"), table.Find("price")).Should().Be((0, 1, null));
        var record = table.Records.Should().ContainSingle().Subject;
        (record.Text(0), record.Text(1), record.Text(null), record.Problem).Should().Be(("A-1", "Wand", "", null));
    }

    [Fact]
    public async Task Read_Utf16_IsRead()
    {
        using var stream = new MemoryStream([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("code,name\nA-1,Zoë 🐈\n")]);

        (await CsvTable.ReadAsync(stream, CultureInfo.InvariantCulture)).Value!.Records[0].Text(1).Should().Be("Zoë 🐈");
    }

    [Fact]
    public async Task Read_Lines_AreCountedAsAnEditorDoes()
    {
        var table = (await ReadAsync("code,name\n\nA-1,\"two\nlines\"\n,\nB-2,x\n")).Value!;

        table.Records.Select(r => (r.Line, r.Text(0))).Should().Equal((3, "A-1"), (6, "B-2"));
    }

    [Fact]
    public async Task Read_WrongCellsOrQuotes_AreProblemsOfTheirLineOnly()
    {
        var table = (await ReadAsync("code,name\nA-1\nB-2,Wa\"nd\nC-3,\"a\"b\nD-4,fine\nE-5,\"never\nclosed")).Value!;

        table.Records.Select(r => (r.Line, r.Problem is null)).Should().Equal((2, false), (3, false), (4, false), (5, true), (6, false));
        table.Records[0].Problem.Should().Be("The line has 1 cells and the first line names 2 columns.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("code,Code\nA-1,B-2")]
    [InlineData("code,name\nA-1,\0")]
    public async Task Read_NoTable_IsRefused(string text) => (await ReadAsync(text)).Error!.Fields.Keys.Should().Equal("file");

    [Fact]
    public async Task Read_NotUtf8_SaysHowToSaveIt()
    {
        using var stream = new MemoryStream([.. "code,name\nA-1,Zo"u8, 0xEB, .. "\n"u8]);

        (await CsvTable.ReadAsync(stream, CultureInfo.InvariantCulture)).Error!.Message.Should().Contain("CSV UTF-8");
    }

    [Fact]
    public async Task Read_TooMuch_IsRefused()
    {
        (await ReadAsync("code\n" + string.Concat(Enumerable.Repeat("A\n", CsvTable.MaximumRecords + 1))))
            .Error!.Message.Should()
            .Contain("more than 50,000 lines");
        (await ReadAsync("code\n" + new string('A', CsvTable.MaximumSize))).Error!.Message.Should().Contain("larger than 10 MB");
        (await ReadAsync("code,name\nA-1,\"" + new string('x', 200_000))).Error!.Message.Should().Contain("cannot be read from line");
    }

    [Theory]
    [InlineData("'=1+1", "=1+1")]
    [InlineData("'@x", "@x")]
    [InlineData("'tis", "'tis")]
    [InlineData("'", "'")]
    [InlineData("=1+1", "=1+1")]
    public async Task Read_MarkOfAnExport_IsTakenAway(string cell, string text) =>
        (await ReadAsync($"name\n{cell}\n")).Value!.Records[0].Text(0).Should().Be(text);

    [Theory]
    [InlineData("code;price\nA-1;12,50\n", "", ",")]
    [InlineData("code,price\nA-1,12.50\n", "", ".")]
    [InlineData("code,price\nA-1,\"12,50\"\n", "de-AT", ",")]
    [InlineData("code\tprice\nA-1\t12,50\n", "fr-FR", ",")]
    public async Task Read_Numbers_AreWrittenAsTheSeparatorOrTheViewerSays(string text, string viewer, string separator) =>
        (await ReadAsync(text, viewer)).Value!.Culture.NumberFormat.NumberDecimalSeparator.Should().Be(separator);

    [Theory]
    [InlineData("code,name,error\nA-1,Wand,The price is wrong.\nB-2,Ball\n")]
    [InlineData("Error,code,name\nwrong,A-1,Wand\nB-2,Ball\n")]
    public async Task Read_FileOfLinesWithErrors_IsReadWithoutItsErrors(string text)
    {
        var table = (await ReadAsync(text)).Value!;

        table.Columns.Should().Equal("code", "name");
        table.Records[0].Cells.Should().Equal("A-1", "Wand");
        table.Records[0].Problem.Should().BeNull();
        table.Records[1].Problem.Should().Contain("2 cells");
    }

    /// <summary>OWASP, CSV injection. Excel takes full-width forms for the same, and where cells are separated by semicolons a text of
    /// ours is several cells.</summary>
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("\uFF0B1", "'\uFF0B1")]
    [InlineData("\uFF0D1", "'\uFF0D1")]
    [InlineData("\uFF20SUM(A1)", "'\uFF20SUM(A1)")]
    [InlineData("a;=1+1", "a;'=1+1")]
    [InlineData("a;=1;@b", "a;'=1;'@b")]
    [InlineData("a\n=1+1", "a\n'=1+1")]
    [InlineData("a;'=1", "a;''=1")]
    [InlineData("''=1", "'''=1")]
    [InlineData("a; b - c = d", "a; b - c = d")]
    [InlineData("'quoted'", "'quoted'")]
    public void Keep_WhatBeginsLikeAFormula_IsMarkedAndComesBack(string text, string kept)
    {
        FormulaSafety.Keep(text).Should().Be(kept);
        FormulaSafety.Undo(kept).Should().Be(text);
    }

    [Fact]
    public void Keep_AnyText_ComesBack()
    {
        const string alphabet = "'';=+-@a \t\r\n\uFF1D";
        var random = new Random(4711);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(8)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            FormulaSafety.Undo(FormulaSafety.Keep(text)).Should().Be(text);
        }
    }

    private static async Task<Result<CsvTable>> ReadAsync(string text, string viewer = "")
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await CsvTable.ReadAsync(stream, CultureInfo.GetCultureInfo(viewer));
    }
}
