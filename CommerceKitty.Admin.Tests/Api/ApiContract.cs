using System.Net;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Holds answers against the OpenAPI document: status, headers, media type, body and code must be those that it
/// promises.</summary>
/// <param name="document">The description of the API.</param>
public sealed class ApiContract(JsonObject document)
{
    /// <summary>Headers that are there exactly when the document says so.</summary>
    private static readonly string[] Telling = ["ETag", "Location"];

    /// <summary>The one answer that is not JSON.</summary>
    internal const string Archive = "application/zip";

    private static readonly string[] Always = ["X-Request-Id", "Cache-Control"];

    private readonly Dictionary<string, JsonObject> _operations =
        OpenApiRules.Operations(document).ToDictionary(o => o.Operation["operationId"]!.GetValue<string>(), o => o.Operation);

    private readonly JsonSchema _schemas = new(document);

    /// <summary>What is wrong with the answer to this operation; nothing when it is as promised.</summary>
    public async Task<List<string>> DefectsAsync(string operation, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status >= 500)
            return [$"it answered {status}"];
        if (_operations[operation]["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not { } documented)
            return [$"{status} is not documented"];
        var promised = JsonSchema.Resolve(document, documented);
        var headers = promised["headers"]?.AsObject().Select(h => h.Key).ToHashSet() ?? [];
        List<string> defects =
        [
            .. Telling
                .Where(h => headers.Contains(h) != Has(response, h))
                .Select(h => $"{status} {(headers.Contains(h) ? "lacks" : "has")} {h}"),
            .. Always.Where(h => !Has(response, h)).Select(h => $"{status} lacks {h}"),
        ];
        if (response.StatusCode is HttpStatusCode.TooManyRequests && !Has(response, "Retry-After"))
            defects.Add($"{status} lacks Retry-After");

        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (promised["content"] is not JsonObject contents)
            return bytes.Length == 0 ? defects : [.. defects, $"{status} has a body"];
        if (response.Content.Headers.ContentType?.MediaType is not { } type || contents[type] is not { } content)
            return [.. defects, $"{status} is {response.Content.Headers.ContentType}"];
        if (type == Archive)
            return bytes.AsSpan().StartsWith("PK"u8) ? defects : [.. defects, $"{status} is no ZIP archive"];
        var body = JsonNode.Parse(bytes);
        // Other credentials would not help against the other reasons of a 403.
        if (
            (status == 401 || body is JsonObject { } problem && problem["code"]?.GetValue<string>() == "permission-missing")
            && !Has(response, "WWW-Authenticate"))
            defects.Add($"{status} lacks WWW-Authenticate");
        defects.AddRange(_schemas.Defects(body, content["schema"]!).Select(d => $"{status} {d}"));
        if (content["examples"] is JsonObject reasons && !reasons.ContainsKey(body?["code"]?.GetValue<string>() ?? string.Empty))
            defects.Add($"{status} {body?["code"]} is not documented");
        if (content["examples"] is not null && body?["status"]?.GetValue<int>() != status)
            defects.Add($"{status} says that it is {body?["status"]}");
        return defects;
    }

    private static bool Has(HttpResponseMessage response, string header) =>
        response.Headers.Concat(response.Content.Headers).Any(h => h.Key.Equals(header, StringComparison.OrdinalIgnoreCase));
}
