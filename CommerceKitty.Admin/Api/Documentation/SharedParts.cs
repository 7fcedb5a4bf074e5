using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>What many operations share: headers, header parameters, the problem and the responses that carry one.</summary>
internal static class SharedParts
{
    public const string IfMatch = "IfMatch";
    public const string IdempotencyKey = "IdempotencyKey";
    public const string RequestId = "RequestId";

    private const string Problem = "Problem";

    /// <summary>Longest id of a request.</summary>
    private const int RequestIdLength = 128;

    /// <summary>Of every response.</summary>
    public static readonly IReadOnlyList<string> EveryHeader = ["X-Request-Id", "Cache-Control", "RateLimit", "RateLimit-Policy"];

    private static readonly (int Status, string Name, string Description, string[] Headers)[] Refusals =
    [
        (400, "BadRequest", "The request is not valid.", ["WWW-Authenticate"]),
        (401, "Unauthorized", "There is no key, or it is not accepted.", ["WWW-Authenticate"]),
        (403, "Forbidden", "The key's user may not do this.", ["WWW-Authenticate"]),
        (404, "NotFound", "There is no such thing.", []),
        (408, "RequestTimeout", "The body came too slowly.", []),
        (409, "Conflict", "The state of things does not allow it.", []),
        (412, "PreconditionFailed", "It was changed since it was read; nothing was done.", []),
        (413, "ContentTooLarge", "The body is larger than 1 MB.", []),
        (415, "UnsupportedMediaType", "The body is not JSON in UTF-8.", []),
        (422, "UnprocessableContent", "The request contradicts an earlier one.", []),
        (429, "TooManyRequests", "The key, or the address without one, calls too often.", ["Retry-After"]),
        (500, "InternalServerError", "Something went wrong on our side.", []),
        (503, "ServiceUnavailable", "It cannot be answered right now.", ["Retry-After"]),
    ];

    /// <summary>An example as a sentence.</summary>
    public static string ForExample(string example) => $" For example `{example}`.";

    /// <summary>A status as the document's key.</summary>
    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    public static void AddHeaders(IDictionary<string, IOpenApiHeader> headers, OpenApiDocument document, params IReadOnlyList<string> names)
    {
        foreach (var name in names)
            headers[name] = new OpenApiHeaderReference(name, document);
    }

    /// <summary>A refusal with this status for these reasons.</summary>
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
        var name = Refusals.Single(r => r.Status == status).Name;
        // The first operation with exactly these reasons gives them the status's name; others keep theirs to themselves.
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        if (document.Components.Responses.TryAdd(name, response) || document.Components.Responses[name].Description == response.Description)
            return new OpenApiResponseReference(name, document);
        return response;
    }

    /// <summary>Adds the parts to the document.</summary>
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
                    "An API key in the `Authorization` header: `Authorization: Bearer kitty_…`, 48 characters in all. Make one under Configuration › API Keys. "
                    + "It acts as one of your users, with that user's permissions and no more. Cookies, the query string and other headers are never looked at.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("ApiKey", document)] = [] }];
        parts.Headers = Headers();
        parts.Parameters = Parameters();
        parts.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        parts.Schemas[Problem] = ProblemSchema();
        parts.Examples = ProblemCodes.All.Where(c => Refusals.Any(r => r.Status == c.Status)).ToDictionary(ExampleName, Example);
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
            value["detail"] = "The limit is not a whole number from 1 to 200.";
            value["errors"] = new JsonObject { ["limit"] = new JsonArray("The limit is not a whole number from 1 to 200.") };
        }

        return new OpenApiExample { Summary = code.Meaning, Value = value };
    }

    private static Dictionary<string, IOpenApiHeader> Headers() => new()
    {
        ["X-Request-Id"] = Header(
            "Names this request in our logs. The one that was sent, or one of ours.",
            "0HNH2K7Q3V1AB:00000001",
            RequestIdLength),
        ["Cache-Control"] = Header("Answers of the API are never cached.", "no-store", 20),
        ["ETag"] = Header("The version of the resource. Send it back as If-Match with a change.", "\"3\"", 40, "^\"[0-9A-Za-z-]+\"$"),
        ["Link"] = Header(
            "Where the list goes on (RFC 8288), with rel=next; not there at its end.",
            "</api/v1/orders?limit=50&after=AQje1VyvTQAAAAAAAAABkPrG8R0>; rel=\"next\"",
            8_192),
        ["Location"] = Header("The address of what was made.", "/api/v1/orders/400", 200),
        ["WWW-Authenticate"] = Header(
            "What is wrong with the credentials (RFC 6750): nothing more than the realm when there were none, else error=invalid_request, invalid_token or insufficient_scope with the missing permission as scope. Not there when the credentials are not the matter.",
            "Bearer realm=\"commerce-kitty\", error=\"insufficient_scope\", scope=\"orders.edit\"", 200),
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "Seconds to wait before the next try.",
            Schema = Integer(0, 86_400),
            Example = 5,
        },
        ["RateLimit"] = Header(
            "How many requests the key has left (r), and in how many seconds it has all again (t), as draft-ietf-httpapi-ratelimit-headers writes it. Not there without a key, or where there is no limit.",
            "\"default\";r=998;t=1",
            200),
        ["RateLimit-Policy"] = Header(
            "How many requests the key may send (q) in how many seconds (w), on each node of this installation.",
            "\"default\";q=1000;w=10",
            200),
    };

    private static Dictionary<string, IOpenApiParameter> Parameters() => new()
    {
        [IfMatch] = HeaderParameter(
            "If-Match",
            "The ETag that the resource had when you read it. With another version nothing is done and the answer is 412. Left out, the change is made whichever the version is.",
            "\"3\"", 200),
        [IdempotencyKey] = HeaderParameter(
            "Idempotency-Key",
            "Any text that is new for each thing to do. The same key and body within 24 hours get the first answer again and nothing is done twice; another body is refused.",
            "order-import-2026-11-23-0007", 255),
        [RequestId] = HeaderParameter(
            "X-Request-Id",
            "An id of your own for this request; it comes back in the answer and stands in our logs.",
            "sync-2026-11-23-0007",
            RequestIdLength,
            "^[A-Za-z0-9._-]+$"),
    };

    private static OpenApiHeader Header(string description, string example, int maximumLength, string? pattern = null) => new()
    {
        Description = description,
        Schema = Text(maximumLength, pattern),
        Example = example,
    };

    private static OpenApiParameter HeaderParameter(
        string name,
        string description,
        string example,
        int maximumLength,
        string? pattern = null) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description + ForExample(example),
            Schema = Text(maximumLength, pattern, 1),
        };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why something was refused (RFC 9457). Branch on code; read detail; quote traceId when you ask for help.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Described(Text(200, null), "Where the code is explained."),
            ["title"] = Described(Text(100, null), "The status in words."),
            ["status"] = Described(Integer(400, 599), "The HTTP status."),
            ["detail"] = Described(Text(100_000, null), "What went wrong this time and what to do about it."),
            ["code"] = Described(Text(64, "^[a-z0-9]+(-[a-z0-9]+)*$", 1), "Stable, kebab-case. New ones may come."),
            ["traceId"] = Described(Text(RequestIdLength, null, 1), "The X-Request-Id of this request."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description =
                    "What is wrong by field, when code is validation-failed. Fields inside lists are named like lines[0].quantity.",
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

    private static OpenApiSchema Integer(int minimum, int maximum)
    {
        var schema = new OpenApiSchema();
        Word.Whole(minimum, maximum, minimum).ApplyTo(schema);
        return schema;
    }
}
