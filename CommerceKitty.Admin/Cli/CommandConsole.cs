using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Common;
using Spectre.Console;

namespace CommerceKitty.Admin.Cli;

/// <summary>Where a command reads and writes. Results go to standard output, everything else to standard error. Text that people entered
/// is written so that it can neither control a terminal nor reveal a key's value.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="input">Standard input.</param>
/// <param name="isTerminal">Whether standard output and standard error are terminals. Detected when null.</param>
public sealed class CommandConsole(
    TextWriter output, TextWriter error, TextReader input, (bool Output, bool Error)? isTerminal = null)
{
    /// <summary>A row is always one line, which a terminal wraps by itself: folded columns can't be copied.</summary>
    private const int Unlimited = 100_000;

    /// <summary>The colours of the words in a column of statuses.</summary>
    private static readonly FrozenDictionary<string, Color> StatusColors = new Dictionary<string, Color>
    {
        ["active"] = Color.Green,
        ["enabled"] = Color.Green,
        ["expiring"] = Color.Yellow,
        ["user disabled"] = Color.Yellow,
        ["disabled"] = Color.Yellow,
        ["expired"] = Color.Red,
        ["revoked"] = Color.Red,
    }.ToFrozenDictionary();

    private static readonly JsonSerializerOptions Json = CreateJson();

    private readonly bool _outputIsTerminal =
        isTerminal?.Output ?? (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);

    private readonly bool _errorIsTerminal =
        isTerminal?.Error ?? (ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected);

    /// <summary>Writes one line of the result.</summary>
    public void WriteLine(string line) => output.WriteLine(Safe(line));

    /// <summary>Writes one line of the result exactly as it is: for a secret, which is shown only once.</summary>
    public void WriteSecret(string line) => output.WriteLine(line);

    /// <summary>Writes a part of a file as it is, but for key values, which are shortened to their hints.</summary>
    public void WriteData(string text) => output.Write(ApiKeyToken.Redact(text));

    /// <summary>Writes one line to standard error.</summary>
    public void Note(string line) => error.WriteLine(Safe(line));

    /// <summary>Writes why the command failed to standard error: in red on a terminal.</summary>
    public void Fail(string line)
    {
        if (_errorIsTerminal)
            Terminal(error).WriteLine(Safe(line), new Style(Color.Red));
        else
            Note(line);
    }

    /// <summary>Writes why the command was rejected, and a hint.</summary>
    /// <returns>The exit code.</returns>
    public int Refuse(Error refusal, string? hint = null)
    {
        Fail(hint is null ? refusal.Message : $"{refusal.Message} {hint}");
        return CommandLine.Refused;
    }

    /// <summary>Writes the result as one line of JSON in the API's shape, with additional members.</summary>
    public void WriteJson<T>(T resource, params IEnumerable<(string Name, string Value)> more)
    {
        var node = ToJson(resource);
        foreach (var (name, value) in more)
            node[name] = JsonValue.Create(value);
        WriteJson(node);
    }

    /// <summary>Writes JSON as one line.</summary>
    public void WriteJson(JsonNode node) => output.WriteLine(node.ToJsonString(Json));

    /// <summary>The resource in the API's shape.</summary>
    public static JsonNode ToJson<T>(T resource) => JsonSerializer.SerializeToNode(resource, Json)!;

    /// <summary>Writes a list as aligned columns, one line for each row: on a terminal with colours, elsewhere as plain text without
    /// trailing blanks.</summary>
    public void WriteTable(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Padding = new Padding(0, 0, 2, 0),
            });
        }

        foreach (var row in rows)
            table.AddRow(row.Select(Safe).Select((text, column) => new Text(text, StyleOf(headers[column], text))));
        if (_outputIsTerminal)
        {
            Terminal(output).Write(table);
            return;
        }

        using var plain = new StringWriter();
        Plain(plain).Write(table);
        foreach (var line in plain.ToString().AsSpan().TrimEnd("\r\n").EnumerateLines())
            output.WriteLine(line.TrimEnd());
    }

    /// <summary>Reads a secret: the first line of redirected input, otherwise what is typed, without showing it.</summary>
    /// <returns>Null when there is nothing to read.</returns>
    public string? ReadSecret(string prompt)
    {
        if (!ReferenceEquals(input, Console.In) || Console.IsInputRedirected)
            return input.ReadLine();
        error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length -= Math.Min(1, typed.Length);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        error.WriteLine();
        return typed.ToString();
    }

    /// <summary>A time for scripts: ISO 8601, UTC, whole seconds; a dash when there is none.</summary>
    public static string Time(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>The text without characters that control a terminal or reorder its line, and with key values shortened to their
    /// hints.</summary>
    public static string Safe(string text)
    {
        text = ApiKeyToken.Redact(text);
        return string.Create(text.Length, text, static (safe, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                safe[i] = char.IsControl(source[i]) || TextRules.IsDeceptive(source[i]) ? '\uFFFD' : source[i];
        });
    }

    private static Style StyleOf(string header, string text) =>
        header == "STATUS" && StatusColors.TryGetValue(text, out var color) ? new Style(color) : Style.Plain;

    /// <summary>A terminal with its own colours; without any where NO_COLOR is set.</summary>
    private static IAnsiConsole Terminal(TextWriter writer) => Create(writer, new AnsiConsoleSettings
    {
        // The process's own terminal may be one without colours; any other writer is a test's.
        Ansi = ReferenceEquals(writer, Console.Out) || ReferenceEquals(writer, Console.Error) ? AnsiSupport.Detect : AnsiSupport.Yes,
    });

    private static IAnsiConsole Plain(TextWriter writer) => Create(writer, new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
    });

    private static IAnsiConsole Create(TextWriter writer, AnsiConsoleSettings settings)
    {
        settings.Interactive = InteractionSupport.No;
        settings.Out = new AnsiConsoleOutput(writer);
        // Otherwise the variables of some CI systems bring colours into a file.
        settings.Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false };
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = Unlimited;
        return console;
    }

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
        ApiSetup.ConfigureJson(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
