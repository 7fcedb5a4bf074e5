using System.Globalization;
using System.Text;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>A text that tries a parser of JSON.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Verdict">What it is.</param>
/// <param name="Bytes">The text itself.</param>
public sealed record HostileJson(string Name, JsonVerdict Verdict, byte[] Bytes)
{
    /// <summary>The folder of a collection of others to take instead: files whose names begin with <c>y_</c>, <c>n_</c> or
    /// <c>i_</c>.</summary>
    public const string FolderVariable = "COMMERCEKITTY_JSON_COLLECTION";

    /// <summary>Those that are made here.</summary>
    public static IReadOnlyList<HostileJson> Ours { get; } = [.. Make()];

    /// <summary>Ours, or those of the folder.</summary>
    public static IReadOnlyList<HostileJson> All { get; } =
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? Load(folder) : Ours;

    public override string ToString() => $"{Verdict} {Name}";

    private static List<HostileJson> Load(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(f => new HostileJson(
            Path.GetFileName(f),
            Path.GetFileName(f)[0] switch
            {
                'y' => JsonVerdict.Json,
                'n' => JsonVerdict.NotJson,
                _ => JsonVerdict.Either,
            },
            File.ReadAllBytes(f))),
    ];

    private static IEnumerable<HostileJson> Make() =>
        Literals()
            .Concat(Numbers())
            .Concat(Strings())
            .Concat(Structures())
            .Concat(Encodings())
            .Concat(Depths())
            .DistinctBy(j => Convert.ToHexString(j.Bytes));

    private static HostileJson Text(JsonVerdict verdict, string text) => new(Printable(text), verdict, Encoding.UTF8.GetBytes(text));

    private static HostileJson Raw(JsonVerdict verdict, string name, params byte[] bytes) => new(name, verdict, bytes);

