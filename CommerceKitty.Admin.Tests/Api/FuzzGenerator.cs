using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Tests.Fixtures;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Makes requests from the OpenAPI document: right ones by its schemas, and hostile ones against them.</summary>
/// <param name="document">The description of the API.</param>
/// <param name="known">Values that exist, by the name of the parameter or member, or by "path name" where that is another one.</param>
public sealed class FuzzGenerator(JsonObject document, IReadOnlyDictionary<string, string[]> known)
{
    /// <summary>Members that someone would smuggle in to get more than is offered.</summary>
    private static readonly string[] Smuggled =
        [
            "id",
            "version",
            "isOwner",
            "owner",
            "userId",
            "permissions",
            "role",
            "status",
            "total",
            "reserved",
            "shipped",
            "number",
            "createdAt",
            "__proto__",
            "constructor",
            "$type",
            "$ref",
            "",
            "Lines ",
            "admin",
        ];

    private static readonly string[] HostileTexts =
    [
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"line\\nbreak\"",
        "\"\\u0007\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\ud83d\\ude3a\"",
        "\"\\u202egnirts\"",
        "\"\\u200b\"",
        "\"\\ufeff\"",
        "\"\\uffff\"",
        "\"' OR 1=1 --\"",
        "\"%00\"",
        "\"../../etc/passwd\"",
        "\"<script>alert(1)</script>\"",
        "\"${jndi:x}\"",
        "\"=1+1\"",
        "\"é\"",
        "\"e\\u0301\"",
        "\"İ\"",
        "\"ß\"",
        "\"XXX\"",
        "\"eur\"",
        "\"no-such-thing\"",
        "\"active\"",
        "\"OPEN\"",
        "\"null\"",
        "\"12\"",
        "\"1e9\"",
    ];

    private static readonly string[] HostileNumbers =
    [
        "0",
        "-0",
        "-1",
        "1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "9007199254740993",
        "9223372036854775808",
        "1000000",
        "1000001",
        "1000000000",
        "1000000001",
        "99999999.9999",
        "99999999.99999",
        "100000000",
        "0.00001",
        "0.0001",
        "1.0",
        "1e0",
        "1e2",
        "1E+2",
        "1e-400",
        "1e400",
        "-1e400",
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "0.1", "123456789012345678901234567890123456789012345678901234567890",
    ];

    private static readonly string[] WrongTypes =
    [
        "null",
        "true",
        "false",
        "[]",
        "{}",
        "[1]",
        "{\"a\":1}",
        "[null]",
        "[[]]",
        "\"text\"",
        "1",
    ];

    private static readonly string[] BrokenBodies =
        [
            "",
            " ",
            "{",
            "}",
            "[",
            "nul",
            "{\"a\"}",
            "{\"a\":}",
            "{,}",
            "{\"notes\":\"x\",}",
            "{'notes':'x'}",
            "{\"notes\":\"x\"}}",
            "{\"notes\":\"\t\"}",
            "//x\n{}",
            "{}{}",
            "NaN",
            "01",
            "\"",
            "undefined",
        ];

    private static readonly Gen<string> LongText = OneOf(41, 81, 201, 255, 2_001, 70_000).Select(n => $"\"{new string('x', n)}\"");

    private static readonly Gen<string> Deep = OneOf(10, 63, 64, 65, 100_000).Select(n => new string('[', n) + new string(']', n));

    private static readonly Gen<string> Hostile = Often(
        (6, OneOf(HostileTexts)), (6, OneOf(HostileNumbers)), (4, OneOf(WrongTypes)), (1, LongText), (1, Deep));

    /// <summary>A request to each operation.</summary>
    public IReadOnlyList<Gen<FuzzRequest>> Requests() =>
        [.. OpenApiRules.Repeatable(document).Select(o => Request(o.Path, o.Method, o.Operation))];

    private Gen<FuzzRequest> Request(string path, string method, JsonObject operation)
    {
        var parameters = (operation["parameters"]?.AsArray() ?? []).Select(p => JsonSchema.Resolve(document, p!)).ToList();
        var address = Sequence(path.Split('/').Select(part => part.StartsWith('{') ? PathPart(path, part.Trim('{', '}')) : Gen.Const(part)))
            .Select(parts => string.Join('/', parts));
        var query = Query([.. parameters.Where(p => p["in"]!.GetValue<string>() == "query")]);
        var headers = Headers([
            .. parameters.Where(p => p["in"]!.GetValue<string>() == "header").Select(p => p["name"]!.GetValue<string>()),
        ]);
        var body = operation["requestBody"] is { } request
            ? Body(request["content"]!["application/json"]!["schema"]!)
            : Gen.Const(new Sent(null, null, HasExtra: false));
        return Gen.Select(address, query, headers, body)
            .Select(p => new FuzzRequest(
                operation["operationId"]!.GetValue<string>(),
                method,
                p.Item1 + p.Item2,
                p.Item3,
                p.Item4.ContentType,
                p.Item4.Body,
                p.Item4.HasExtra));
    }

