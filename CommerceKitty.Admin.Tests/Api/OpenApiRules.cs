using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>What makes the description of the API complete enough to generate clients from: each rule names what is missing
/// where.</summary>
public static partial class OpenApiRules
{
    /// <summary>Operations that need no permission.</summary>
    private static readonly string[] WithoutPermission = ["GetMe", "RotateKey", "RevokeOwnKey"];

    /// <summary>Everything that is missing; empty for a document that is complete.</summary>
    public static List<string> Defects(JsonObject document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        var requests = Operations(document).SelectMany(o => BodiesOf(o.Operation)).Select(b => b["schema"]!.ToJsonString()).ToHashSet();
        return
        [
            .. Operations(document).SelectMany(o => OfOperation(document, o.Title, o.Operation)),
            .. schemas.SelectMany(s =>
                OfSchema(
                    document,
                    $"schema {s.Key}",
                    s.Value!,
                    isRequest: requests.Contains($$"""{"$ref":"#/components/schemas/{{s.Key}}"}"""))),
            .. document["components"]!["headers"]!
                .AsObject()
                .SelectMany(h => OfValue($"header {h.Key}", h.Value!["schema"]!).Concat(Described($"header {h.Key}", h.Value))),
        ];
    }

    /// <summary>The operations that can be tried again and again: rotating or revoking would take the key away from all that
    /// follow.</summary>
    public static IEnumerable<(string Title, string Path, string Method, JsonObject Operation)> Repeatable(JsonObject document) =>
        Operations(document).Where(o => o.Operation["operationId"]?.GetValue<string>()
            is not ("RotateKey" or "RevokeOwnKey"));

    /// <summary>All operations, each with a title like "GET /api/v1/me".</summary>
    public static IEnumerable<(string Title, string Path, string Method, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject());

    private static IEnumerable<JsonObject> BodiesOf(JsonObject operation) =>
        (operation["requestBody"]?["content"]?.AsObject() ?? []).Select(c => c.Value!.AsObject());

    private static IEnumerable<string> OfOperation(JsonObject document, string title, JsonObject operation)
    {
        foreach (var word in (string[])["summary", "description", "operationId"])
        {
            if (string.IsNullOrWhiteSpace(operation[word]?.GetValue<string>()))
                yield return $"{title} has no {word}: write XML documentation (summary, remarks) at its handler, which must not be private";
        }

        var tags = document["tags"]!.AsArray().Select(t => t!["name"]!.GetValue<string>());
        if (operation["tags"] is not JsonArray { Count: 1 } of || !tags.Contains(of[0]!.GetValue<string>()))
            yield return $"{title} has no tag: name its first segment in ApiTags";
        if (operation["x-required-permission"] is null && !WithoutPermission.Contains(operation["operationId"]?.GetValue<string>()))
            yield return $"{title} names no permission: RequirePermission at its endpoint";

        foreach (var parameter in (operation["parameters"]?.AsArray() ?? []).Select(p => JsonSchema.Resolve(document, p!)))
        {
            var place = $"{title} parameter {parameter["name"]}";
            foreach (var defect in Described(place, parameter).Concat(OfValue(place, parameter["schema"]!)))
                yield return defect;
            // Tools that try operations send every example, so that the example of an optional parameter is part of its description.
            var needsExample = parameter["required"]?.GetValue<bool>() == true
                || (parameter["schema"]!["enum"] is null && JsonSchema.TypesOf(parameter["schema"]!["type"]!).Contains("string"));
            if (needsExample
                && parameter["example"] is null
                && parameter["description"]?.GetValue<string>().Contains("for example", StringComparison.Ordinal) != true)
            {
                yield return $"{place} has no example: write it into its XML documentation";
            }
        }

        foreach (var body in BodiesOf(operation))
        {
            foreach (var defect in OfExample(document, $"{title} request", body))
                yield return defect;
        }

        var responses = operation["responses"]!.AsObject();
        if (!responses.Any(r => r.Key.StartsWith('2')))
            yield return $"{title} documents no success";
        foreach (var status in (string[])["400", "401", "429", "500", "503"])
        {
            if (!responses.ContainsKey(status))
                yield return $"{title} does not document {status}";
        }

        foreach (var (status, reference) in responses)
        {
            var response = JsonSchema.Resolve(document, reference!);
            foreach (var defect in Described($"{title} {status}", response))
                yield return defect;
            if (response["headers"]?["X-Request-Id"] is null)
                yield return $"{title} {status} has no headers";
            var success = response["content"]?[ApiContract.Archive] is null ? "application/json" : ApiContract.Archive;
            var type = status.StartsWith('2') ? success : "application/problem+json";
            if (status is not ("204" or "304") && response["content"]?[type]?["schema"] is null)
                yield return $"{title} {status} has no schema of {type}";
            foreach (var content in response["content"]?.AsObject() ?? [])
            {
                // Bytes are no example for people.
                if (content.Key == ApiContract.Archive)
                    continue;
                foreach (var defect in OfExample(document, $"{title} {status}", content.Value!.AsObject()))
                    yield return defect;
            }
        }
    }

