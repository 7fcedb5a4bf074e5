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

        (await CsvTable.ReadAsync(stream)).Value!.Records[0].Text(1).Should().Be("Zoë 🐈");
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

        (await CsvTable.ReadAsync(stream)).Error!.Message.Should().Contain("CSV UTF-8");
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

    private static async Task<Result<CsvTable>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await CsvTable.ReadAsync(stream);
    }
}