    private Gen<string> PathPart(string path, string name)
    {
        var right = OneOf(known.GetValueOrDefault($"{path.Split('/')[3]} {name}") is { Length: > 0 } special ? special : known[name]);
        // Never empty, "." or "..": that is another address.
        var wrong = OneOf(
            "0",
            "-1",
            "007",
            "2147483647",
            "2147483648",
            "99999999999999999999",
            "abc",
            "1.5",
            "1e3",
            "NaN",
            "null",
            "%20",
            "%F0%9F%98%BA",
            "%ED%A0%80",
            "%25",
            "a%2Fb",
            "%3Cscript%3E", "'--", "*", "no-such-thing", new string('x', 2_000));
        return Often((8, right), (2, wrong));
    }

    private static Gen<string> Query(IReadOnlyList<JsonObject> parameters)
    {
        var wrong = OneOf(
            "",
            "%00",
            "-1",
            "0",
            "201",
            "99999999999",
            "1.5",
            "true",
            "null",
            "%E2%80%AE",
            "%ED%A0%80",
            "%F0%9F%98%BA",
            "'%20OR%201=1",
            "%25_%25",
            "[]",
            "AAAA",
            new string('x', 300));
        var given = parameters.Select(p =>
        {
            var name = p["name"]!.GetValue<string>();
            var schema = p["schema"]!.AsObject();
            var right = schema["enum"] is JsonArray values ? OneOf(values.Select(v => v!.GetValue<string>()).ToArray())
                : schema["type"]!.GetValue<string>() switch
                {
                    "integer" => Gen.Int[1, 200].Select(i => i.ToString(CultureInfo.InvariantCulture)),
                    "boolean" => OneOf("true", "false"),
                    _ => OneOf("a", "TREE-OAK-180", "rotterdam", "Web%20shop"),
                };
            return Often(
                (60, Gen.Const(string.Empty)), (28, right.Select(v => $"{name}={v}")), (9, wrong.Select(v => $"{name}={v}")),
                (2, Gen.Select(right, wrong).Select(v => $"{name}={v.Item1}&{name}={v.Item2}")),
                (1, right.Select(v => $"{name.ToUpperInvariant()}={v}")));
        });
        var unknown = Often(
            (90, Gen.Const(string.Empty)),
            (5, Gen.Const("cat=Tom")),
            (2, Gen.Const(string.Join('&', Enumerable.Range(0, 500).Select(i => $"p{i}=1")))),
            (1, Gen.Const("access_token=x")), (1, Gen.Const("=")), (1, Gen.Const("&&&")));
        return Sequence([.. given, unknown])
            .Select(parts => string.Join('&', parts.Where(p => p.Length > 0)))
            .Select(q => q.Length == 0 ? string.Empty : "?" + q);
    }

    private static Gen<IReadOnlyList<(string, string)>> Headers(IReadOnlyList<string> names)
    {
        var ifMatch = OneOf(
            "*",
            "\"0\"",
            "\"1\"",
            "\"2\"",
            "\"999999\"",
            "W/\"1\"",
            "1",
            "\"\"",
            "\"a\", \"b\"",
            "\"-1\"",
            "\"99999999999999999999\"",
            "nonsense",
            "\"a");
        var idempotencyKey = Often(
            (3, Gen.Int[0, 3].Select(i => $"again-{i}")),
            (5, Gen.Long.Select(i => $"new-{i}")),
            (1, OneOf(" ", "\"quoted\"", "a b", "a,b", new string('k', 300))));
        var requestId = OneOf("mine-1", "a b", new string('r', 65), "<script>");
        var all = names.Select(n => Often((75, Gen.Const((n, string.Empty))), (25, (n switch
        {
            "If-Match" => ifMatch,
            "Idempotency-Key" => idempotencyKey,
            _ => requestId,
        }).Select(v => (n, v)))))
            .Append(
                Often(
(95, Gen.Const(("Accept", string.Empty))),
(5, OneOf(("Accept", "text/html"), ("Accept", "*/*;q=0"), ("Accept", "nonsense")))));
        return Sequence(all).Select(list => (IReadOnlyList<(string, string)>)[.. list.Where(h => h.Item2.Length > 0)]);
    }

