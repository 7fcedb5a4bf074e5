using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Api;

/// <summary>The members that the body of an operation can have.</summary>
internal static class BodyMembers
{
    /// <summary>The member that is nearest to the last one of this path, like <c>$.lines[0].prise</c>; null when none is near.</summary>
    public static string? Nearest(HttpContext http, string path)
    {
        // The handler of exceptions runs without the endpoint that failed.
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
        // A name with other characters than letters is written in brackets and quotation marks, and is near to none of ours.
        var steps = path.Split('.');
        if (steps.Length < 2 || endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } body)
            return null;
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        JsonTypeInfo? at = options.GetTypeInfo(body);
        foreach (var step in steps[1..^1])
        {
            var name = step.Split('[')[0];
            at = at?.Properties.FirstOrDefault(p => p.Name == name) is { } member ? Inner(options, member.PropertyType) : null;
        }

        return at is null ? null : NearestName.Of(steps[^1], at.Properties.Select(p => p.Name));
    }

    /// <summary>What a member holds, or each of its items.</summary>
    private static JsonTypeInfo Inner(JsonSerializerOptions options, Type type)
    {
        var info = options.GetTypeInfo(type);
        return info.ElementType is { } element ? options.GetTypeInfo(element) : info;
    }
}
