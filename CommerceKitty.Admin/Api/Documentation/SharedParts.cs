using System.Globalization;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>The parts that many operations share: headers, parameters, and error responses.</summary>
internal static class SharedParts
{
    public const string Limit = "Limit";
    public const string After = "After";
    public const string IfMatch = "IfMatch";
    public const string IfNoneMatch = "IfNoneMatch";
    public const string IfMatchToRead = "IfMatchToRead";
    public const string IdempotencyKey = "IdempotencyKey";
    public const string RequestId = "RequestId";

    private const string Problem = "Problem";

    /// <summary>The maximum length of a request ID.</summary>
    private const int RequestIdLength = 128;

    /// <summary>The headers of every response.</summary>
    public static readonly IReadOnlyList<string> EveryHeader =
        ["X-Request-Id", "Cache-Control", "RateLimit", "RateLimit-Policy", KeyAccess.ExpiresHeader];

    private static readonly (int Status, string Name, string Description, string[] Headers)[] Refusals =
    [
        (400, "BadRequest", "The request is not valid.", ["WWW-Authenticate"]),
        (401, "Unauthorized", "There is no API key, or it is not accepted.", ["WWW-Authenticate"]),
        (403, "Forbidden", "The key does not have the permission.", ["WWW-Authenticate"]),
        (404, "NotFound", "The resource does not exist.", []),
        (408, "RequestTimeout", "The body was received too slowly.", []),
        (409, "Conflict", "The request conflicts with the current state.", []),
        (412, "PreconditionFailed", "The resource does not have the expected version. Nothing was changed.", []),
        (413, "ContentTooLarge", "The body is larger than 1 MB.", []),
        (415, "UnsupportedMediaType", "The body is not JSON in UTF-8, or it is compressed.", ["Accept-Encoding"]),
        (422, "UnprocessableContent", "The request differs from an earlier one with the same idempotency key.", []),
        (429, "TooManyRequests", "The key, or the IP address of a request without a key, has sent too many requests.", ["Retry-After"]),
        (500, "InternalServerError", "An error on the server.", []),
        (503, "ServiceUnavailable", "The service is temporarily unavailable.", ["Retry-After"]),
    ];

    /// <summary>A status code as a key of the document.</summary>
    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    public static void AddHeaders(IDictionary<string, IOpenApiHeader> headers, OpenApiDocument document, params IReadOnlyList<string> names)
    {
        foreach (var name in names)
            headers[name] = new OpenApiHeaderReference(name, document);
    }

