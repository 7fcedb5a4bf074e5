using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>Answers lists.</summary>
public static class ListResponses
{
    /// <summary>The rows with their cursor, also as a <c>Link</c> header (RFC 8288); or the refusal as a problem.</summary>
    public static Results<Ok<ListResponse<T>>, ProblemHttpResult> ToHttpList<T>(this Result<Slice<T>> result, HttpContext http) =>
        result.ToHttpList(http, row => row);

    /// <summary>The same for rows that a service answers in the shape of pages.</summary>
    public static Results<Ok<ListResponse<TResource>>, ProblemHttpResult> ToHttpList<T, TResource>(
        this Result<Slice<T>> result, HttpContext http, Func<T, TResource> resource)
    {
        if (!result.IsDone)
            return ApiProblems.Refusal(http, result.Error);
        if (result.Value.Next is { } next)
            http.Response.Headers.Link = $"<{AddressOf(http.Request, next)}>; rel=\"next\"";
        return TypedResults.Ok(new ListResponse<TResource>([.. result.Value.Items.Select(resource)], result.Value.Next));
    }

    private static string AddressOf(HttpRequest request, string next)
    {
        var query = new QueryBuilder(request.Query.Where(p => !p.Key.Equals("after", StringComparison.OrdinalIgnoreCase)));
        query.Add("after", next);
        return request.PathBase.Add(request.Path).ToUriComponent() + query.ToQueryString().ToUriComponent();
    }
}
