using CommerceKitty.Admin.Common.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Features.Help;

/// <summary>All operations of the API, read once from the OpenAPI document, which is generated from the endpoints.</summary>
/// <param name="documents">Generates the document.</param>
public sealed class ApiOperations([FromKeyedServices("v1")] IOpenApiDocumentProvider documents)
{
    private const string PermissionExtension = "x-required-permission";

    private static readonly string[] NoFilters = ["sort", "limit", "after"];

    private IReadOnlyList<ApiOperation>? _all;

    /// <summary>The operations in the order of the document.</summary>
    public async Task<IReadOnlyList<ApiOperation>> ListAsync(CancellationToken ct = default)
    {
        // Two requests at once may both read it, with the same result.
        if (_all is not null)
            return _all;
        var document = await documents.GetOpenApiDocumentAsync(ct);
        return _all =
        [
            .. from path in document.Paths
               from operation in path.Value.Operations ?? []
               select Read(operation.Key.Method, path.Key[ApiPaths.Base.Length..], operation.Value),
        ];
    }

    private static ApiOperation Read(string method, string path, OpenApiOperation operation)
    {
        var query = (operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Query).ToList();
        return new ApiOperation(
            method,
            path,
            operation.Summary ?? string.Empty,
            [.. query.Select(p => p.Name!).Except(NoFilters, StringComparer.Ordinal)],
            [.. (query.Find(p => p.Name == "sort")?.Schema?.Enum ?? []).Select(v => v.GetValue<string>()).Where(v => v[0] != '-')],
            operation.Extensions?.TryGetValue(PermissionExtension, out var extension) == true
                ? (extension as JsonNodeExtension)?.Node.GetValue<string>()
                : null);
    }
}