    private Gen<Sent> Body(JsonNode schema)
    {
        var tame = Value(string.Empty, schema, hostile: 0).Select(p => Bytes(p));
        var wild = Value(string.Empty, schema, hostile: 12).Select(p => Bytes(p));
        var any = Hostile.Select(text => Bytes(new Piece(text)));
        var broken = OneOf(BrokenBodies).Select(text => Bytes(new Piece(text)));
        var encoded = Value(string.Empty, schema, hostile: 0).SelectMany(p => OneOf<byte[]>(
            [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(p.Text)],
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(p.Text)],
            Encoding.BigEndianUnicode.GetBytes(p.Text),
            [.. Encoding.UTF8.GetBytes(p.Text), 0],
            [.. Encoding.UTF8.GetBytes(p.Text).SkipLast(1), 0xC3, 0x28],
            Encoding.Latin1.GetBytes(p.Text.Replace("a", "é", StringComparison.Ordinal)))
            .Select(bytes => new Sent("application/json", bytes, p.Extra)));
        var huge = Gen.Const(Bytes(new Piece($$"""{"notes":"{{new string('x', 1_100_000)}}"}""")));
        var types = Often(
            (60, Gen.Const("application/json")),
            (5, OneOf("application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json")),
            (
                5,
                OneOf(
                    "text/plain",
                    "application/xml",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/json; charset=utf-16",
                    "application/jsonx",
                    "nonsense",
                    "*/*",
                    "application/json; charset=\"")));
        return Often(
                (36, tame),
                (44, wild),
                (8, any),
                (6, broken),
                (4, encoded),
                (1, huge),
                (1, Gen.Const(new Sent(null, null, HasExtra: false))))
            .Select(types, (sent, type) => sent.Body is null ? sent : sent with { ContentType = type });
    }

    private static Sent Bytes(Piece piece) => new("application/json", Encoding.UTF8.GetBytes(piece.Text), piece.Extra);

    /// <summary>JSON text of this schema.</summary>
    /// <param name="name">The member it is for.</param>
    /// <param name="schema">What it may be.</param>
    /// <param name="hostile">How often in a hundred something in it is not.</param>
    private Gen<Piece> Value(string name, JsonNode schema, int hostile)
    {
        var rules = JsonSchema.Resolve(document, schema);
        if (rules["oneOf"] is JsonArray choices)
            return Value(name, choices.First(c => c!["$ref"] is not null)!, hostile);
        var type = rules["enum"] is not null ? "enum" : JsonSchema.TypesOf(rules["type"]!).First(t => t != "null");
        var right = type switch
        {
            "object" => Members(rules, hostile),
            "array" => Items(name, rules, hostile),
            _ => Scalar(name, type, rules).Select(text => new Piece(text)),
        };
        return hostile == 0
            ? right
            : Often(
                (100 - hostile, right),
                (hostile, Hostile.Select(text => new Piece(text, Extra: type == "object" && text == "{\"a\":1}"))));
    }

    private Gen<Piece> Members(JsonObject rules, int hostile)
    {
        var required = (rules["required"]?.AsArray() ?? []).Select(r => r!.GetValue<string>()).ToHashSet();
        var members = rules["properties"]!.AsObject().Select(p =>
        {
            var value = Value(p.Key, p.Value!, hostile).Select(v => (Name: p.Key, Value: v, Given: true));
            var left = Gen.Const((Name: p.Key, Value: new Piece("null"), Given: false));
            var chance = required.Contains(p.Key) || p.Key == "all" ? (hostile == 0 ? 0 : 3) : 50;
            return chance == 0 ? value : Often((100 - chance, value), (chance, left));
        });
        var names = rules["properties"]!.AsObject().Select(p => p.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = OneOf(Smuggled.Where(s => !names.Contains(s)).ToArray());
        // 0: as it is, 1: a member that does not exist, 2: the first member twice.
        var twist = hostile == 0 ? Gen.Const(0) : Often((88, Gen.Const(0)), (9, Gen.Const(1)), (3, Gen.Const(2)));
        // Some members exclude each other: mostly one of them is enough.
        var either = names.IsSupersetOf(["lines", "all"])
            ? Often((45, Gen.Const("lines")), (45, Gen.Const("all")), (10, Gen.Const(string.Empty)))
            : Gen.Const(string.Empty);
        return Gen.Select(Sequence(members), twist, unknown, OneOf(WrongTypes), either).Select(p =>
        {
            var given = p.Item1.Where(m => m.Given && m.Name != p.Item5).Select(m => (m.Name, m.Value)).ToList();
            if (p.Item2 == 1)
                given.Insert(given.Count / 2, (p.Item3, new Piece(p.Item4, Extra: true)));
            else if (p.Item2 == 2 && given.Count > 0)
                given.Add(given[0]);
            return new Piece(
                $"{{{string.Join(',', given.Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Value.Text}"))}}}",
                given.Any(m => m.Value.Extra));
        });
    }

    private Gen<Piece> Items(string name, JsonObject rules, int hostile)
    {
        var item = Value(name, rules["items"]!, hostile);
        var few = Gen.Int[rules["minItems"]?.GetValue<int>() ?? 0, 3].SelectMany(n => Sequence(Enumerable.Repeat(item, n)));
        var counts = few.Select(pieces => new Piece($"[{string.Join(',', pieces.Select(p => p.Text))}]", pieces.Any(p => p.Extra)));
        if (hostile == 0)
            return counts;
        var tooMany = item.Select(p =>
        {
            var count = Math.Min(rules["maxItems"]!.GetValue<int>() + 1, 500_000 / Math.Max(1, p.Text.Length));
            return new Piece($"[{string.Join(',', Enumerable.Repeat(p.Text, count))}]", p.Extra);
        });
        return Often((96, counts), (2, Gen.Const(new Piece("[]"))), (2, tooMany));
    }

    private Gen<string> Scalar(string name, string type, JsonObject rules)
    {
        switch (type)
        {
            case "enum":
                return OneOf(rules["enum"]!.AsArray().Select(v => v!.ToJsonString()).ToArray());
            case "boolean":
                return name == "all" ? Often((90, Gen.Const("true")), (10, Gen.Const("false"))) : OneOf("true", "false");
            case "integer":
                var (least, most) = (rules["minimum"]!.GetValue<int>(), rules["maximum"]!.GetValue<int>());
                var small = Gen.Int[Math.Max(least, -5), Math.Min(most, 5)];
                return Often((90, small), (6, OneOf(least, most)), (4, Gen.Int[least, most]))
                    .SelectMany(i => Often(
                        (95, Gen.Const(i.ToString(CultureInfo.InvariantCulture))),
                        (5, Gen.Const(i.ToString(CultureInfo.InvariantCulture) + ".0"))));
            case "number":
                return Often(
                    (80, Gen.Int[0, 10_000_000].Select(i => (i / 100m).ToString(CultureInfo.InvariantCulture))),
                    (20, OneOf("0", "0.0001", "1.50000", rules["maximum"]!.ToJsonString())));
        }

        if (known.TryGetValue(name, out var values))
            return OneOf(values).Select(v => JsonSerializer.Serialize(v));
        if (rules["format"]?.GetValue<string>() == "email")
            return Gen.Int[0, 9_999].Select(i => $"\"kitty{i}@example.com\"");
        if (rules["pattern"] is not null)
            return Gen.Int[0, 999_999].Select(i => name == "code" ? $"\"FZ-{i}\"" : rules["examples"]![0]!.ToJsonString());
        var limit = rules["maxLength"]!.GetValue<int>();
        return Often(
            (70, OneOf("Anna de Vries", "Łódź", "李小龙", "مزامنة المخزون", "Kitty 🐱", "O'Brien & Søn", "a")),
            (20, Gen.Int[1, Math.Min(limit, 3_000)].Select(n => new string('y', n))),
            (10, Gen.Const(string.Concat(Enumerable.Repeat("🐱", Math.Min(limit, 3_000)))))).Select(t => JsonSerializer.Serialize(t));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T> Often<T>(params (int Times, Gen<T> Gen)[] choices) =>
        Gen.Frequency<T>([.. choices.Select(c => (c.Times, (IGen<T>)c.Gen))]);

    /// <summary>One of each.</summary>
    private static Gen<IReadOnlyList<T>> Sequence<T>(IEnumerable<Gen<T>> gens) =>
        gens.Aggregate(
            Gen.Const<IReadOnlyList<T>>([]),
            (list, gen) => Gen.Select(list, gen).Select(p => (IReadOnlyList<T>)[.. p.Item1, p.Item2]));

    private sealed record Sent(string? ContentType, byte[]? Body, bool HasExtra);

    /// <param name="Text">JSON, or what pretends to be.</param>
    /// <param name="Extra">True when a member is in it that does not exist.</param>
    private sealed record Piece(string Text, bool Extra = false);
}
