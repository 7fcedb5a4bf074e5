using System.Reflection;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>304: the caller has the resource as it is (RFC 9110 §15.4.5).</summary>
public sealed class NotModified : IResult, IStatusCodeHttpResult, Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider
{
    private NotModified()
    {
    }

    /// <summary>The only one.</summary>
    public static NotModified Instance { get; } = new();

    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status304NotModified;

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
