using System.Collections.Frozen;
using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CommerceKitty.Admin.Api;

/// <summary>Refuses query parameters that an operation does not have, and those that are given twice: ignored, a mistyped filter would
/// answer more than was asked for. It comes after authorization, so that nobody learns from it who may not call the operation.</summary>
public sealed class QueryParametersMiddleware(RequestDelegate next, IApiDescriptionGroupCollectionProvider descriptions)
{
    /// <summary>How many are reported at once.</summary>
    private const int MaximumReported = 10;

    private const int MaximumNameLength = 80;

    private FrozenDictionary<string, FrozenSet<string>>? _known;

    /// <summary>Runs within the request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue
            || context.Request.Query.Count == 0
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not { EndpointName: { } operation })
        {
            return next(context);
        }

        // Two requests at once may both read them, with the same result.
        _known ??= ReadDescriptions();
        return Refuse(context.Request.Query, _known[operation]) is { } error
            ? ApiProblems.Refusal(context, error).ExecuteAsync(context)
            : next(context);
    }

    private static Error? Refuse(IQueryCollection query, FrozenSet<string> known)
    {
        FieldErrors? errors = null;
        foreach (var (name, values) in query)
        {
            var isKnown = known.TryGetValue(name, out var ours);
            if (isKnown && values.Count == 1)
                continue;
            errors ??= new FieldErrors();
            var shown = ours ?? Shown(name);
            errors.Add(Error.Invalid(shown, isKnown ? $"The parameter {shown} is given twice. Send it once." : Unknown(shown, known)));
            if (errors.Count == MaximumReported)
                break;
        }

        return errors?.ToError();
    }

    private static string Unknown(string name, FrozenSet<string> known)
    {
        var advice = NearestName.Of(name, known) is { } nearest
            ? $"Did you mean {nearest}?"
            : known.Count == 0
                ? "This operation has no query parameters."
                : $"The parameters are {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        return $"There is no parameter {name} here. {advice}";
    }

    /// <summary>Someone may have named a parameter like their key.</summary>
    private static string Shown(string name)
    {
        var shown = ApiKeyToken.Redact(name);
        return shown.Length <= MaximumNameLength ? shown : shown[..MaximumNameLength];
    }

    /// <summary>From the operations' own descriptions, of which the OpenAPI document is made.</summary>
    private FrozenDictionary<string, FrozenSet<string>> ReadDescriptions() =>
        descriptions.ApiDescriptionGroups.Items.SelectMany(g => g.Items)
            .Select(d => (
                Name: d.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName,
                Parameters: d.ParameterDescriptions.Where(p => p.Source == BindingSource.Query)
                    .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))))
            .Where(d => d.Name is not null)
            .ToFrozenDictionary(
                d => d.Name!, d => d.Parameters.ToFrozenSet(StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);
}