    private static string Printable(string text) => string.Concat((text.Length <= 60 ? text : $"{text[..60]}… ({text.Length})")
        .Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"<{(int)c:x}>"));

    private static IEnumerable<HostileJson> Literals()
    {
        foreach (var literal in (string[])["null", "true", "false"])
        {
            foreach (
                var right in (string[])
                    [literal, $" {literal}", $"{literal}\n", $"[{literal}]", $"\t[\r\n{literal} ]\n", $"{{\"a\":{literal}}}"])
                yield return Text(JsonVerdict.Json, right);
            foreach (var wrong in (string[])
                [
                    literal[..^1],
                    literal[..1],
                    literal.ToUpperInvariant(),
                    char.ToUpperInvariant(literal[0]) + literal[1..],
                    literal + "x",
                    $"{literal} {literal}",
                    $"{literal},",
                    $"-{literal}",
                    $"[{literal}",
                    $"[{literal[..^1]}]",
                    $"\"a\":{literal}",
                    $"{literal}]",
                ])
            {
                yield return Text(JsonVerdict.NotJson, wrong);
            }
        }

        foreach (
            var word in (string[])
                [
                    "undefined",
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    "nil",
                    "None",
                    "yes",
                    "a",
                    "'a'",
                    "`a`",
                    "<json/>",
                    "#",
                    "$",
                    "&",
                    "*",
                    "\\",
                    "\\u0061",
                    "//",
                    "/**/",
                    "--",
                    "True",
                    "\0",
                    "\u0001",
                    "\u007f",
                    "é",
                    "🐱",
                    "\u2028",
                ])
        {
            yield return Text(JsonVerdict.NotJson, word);
            yield return Text(JsonVerdict.NotJson, $"[{word}]");
        }
    }

    private static IEnumerable<HostileJson> Numbers()
    {
        foreach (var number in (string[])
            [
                "0",
                "-0",
                "1",
                "-1",
                "10",
                "1234567890",
                "0.0",
                "-0.0",
                "0.5",
                "1.5",
                "1e1",
                "1E1",
                "1e+1",
                "1e-1",
                "0e0",
                "0E+00",
                "1.5e10",
                "20e1",
                "123.456e-7",
                "2147483648",
                "9007199254740993",
                "18446744073709551616",
            ])
        {
            yield return Text(JsonVerdict.Json, number);
            yield return Text(JsonVerdict.Json, $"[{number}]");
        }

        foreach (var number in (string[])
            [
                "+1",
                "01",
                "-01",
                "00",
                "-",
                "--1",
                "+",
                ".5",
                "-.5",
                "1.",
                "-1.",
                "0.",
                "1.e1",
                "1e",
                "1e+",
                "1e-",
                "1E",
                "1eE2",
                "1e2.5",
                "1e+-1",
                "0x10",
                "0b1",
                "0o7",
                "1_000",
                "1,000",
                "1 000",
                "1 .5",
                "1. 5",
                "1e 5",
            "1.2.3", "1-2", "1+2", "1e1e1", "1a", "1.5f", "5l", "1n", "1/2", "1%", "１", "1\u00a0", "Inf", "-NaN", "∞", "1\0"])
        {
            yield return Text(JsonVerdict.NotJson, number);
            yield return Text(JsonVerdict.NotJson, $"{{\"a\":{number}}}");
        }

        // JSON sets no bounds; parsers may.
        foreach (
            var number in (string[])
                [
                    "1e400",
                    "-1e400",
                    "1e-400",
                    "1e99999999999",
                    "1e-99999999999",
                    "0e99999",
                    "0.1e-99999",
                    new string('9', 400),
                    "-" + new string('9', 10_000),
                    "0." + new string('0', 400) + "1",
                    "1." + new string('3', 10_000),
                ])
            yield return Text(JsonVerdict.Either, number);
    }

    private static IEnumerable<HostileJson> Strings()
    {
        foreach (var text in (string[])
            [
                "",
                " ",
                "a",
                "\\\"",
                "\\\\",
                "\\/",
                "/",
                "\\b\\f\\n\\r\\t",
                "\\u0000",
                "\\u0041",
                "\\u00e9",
                "\\uABCD",
                "\\uabcd",
                "\\u2028",
                "\\uFFFF",
                "\\uFEFF",
                "\\uD83D\\uDE3A",
                "é",
                "李",
                "🐱",
                "\u2028",
                "\u2029",
                "\u007f",
                "\u0080",
                "\ufeff",
                "\ufffe",
                "\u202e",
            "e\u0301", "\U0010FFFF", "'", "//", "/* */", "null", "{}", "[]", "\\\\u0061", "%00", new string('a', 70_000)])
        {
            yield return Text(JsonVerdict.Json, $"\"{text}\"");
            yield return Text(JsonVerdict.Json, $"{{\"{text}\":\"{text}\"}}");
        }

        foreach (var text in (string[])
            [
                "\\",
                "\\x41",
                "\\a",
                "\\0",
                "\\'",
                "\\U0041",
                "\\u",
                "\\u0",
                "\\u00",
                "\\u004",
                "\\u004g",
                "\\u 041",
                "\\u-041",
                "\\u+041",
                "\\uD83D\\",
                "\\ ",
                "\\é",
                "\\\n",
                "\t",
                "\n",
                "\r",
                "\b",
                "\f",
                "\0",
                "\u0001",
                "\u001f",
            ])
        {
            yield return Text(JsonVerdict.NotJson, $"\"{text}\"");
            yield return Text(JsonVerdict.NotJson, $"[\"a{text}\"]");
        }

        foreach (
            var text in (string[])
                [
                    "\"",
                    "\"a",
                    "a\"",
                    "'a'",
                    "\"a'",
                    "'a\"",
                    "\"\"\"",
                    "\"a\" \"b\"",
                    "\"\\\"",
                    "[\"a",
                    "[\"a\\\"]",
                    "\"a\"x",
                    "“a”",
                    "\"a\"\"b\"",
                    "\"\\",
                ])
            yield return Text(JsonVerdict.NotJson, text);

        // Half of a pair: RFC 8259 §8.2 leaves it open.
        foreach (
            var text in (string[])
                [
                    "\\uD800",
                    "\\uDC00",
                    "\\uD800\\uD800",
                    "\\uDC00\\uD800",
                    "\\uD800a",
                    "a\\uDBFF",
                    "\\uD83D\\u0041",
                    "\\ud83d\\ud83d\\ude3a",
                ])
        {
            yield return Text(JsonVerdict.Either, $"\"{text}\"");
            yield return Text(JsonVerdict.Either, $"{{\"{text}\":1}}");
        }
    }

    private static IEnumerable<HostileJson> Structures()
    {
        foreach (var text in (string[])
            [
                "[]",
                "{}",
                "[[]]",
                "[{}]",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "[1,2,3]",
                "[1,\"a\",null,true,{}]",
                " [ ] ",
                " { } ",
                "\n[\t]\r",
                "{\"a\":1,\"b\":2}",
                "{\"\":1}",
                "{\" \":1}",
                "[[[],[[]]],[]]",
                "{\"a\":{\"b\":{\"c\":[{}]}}}",
            ])
        {
            yield return Text(JsonVerdict.Json, text);
        }

        foreach (var text in (string[])
            [
                " ",
                "\n",
                "[",
                "]",
                "{",
                "}",
                "[]]",
                "[[]",
                "{}}",
                "{{}}",
                "[}",
                "{]",
                "[,]",
                "[1,]",
                "[,1]",
                "[1,,2]",
                "[1 2]",
                "[1;2]",
                "[1:2]",
                "[\"a\":1]",
                "[1,",
                "[1",
                "[\"a\",",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{:1}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1,,\"b\":2}",
            "{\"a\":1 \"b\":2}",
            "{\"a\" 1}",
            "{\"a\"=1}",
            "{\"a\"=>1}",
            "{\"a\"::1}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "{null:1}",
            "{[]:1}",
            "{{}:1}",
            "{\"a\":1",
            "{\"a\":",
            "{\"a\"",
            "{\"a",
            "{\"",
            "[]{}",
            "{}[]",
            "{}{}",
            "[] []",
            "1 2",
            "{}1",
            "[]\0",
            "{}\0",
            "{}x",
            "{}//",
            "{}/**/",
            "//\n{}",
            "/**/{}",
            "{/**/}",
            "[1//\n]",
            "[1/**/]",
            "#\n{}",
            "{\"a\":1}#",
            "[\v]",
            "[\f]",
            "[\u00a0]",
            "[\u2028]",
            "[\u3000]",
            "(1)",
            "<[]>",
            "[...]",
            "{...}",
            "[*]",
            "*[]",
            ",",
            ":",
            ";",
            ",[]",
            "[],",
            "{},",
            "{\"a\":1}\"",
            "[\"a\"",
            "callback({})",
            "<script>",
            "{\"a\":\"b\":\"c\"}",
            "{\"a\":b}",
            "{b:\"a\"}",
            "{\"a\":'b'}",
            "{\"a\":0x1}",
            "{\"a\":+1}",
            "[- 1]",
            "[1 ,, 2]",
            "]]]]",
            "}}}}",
            "[{\"a\":]",
            "{\"a\":[}",
            "[{]}",
            "\\n",
            "\"a\":1",
            "{\"a\":1}}",
            "[1]]",
            "[undefined]",
            "{\"a\":undefined}",
            "{\"a\":NaN}",
        ])
        {
            yield return Text(JsonVerdict.NotJson, text);
        }

        // The same name twice: to be understood, but we refuse what says two things.
        foreach (
            var text in (string[])
                [
                    "{\"a\":1,\"a\":1}",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":1,\"\\u0061\":2}",
                    "{\"notes\":\"a\",\"notes\":\"b\"}",
                    "{\"a\":{\"b\":1,\"b\":2}}",
                ])
            yield return Text(JsonVerdict.Either, text);
    }

    private static IEnumerable<HostileJson> Encodings()
    {
        foreach (var text in (string[])["{}", "[\"é\"]", "{\"notes\":\"🐱\"}"])
        {
            yield return Raw(
                JsonVerdict.Either,
                $"UTF-8 with a byte order mark {text}",
                [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]);
            foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
            {
                yield return Raw(JsonVerdict.NotJson, $"{encoding.WebName} {text}", encoding.GetBytes(text));
                yield return Raw(
                    JsonVerdict.NotJson,
                    $"{encoding.WebName} with a byte order mark {text}",
                    [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            }
        }

        yield return Raw(
            JsonVerdict.NotJson,
            "two byte order marks",
            [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetPreamble(), .. "{}"u8]);
        yield return Raw(JsonVerdict.NotJson, "half a byte order mark", [0xEF, 0xBB, .. "{}"u8]);
        yield return Raw(JsonVerdict.NotJson, "a byte order mark alone", 0xEF, 0xBB, 0xBF);
        yield return Raw(JsonVerdict.NotJson, "a byte order mark behind", [.. "{}"u8, 0xEF, 0xBB, 0xBF]);
        byte[][] broken =
        [
            [0x80],
            [0xBF],
            [0xC0, 0x80],
            [0xC0, 0xAF],
            [0xC1, 0xBF],
            [0xC3],
            [0xC3, 0x28],
            [0xE0, 0x80, 0x80],
            [0xE2, 0x82],
            [0xE2, 0x28, 0xA1],
            [0xED, 0xA0, 0x80],
            [0xED, 0xB0, 0x80],
            [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
            [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80],
            [0xFE],
            [0xFF],
            [0xFF, 0xFE],
        ];
        foreach (var bytes in broken)
        {
            var name = Convert.ToHexString(bytes);
            // RFC 8259 §8.1 demands UTF-8; what a parser makes of broken characters inside a string differs.
            yield return Raw(JsonVerdict.Either, $"broken UTF-8 in a string {name}", [.. "{\"a\":\""u8, .. bytes, .. "\"}"u8]);
            yield return Raw(JsonVerdict.Either, $"broken UTF-8 in a name {name}", [.. "{\""u8, .. bytes, .. "\":1}"u8]);
            yield return Raw(JsonVerdict.NotJson, $"broken UTF-8 outside {name}", [.. "["u8, .. bytes, .. "]"u8]);
            yield return Raw(JsonVerdict.NotJson, $"broken UTF-8 alone {name}", bytes);
        }
    }

    private static IEnumerable<HostileJson> Depths()
    {
        foreach (var depth in (int[])[32, 60, 64, 65, 500, 1_000, 100_000])
        {
            var verdict = depth <= 60 ? JsonVerdict.Json : JsonVerdict.Either;
            var name = depth.ToString(CultureInfo.InvariantCulture);
            yield return Raw(verdict, $"{name} arrays deep", Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
            yield return Raw(
                verdict,
                $"{name} objects deep",
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
            yield return Raw(JsonVerdict.NotJson, $"{name} arrays that never end", Encoding.UTF8.GetBytes(new string('[', depth)));
            yield return Raw(
                JsonVerdict.NotJson,
                $"{name} objects that never end",
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth))));
            yield return Raw(JsonVerdict.NotJson, $"{name} ends without a beginning", Encoding.UTF8.GetBytes(new string(']', depth)));
        }

        yield return Text(JsonVerdict.Json, "[" + string.Join(',', Enumerable.Repeat("0", 100_000)) + "]");
        yield return Text(JsonVerdict.Json, "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"m{i}\":0")) + "}");
        yield return Text(JsonVerdict.NotJson, "[" + string.Join(',', Enumerable.Repeat("0", 100_000)));
        yield return Text(JsonVerdict.Json, new string(' ', 500_000) + "{}");
        yield return Text(JsonVerdict.NotJson, new string(' ', 500_000));
    }
}
