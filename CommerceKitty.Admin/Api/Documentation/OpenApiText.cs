using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>The OpenAPI document as JSON, created once: the endpoints do not change while the app runs.</summary>
internal sealed class OpenApiText([FromKeyedServices("v1")] IOpenApiDocumentProvider documents)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (byte[] Json, EntityTagHeaderValue Tag)? _made;

    /// <summary>The JSON and its strong ETag.</summary>
    public async Task<(byte[] Json, EntityTagHeaderValue Tag)> GetAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return _made ??= await MakeAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<(byte[] Json, EntityTagHeaderValue Tag)> MakeAsync(CancellationToken ct)
    {
        var document = await documents.GetOpenApiDocumentAsync(ct);
        await using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, ct);
        var json = text.ToArray();
        return (json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\""));
    }
}
