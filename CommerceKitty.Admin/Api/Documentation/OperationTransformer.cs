using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>Completes each operation from its endpoint's metadata: tag, permissions, parameters, headers, and all status codes.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    /// <summary>The extension that names the permission that an operation requires.</summary>
    public const string PermissionExtension = "x-required-permission";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (endpoint, document) = (context.Description, context.Document!);
        operation.Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Of(endpoint.RelativePath!), document) };
        operation.Description = $"{SchemaTransformer.OneLine(operation.Description)} {DescribePermissions(endpoint)}".TrimStart();
        if (Metadata<RequiredPermission>(endpoint) is { } required)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            operation.Extensions[PermissionExtension] = new JsonNodeExtension(JsonValue.Create(required.Permission));
        }

        var allCodes = CodesOf(operation, endpoint).ToList();
        DescribeParameters(operation, endpoint, document);
        DescribeSuccess(operation, endpoint, document);
        foreach (var codes in allCodes.GroupBy(c => c.Status).OrderBy(g => g.Key))
            operation.Responses![SharedParts.Key(codes.Key)] = SharedParts.ResponseOf(codes.Key, [.. codes], document);
        return Task.CompletedTask;
    }

    private static string DescribePermissions(ApiDescription endpoint) =>
        (Metadata<RequiredPermission>(endpoint), Metadata<AnswerPermission>(endpoint)) switch
        {
            ({ } required, { } shown) =>
                $"Requires the permissions `{required.Permission}` and, because it returns the resource, `{shown.Permission}`.",
            ({ } required, null) => $"Requires the permission `{required.Permission}`.",
            _ => "Requires no permission.",
        };

    /// <summary>All error codes of the operation: those of its kind and those of its endpoint's metadata.</summary>
    private static IEnumerable<ProblemCode> CodesOf(OpenApiOperation operation, ApiDescription endpoint)
    {
        List<(int, string)> codes =
        [
            (400, "invalid-request"), (400, "validation-failed"), (401, "no-credentials"), (401, "invalid-token"), (401, "not-signed-in"),
            (403, "https-required"),
            (429, "too-many-requests"), (500, "internal-error"), (503, "unavailable"),
        ];
        if (Metadata<RequiredPermission>(endpoint) is not null)
            codes.Add((403, "permission-missing"));
        var parameters = operation.Parameters ?? [];
        if (parameters.Any(p => p.In == ParameterLocation.Path))
            codes.Add((404, "not-found"));
        if (endpoint.HttpMethod != HttpMethods.Get)
            codes.AddRange([(409, "changed-meanwhile"), (400, "unsupported-precondition")]);
        else if (HasEntityTag(operation))
            codes.AddRange([(400, "bad-if-match"), (412, "if-match-failed")]);
        else
            codes.Add((400, "unsupported-precondition"));
        if (operation.RequestBody is not null)
            codes.AddRange([
                (400, "malformed-json"),
                (400, "bad-request"),
                (408, "timed-out"),
                (413, "too-large"),
                (415, "unsupported-media-type"),
            ]);
        if (endpoint.HttpMethod == HttpMethods.Post)
        {
            codes.AddRange([
                (400, "bad-idempotency-key"),
                (409, "idempotency-in-flight"),
                (409, "idempotency-answer-lost"),
                (422, "idempotency-key-reused"),
            ]);
        }

        if (Metadata<HonoursIfMatch>(endpoint) is not null)
        {
            codes.AddRange([
                (400, "bad-if-match"),
                (400, "bad-if-none-match"),
                (412, "changed-meanwhile"),
                (412, "unknown-entity-tag"),
                (412, "if-none-match-failed"),
            ]);
        }

        foreach (var more in endpoint.ActionDescriptor.EndpointMetadata.OfType<MayRefuse>())
            codes.AddRange(more.Codes);
        // Each once, in the order of the list of all codes.
        return codes
            .Distinct()
            .Select(c =>
                ProblemCodes.Find(c.Item1, c.Item2)
                ?? throw new InvalidOperationException($"{c.Item1} {c.Item2} is not among the problem codes."))
            .OrderBy(c => ProblemCodes.All.ToList().IndexOf(c));
    }

    private static void DescribeParameters(OpenApiOperation operation, ApiDescription endpoint, OpenApiDocument document)
    {
        var parameters = new List<IOpenApiParameter>();
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            parameter.Description = SchemaTransformer.OneLine(parameter.Description);
            if (parameter is { Name: "sort", Schema: OpenApiSchema sort } && Metadata<ListSorts>(endpoint) is { } sorts)
            {
                sort.Enum = [.. sorts.Choices.Select(c => (JsonNode)c)];
                sort.Default = sorts.Default;
                parameter.Description += " A minus sign means descending.";
            }

            parameters.Add(parameter.Name switch
            {
                "limit" => new OpenApiParameterReference(SharedParts.Limit, document),
                "after" => new OpenApiParameterReference(SharedParts.After, document),
                _ => parameter,
            });
        }

        if (Metadata<HonoursIfMatch>(endpoint) is not null)
            parameters.Add(new OpenApiParameterReference(SharedParts.IfMatch, document));
        if (HasEntityTag(operation))
        {
            parameters.Add(new OpenApiParameterReference(SharedParts.IfMatchToRead, document));
            parameters.Add(new OpenApiParameterReference(SharedParts.IfNoneMatch, document));
        }

        if (endpoint.HttpMethod == HttpMethods.Post)
            parameters.Add(new OpenApiParameterReference(SharedParts.IdempotencyKey, document));
        parameters.Add(new OpenApiParameterReference(SharedParts.RequestId, document));
        operation.Parameters = parameters;
    }

    /// <summary>True for reading a single resource: what answers 304 has a tag.</summary>
    private static bool HasEntityTag(OpenApiOperation operation) =>
        operation.Responses!.ContainsKey(SharedParts.Key(StatusCodes.Status304NotModified));

    private static void DescribeSuccess(OpenApiOperation operation, ApiDescription endpoint, OpenApiDocument document)
    {
        foreach (var (status, response) in operation.Responses!.Where(r => r.Key[0] is '2' or '3'))
        {
            var answer = (OpenApiResponse)response;
            var type = endpoint.SupportedResponseTypes.FirstOrDefault(t => SharedParts.Key(t.StatusCode) == status)?.Type;
            answer.Description = status switch
            {
                "201" => "Created. The Location header contains the address.",
                "204" => "Done. The response has no body.",
                "304" => "The resource has the version that If-None-Match names. The response has no body.",
                _ when IsList(type) => "A page of the list.",
                _ when endpoint.HttpMethod == HttpMethods.Get => "The resource.",
                _ => "Done. The body contains the result.",
            };
            answer.Headers = new Dictionary<string, IOpenApiHeader>();
            if (status == "201")
                SharedParts.AddHeaders(answer.Headers, document, "Location");
            if (status == "304" || HasVersion(type) || Metadata<GivesEntityTag>(endpoint) is not null)
                SharedParts.AddHeaders(answer.Headers, document, "ETag");
            if (IsList(type))
                SharedParts.AddHeaders(answer.Headers, document, "Link");
            SharedParts.AddHeaders(answer.Headers, document, [.. SharedParts.EveryHeader]);
        }
    }

    /// <summary>True for resources with a version, which is in the ETag too.</summary>
    private static bool HasVersion(Type? type) => type?.GetProperty("Version")?.PropertyType == typeof(int);

    private static bool IsList(Type? type) => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(ListResponse<>);

    private static T? Metadata<T>(ApiDescription endpoint)
        where T : class => endpoint.ActionDescriptor.EndpointMetadata.OfType<T>().LastOrDefault();
}