    /// <summary>An error response with this status and these codes.</summary>
    public static IOpenApiResponse ResponseOf(int status, IReadOnlyList<ProblemCode> codes, OpenApiDocument document)
    {
        var (_, _, description, more) = Refusals.Single(r => r.Status == status);
        var response = new OpenApiResponse
        {
            Description = $"{description} One of: {string.Join(", ", codes.Select(c => $"`{c.Code}`"))}.",
            Headers = new Dictionary<string, IOpenApiHeader>(),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(Problem, document),
                    Examples = codes.ToDictionary(c => c.Code, c => (IOpenApiExample)new OpenApiExampleReference(ExampleName(c), document)),
                },
            },
        };
        AddHeaders(response.Headers, document, [.. more, .. EveryHeader]);
        if (codes.Any(c => c.Code == "idempotency-in-flight"))
            AddHeaders(response.Headers, document, "Retry-After");
        return response;
    }

    /// <summary>Adds the shared parts to the document.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        var parts = document.Components!;
        parts.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["ApiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "kitty_ and 42 letters and digits",
                Description =
                    "An API key in the `Authorization` header: `Authorization: Bearer kitty_…`, 48 characters in total. "
                    + "Create one under Configuration › API Keys. It acts as one of your users, with that user's permissions. "
                    + "Keys in cookies, in the query string and in other headers are ignored.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("ApiKey", document)] = [] }];
        ShareResponses(document);
        parts.Headers = Headers();
        parts.Parameters = Parameters();
        parts.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        parts.Schemas[Problem] = ProblemSchema();
        parts.Examples = ProblemCodes.All.Where(c => Refusals.Any(r => r.Status == c.Status)).ToDictionary(ExampleName, Example);
    }

    /// <summary>Of the error responses with the same status, the most frequent one is shared. The others stay at their
    /// operations.</summary>
    private static void ShareResponses(OpenApiDocument document)
    {
        document.Components!.Responses = new Dictionary<string, IOpenApiResponse>();
        var all = document.Paths.Values.SelectMany(p => p.Operations!.Values).Select(o => o.Responses!).ToList();
        foreach (var (status, name, _, _) in Refusals)
        {
            var uses = all.Where(r => r.ContainsKey(Key(status))).GroupBy(r => r[Key(status)].Description).MaxBy(g => g.Count());
            if (uses is null)
                continue;
            document.Components.Responses[name] = uses.First()[Key(status)];
            foreach (var responses in uses)
                responses[Key(status)] = new OpenApiResponseReference(name, document);
        }
    }

    private static string ExampleName(ProblemCode code) => $"{code.Status}-{code.Code}";

    private static IOpenApiExample Example(ProblemCode code)
    {
        var value = new JsonObject
        {
            ["type"] = $"/help/api#{code.Code}",
            ["title"] = ApiProblems.TitleOf(code.Status),
            ["status"] = code.Status,
            ["detail"] = code.Meaning,
            ["code"] = code.Code,
            ["traceId"] = "0HNH2K7Q3V1AB:00000001",
        };
        if (code.Code == "validation-failed")
        {
            const string Detail = "The limit is not a whole number from 1 to 200.";
            value["detail"] = Detail;
            value["errors"] = new JsonObject { ["limit"] = new JsonArray(Detail) };
        }

        return new OpenApiExample { Summary = code.Meaning, Value = value };
    }

    private static Dictionary<string, IOpenApiHeader> Headers() => new()
    {
        ["X-Request-Id"] = Header(
            "The request's ID in the server's logs: the one that the client sent, or a generated one.",
            "0HNH2K7Q3V1AB:00000001",
            RequestIdLength),
        ["Cache-Control"] = Header("Responses of the API must not be cached.", "no-store", 20),
        ["ETag"] = Header(
            "The version of the resource and a hash of it. Send it as If-Match with a change.",
            "\"3.5d41402abc4b\"",
            80,
            "^\"[0-9A-Za-z.-]+\"$"),
        ["Link"] = Header(
            "The address of the next page (RFC 8288), with rel=next. Missing on the last page.",
            "</api/v1/orders?limit=50&after=AQje1VyvTQAAAAAAAAABkPrG8R0>; rel=\"next\"",
            8_192),
        ["Location"] = Header("The address of the new resource.", "/api/v1/orders/400", 200),
        ["WWW-Authenticate"] = Header(
            "What is wrong with the credentials (RFC 6750). Without credentials only the realm, otherwise error=invalid_request, "
            + "invalid_token, or insufficient_scope with the missing permission as scope. Missing when the credentials are not the reason.",
            "Bearer realm=\"commerce-kitty\", error=\"insufficient_scope\", scope=\"orders.edit\"",
            200),
        ["Accept-Encoding"] = Header(
            "The content coding that a body can have: none. Missing when the content coding is not the reason.", "identity", 20),
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "The number of seconds to wait before the next request.",
            Schema = Integer(0, 86_400),
            Example = 5,
        },
        ["RateLimit"] = Header(
            "How many requests the key can still send (r), and in how many seconds the whole quota is available again (t), as in "
            + "draft-ietf-httpapi-ratelimit-headers. Missing without a key and where there is no limit.",
            "\"default\";r=998;t=1",
            200),
        ["RateLimit-Policy"] = Header(
            "How many requests the key can send (q) in how many seconds (w), on each node of this installation.",
            "\"default\";q=1000;w=10",
            200),
        [KeyAccess.ExpiresHeader] = Header(
            "When the key expires, in its last 14 days. Missing before, and when the key never expires.",
            "2026-12-31T00:00:00Z",
            20),
    };

    private static Dictionary<string, IOpenApiParameter> Parameters() => new()
    {
        [Limit] = new OpenApiParameter
        {
            Name = "limit",
            In = ParameterLocation.Query,
            Description = "The number of items per page.",
            Schema = WithDefault(Integer(1, SliceLimit.Maximum), SliceLimit.Default),
        },
        [After] = new OpenApiParameter
        {
            Name = "after",
            In = ParameterLocation.Query,
            Description = "The cursor `next` of the previous page, for example `AQje1VyvTQAAAAAAAAABkPrG8R0`.",
            Schema = Text(SliceCursor.MaximumLength, SliceCursor.Pattern, 1),
        },
        [IfMatch] = HeaderParameter(
            "If-Match",
            "The ETag of the resource when it was read, for example `\"3.5d41402abc4b\"`, or several. If the resource has another version, "
            + "nothing is changed and the response is 412. Without it, the change is made whatever the version is. Weak tags (`W/`) never "
            + "match. With `If-None-Match: *`, nothing that exists is changed.",
            200),
        [IfMatchToRead] = HeaderParameter(
            "If-Match",
            "The ETag that the resource must have, for example `\"3.5d41402abc4b\"`, or several. If it has another one, the response is "
            + "412. Weak tags (`W/`) never match.",
            200),
        [IfNoneMatch] = HeaderParameter(
            "If-None-Match",
            "The ETag of the response that you have, for example `\"3.5d41402abc4b\"`. If it is still current, the response is 304 without "
            + "a body.",
            200),
        [IdempotencyKey] = HeaderParameter(
            "Idempotency-Key",
            "A text that is unique for each operation, for example `order-import-2026-11-23-0007`. Within 24 hours, a request with the "
            + "same key and body gets the first response again, and nothing is done twice. A request with the same key and another body is "
            + "rejected.",
            255),
        [RequestId] = HeaderParameter(
            "X-Request-Id",
            "An ID for this request, for example `sync-2026-11-23-0007`. It is returned in the response and written to the server's logs.",
            RequestIdLength,
            "^[A-Za-z0-9._-]+$"),
    };

    private static OpenApiHeader Header(string description, string example, int maximumLength, string? pattern = null) => new()
    {
        Description = description,
        Schema = Text(maximumLength, pattern),
        Example = example,
    };

    private static OpenApiParameter HeaderParameter(string name, string description, int maximumLength, string? pattern = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = Text(maximumLength, pattern, 1),
    };

    private static OpenApiSchema WithDefault(OpenApiSchema schema, int value)
    {
        schema.Default = value;
        return schema;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description =
            "An error (RFC 9457). Base decisions on the code, show the detail to people, and include the traceId when you ask for help.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Described(Text(200, null), "The address of a description of the code."),
            ["title"] = Described(Text(100, null), "The name of the status code."),
            ["status"] = Described(Integer(400, 599), "The HTTP status code."),
            ["detail"] = Described(Text(100_000, null), "What went wrong and what to do about it."),
            ["code"] = Described(
                Text(ProblemCode.MaximumLength, CodeText.Shape, 1), "The error code. It never changes, but later versions can add others."),
            ["traceId"] = Described(Text(RequestIdLength, null, 1), "The X-Request-Id of this request."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description =
                    "The errors of each field, when the code is validation-failed. Fields in lists have names such as lines[0].quantity.",
                MaxProperties = 1_000,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, MaxItems = 20, Items = Text(2_000, null) },
            },
        },
    };

    private static OpenApiSchema Described(OpenApiSchema schema, string description)
    {
        schema.Description = description;
        return schema;
    }

    private static OpenApiSchema Text(int maximumLength, string? pattern, int? minimumLength = null) =>
        new() { Type = JsonSchemaType.String, MinLength = minimumLength, MaxLength = maximumLength, Pattern = pattern };

    private static OpenApiSchema Integer(int minimum, int maximum) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = minimum.ToString(CultureInfo.InvariantCulture),
        Maximum = maximum.ToString(CultureInfo.InvariantCulture),
    };
}
