using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>The templates of routes as people and clients know them: <c>/api/v1/orders/{id}</c>.</summary>
internal static partial class CallRoutes
{
    // Endpoints are made once and live as long as the application.
    private static readonly ConditionalWeakTable<Endpoint, string> Known = [];

    /// <summary>The template of an endpoint's route; empty for what is no route.</summary>
    public static string Of(Endpoint? endpoint) => endpoint is null ? string.Empty : Known.GetValue(endpoint, Read);

    private static string Read(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint { RoutePattern.RawText: { } raw })
            return string.Empty;
        var route = Constraint().Replace("/" + raw.Trim('/'), string.Empty);
        return route.Length <= ApiKeyCall.RouteLength ? route : route[..ApiKeyCall.RouteLength];
    }

    [GeneratedRegex("(?<=\\{[^}]*):[^}]*(?=\\})", RegexOptions.None)]
    private static partial Regex Constraint();
}