    private static IEnumerable<string> OfExample(JsonObject document, string place, JsonObject content)
    {
        List<JsonNode?> examples = content.ContainsKey("example")
            ? [content["example"]]
            : [.. (content["examples"]?.AsObject() ?? []).Select(e => JsonSchema.Resolve(document, e.Value!)["value"])];
        if (examples.Count == 0 || examples.Contains(null))
            yield return $"{place} has no example";
        foreach (var defect in examples.SelectMany(e => new JsonSchema(document).Defects(e, content["schema"]!)))
            yield return $"{place}: the example is not of its schema: {defect}";
    }

    private static IEnumerable<string> OfSchema(JsonObject document, string place, JsonNode schema, bool isRequest)
    {
        foreach (var defect in Described(place, schema).Concat(OfValue(place, schema)))
            yield return defect;
        if (isRequest && schema["additionalProperties"]?.ToJsonString() != "false")
            yield return $"{place} lets members pass that do not exist";
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            var at = $"{place} member {name}";
            var described = member!["oneOf"]?.AsArray().FirstOrDefault(c => c!["description"] is not null) ?? member;
            foreach (var defect in Described(at, described).Concat(OfValue(at, member)))
                yield return defect;
        }
    }

    private static IEnumerable<string> Described(string place, JsonNode? thing)
    {
        if (string.IsNullOrWhiteSpace(thing?["description"]?.GetValue<string>()))
            yield return $"{place} has no description: write XML documentation";
        else if (CodePattern().Match(thing["description"]!.GetValue<string>()) is { Success: true } code)
            yield return $"{place} names our code: {code.Value}";
    }

    /// <summary>What a reference in XML documentation becomes, like OrderEdit.Notes or System.Nullable.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z]+([A-Z][a-z]+)*\.[A-Z]\w+|\w`\d", RegexOptions.ExplicitCapture)]
    private static partial Regex CodePattern();

    private static IEnumerable<string> OfValue(string place, JsonNode schema)
    {
        if (schema["$ref"] is not null || schema["oneOf"] is not null || schema["enum"] is not null)
            yield break;
        if (schema["type"] is not { } type)
        {
            yield return $"{place} has no type: see SchemaTransformer";
            yield break;
        }

        var limits = JsonSchema.TypesOf(type).Single(t => t != "null") switch
        {
            "string" => ["maxLength"],
            "integer" or "number" => ["minimum", "maximum", "format"],
            "array" => ["maxItems", "items"],
            _ => Array.Empty<string>(),
        };
        foreach (var missing in limits.Where(l => schema[l] is null))
            yield return $"{place} has no {missing}: write a data annotation";
    }
}
