using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Checks values against the schemas of an OpenAPI document: just the words that ours uses. Another word fails the test instead of
/// passing unseen.</summary>
/// <param name="document">Where references lead.</param>
/// <param name="closed">True to refuse members that a schema does not name, although it allows them: ours must all be documented.</param>
public sealed class JsonSchema(JsonObject document, bool closed = true)
{
    private static readonly HashSet<string> WithoutMeaning =
        [
            "description",
            "example",
            "examples",
            "default",
            "title",
            "required",
            "$ref",
            "type",
            "format",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
        "minItems", "maxItems", "maxProperties", "items", "properties", "additionalProperties", "enum", "oneOf"];

    /// <summary>What is wrong with the value, each with its place; nothing when it is right.</summary>
    public IEnumerable<string> Defects(JsonNode? value, JsonNode schema, string at = "$")
    {
        var rules = Resolve(schema);
        if (rules.FirstOrDefault(r => !WithoutMeaning.Contains(r.Key)) is { Key: { } unknown })
            throw new NotSupportedException($"The check of schemas does not know {unknown}.");
        if (rules["oneOf"] is JsonArray choices)
            return choices.Count(c => !Defects(value, c!, at).Any()) == 1 ? [] : [$"{at} is not exactly one of its choices: {Text(value)}"];
        if (rules["enum"] is JsonArray values && !values.Any(v => JsonNode.DeepEquals(v, value)))
            return [$"{at} is none of its values: {Text(value)}"];
        var kind = KindOf(value);
        if (rules["type"] is { } types && !TypesOf(types).Any(t => t == kind || (t == "number" && kind == "integer")))
            return [$"{at} is {kind} and not {types.ToJsonString()}"];
        return kind switch
        {
            "string" => OfText(value!.GetValue<string>(), rules, at),
            "integer" or "number" => OfNumber(
                decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
                rules,
                at),
            "array" => OfArray(value!.AsArray(), rules, at),
            "object" => OfObject(value!.AsObject(), rules, at),
            _ => [],
        };
    }

    /// <summary>The schema itself, behind its reference.</summary>
    public JsonObject Resolve(JsonNode schema) => Resolve(document, schema);

    /// <summary>The thing itself, behind its reference.</summary>
    public static JsonObject Resolve(JsonObject document, JsonNode node)
    {
        var found = node.AsObject();
        while (found["$ref"]?.GetValue<string>() is { } reference)
            found = reference
                .TrimStart('#', '/')
                .Split('/')
                .Aggregate((JsonNode)document, (n, part) => n[part] ?? throw new KeyNotFoundException(reference))
                .AsObject();
        return found;
    }

    /// <summary>The names of the types, null among them.</summary>
    public static IEnumerable<string> TypesOf(JsonNode type) =>
        type is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [type.GetValue<string>()];

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny(".eE") ? "number" : "integer",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    private static IEnumerable<string> OfText(string text, JsonObject rules, string at)
    {
        var length = text.EnumerateRunes().Count();
        if (Number(rules, "minLength") > length || Number(rules, "maxLength") < length)
            yield return $"{at} is {length} characters long: {Text(text)}";
        if (
            rules["pattern"]?.GetValue<string>() is { } pattern
            && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, Until.Timeout))
            yield return $"{at} does not match {pattern}: {Text(text)}";
        if (rules["format"]?.GetValue<string>() == "email" && !text.Contains('@', StringComparison.Ordinal))
            yield return $"{at} is no email address: {Text(text)}";
        if (rules["format"]?.GetValue<string>() == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            yield return $"{at} is no time: {Text(text)}";
    }

    private static IEnumerable<string> OfNumber(decimal number, JsonObject rules, string at)
    {
        if (Number(rules, "minimum") > number || Number(rules, "maximum") < number)
            yield return $"{at} is out of bounds: {number}";
    }

    private IEnumerable<string> OfArray(JsonArray items, JsonObject rules, string at)
    {
        if (Number(rules, "minItems") > items.Count || Number(rules, "maxItems") < items.Count)
            yield return $"{at} has {items.Count} items";
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var defect in Defects(items[i], rules["items"]!, $"{at}[{i}]"))
                yield return defect;
        }
    }

    private IEnumerable<string> OfObject(JsonObject members, JsonObject rules, string at)
    {
        foreach (var missing in (rules["required"]?.AsArray() ?? []).Select(r => r!.GetValue<string>()).Where(r => !members.ContainsKey(r)))
            yield return $"{at}.{missing} is missing";
        if (Number(rules, "maxProperties") < members.Count)
            yield return $"{at} has {members.Count} members";
        foreach (var (name, value) in members)
        {
            if (rules["properties"]?[name] is { } known)
            {
                foreach (var defect in Defects(value, known, $"{at}.{name}"))
                    yield return defect;
            }
            else if (rules["additionalProperties"] is JsonObject others)
            {
                foreach (var defect in Defects(value, others, $"{at}.{name}"))
                    yield return defect;
            }
            // Of an object without any known members only that it is one is promised.
            else if ((closed && rules["properties"] is not null) || rules["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{at}.{name} is not documented";
            }
        }
    }

    private static decimal? Number(JsonObject rules, string name) =>
        rules[name] is { } limit ? decimal.Parse(limit.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static string Text(JsonNode? value) =>
        value?.ToJsonString() is { Length: > 100 } text ? text[..100] + "…" : value?.ToJsonString() ?? "null";
}
