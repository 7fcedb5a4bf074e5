using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary><c>/api/v1/api-keys/{id}/calls</c>, read only (R15).</summary>
public static class CallEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapCalls(this RouteGroupBuilder api) =>
        api.MapGet("/api-keys/{id:int}/calls", ListApiKeyCalls).WithName(nameof(ListApiKeyCalls))
            .RequirePermission(Permissions.ApiKeys.View)
            .SortedBy(CallService.Sorts);

    /// <summary>List the calls of an API key</summary>
    /// <remarks>Returns the recent requests with the key, newest first: the latest 200, and up to 1,000 failed ones of 7 days. It is up to
    /// 10 seconds late. Filters are combined with AND.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<Ok<ListResponse<CallResource>>, ProblemHttpResult>> ListApiKeyCalls(
        HttpContext http, CallService calls, int id, [AsParameters] CallListRequest request, CancellationToken ct) =>
        (await calls.ListAsync(id, request, ct)).ToHttpList(http, c => c.ToResource());
}
