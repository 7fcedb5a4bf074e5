using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Cli;

public sealed class CommandConsoleTests
{
    private static readonly string[] Headers = ["ID", "NAME", "STATUS"];

    [Fact]
    public void WriteTable_NotATerminal_IsPlainTextOneLineForEachRow()
    {
        var name = string.Join(' ', Enumerable.Repeat("[red]nightly[/]", 40));

        var written = Write(
            isTerminal: false,
            c => c.WriteTable(Headers, [["1", name, "active"], ["12", "夜間", "revoked"], ["3", "-", ""]]));

        written.Should().Be(string.Join(
            Environment.NewLine,
            $"ID  NAME{new string(' ', name.Length - 2)}STATUS",
            $"1   {name}  active",
            $"12  夜間{new string(' ', name.Length - 2)}revoked",
            "3   -",
            string.Empty));
    }

    [Fact]
    public void WriteTable_NotATerminalWithoutRows_IsTheHeaders() =>
        Write(isTerminal: false, c => c.WriteTable(Headers, [])).Should().Be($"ID  NAME  STATUS{Environment.NewLine}");

    [Fact]
    public void WriteTable_Terminal_HasColours()
    {
        var written = Write(isTerminal: true, c => c.WriteTable(Headers, [["1", "[red]nightly[/]", "active"]]));

        written.Should().Contain("\u001b[").And.Contain("[red]nightly[/]").And.Contain("active");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteTable_ControlCharacters_AreReplaced(bool isTerminal) =>
        Write(isTerminal, c => c.WriteTable(Headers, [["1", "\u001b[2Jevil\u202E", "active"]]))
            .Should().Contain("\uFFFD[2Jevil\uFFFD").And.NotContainAny("\u001b[2J", "\u202E");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refuse_Error_IsRedOnlyOnATerminal(bool isTerminal)
    {
        using var error = new StringWriter();
        var console = new CommandConsole(TextWriter.Null, error, TextReader.Null, (false, isTerminal));

        console.Refuse(Error.Invalid("name", "Enter a name."), "[hint]").Should().Be(CommandLine.Refused);

        error.ToString().Should().Contain("Enter a name. [hint]").And.EndWith(Environment.NewLine);
        error.ToString().Contains('\u001b', StringComparison.Ordinal).Should().Be(isTerminal);
    }

    private static string Write(bool isTerminal, Action<CommandConsole> write)
    {
        using var output = new StringWriter();
        write(new CommandConsole(output, TextWriter.Null, TextReader.Null, (isTerminal, isTerminal)));
        return output.ToString();
    }
}
