using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Cli;

/// <summary>Where a command reads and writes. Answers go to standard output, everything about them to standard error. Text that
/// people typed is written so that it can neither steer a terminal nor show a key's value.</summary>
public sealed class CommandConsole(TextWriter output, TextWriter error, TextReader input)
{
    private static readonly JsonSerializerOptions Json = CreateJson();

    /// <summary>Writes one line of the answer.</summary>
    public void WriteLine(string line) => output.WriteLine(Safe(line));

    /// <summary>Writes one line of the answer exactly as it is: for a secret, which is shown this once.</summary>
    public void WriteSecret(string line) => output.WriteLine(line);

    /// <summary>Writes one line beside the answer.</summary>
    public void Note(string line) => error.WriteLine(Safe(line));

    /// <summary>Writes why the command was refused, and what may help.</summary>
    /// <returns>The exit code.</returns>
    public int Refuse(Error refusal, string? hint = null)
    {
        Note(hint is null ? refusal.Message : $"{refusal.Message} {hint}");
        return CommandLine.Refused;
    }

    /// <summary>Writes the answer as one line of JSON in the API's shape, with members added to it.</summary>
    public void WriteJson<T>(T resource, params IEnumerable<(string Name, string Value)> more)
    {
        var node = JsonSerializer.SerializeToNode(resource, Json)!;
        foreach (var (name, value) in more)
            node[name] = JsonValue.Create(value);
        output.WriteLine(node.ToJsonString(Json));
    }

    /// <summary>Writes a list as aligned columns, without colours.</summary>
    public void WriteTable(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(r => r.Select(Safe).ToList()).Prepend([.. headers]).ToList();
        var widths = headers.Select((_, column) => lines.Max(l => Width(l[column]))).ToList();
        foreach (var line in lines)
        {
            var text = new StringBuilder();
            for (var column = 0; column < line.Count; column++)
                text.Append(line[column]).Append(' ', widths[column] - Width(line[column]) + 2);
            output.WriteLine(text.ToString().TrimEnd());
        }
    }

    /// <summary>Reads a secret: the first line of redirected input, else what is typed, without showing it.</summary>
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

    /// <summary>A time as scripts read it: ISO 8601, UTC, whole seconds; a dash when there is none.</summary>
    public static string Time(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>The text with every character that could steer a terminal or reorder its line replaced, and of key values only the
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

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
        ApiSetup.ConfigureJson(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
