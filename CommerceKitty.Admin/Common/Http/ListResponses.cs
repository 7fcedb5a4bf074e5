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
