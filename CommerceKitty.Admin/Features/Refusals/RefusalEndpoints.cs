using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary><c>/api/v1/refusals</c> and <c>/api/v1/api-keys/{id}/refusals</c>, read only (R15).</summary>
public static class RefusalEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRefusals(this RouteGroupBuilder api)
    {
        api.MapGet("/refusals", ListRefusals).WithName(nameof(ListRefusals)).RequirePermission(Permissions.ApiKeys.ViewAll)
            .SortedBy(RefusalService.Sorts);
        api.MapGet("/api-keys/{id:int}/refusals", ListApiKeyRefusals).WithName(nameof(ListApiKeyRefusals))
            .RequirePermission(Permissions.ApiKeys.View)
            .SortedBy(RefusalService.Sorts);
    }

    /// <summary>List refusals</summary>
    /// <remarks>Returns why requests to the API were refused, newest first, counted by hour, key, reason, permission and IP address. It is
    /// up to 10 seconds late and keeps 90 days. Filters are combined with AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<RefusalResource>>, ProblemHttpResult>> ListRefusals(
        HttpContext http, RefusalService refusals, [AsParameters] RefusalListRequest request, CancellationToken ct) =>
        (await refusals.ListAsync(request, ct)).ToHttpList(http, r => r.ToResource());

    /// <summary>List the refusals of an API key</summary>
    /// <remarks>Returns why requests with the key were refused, newest first, counted by hour, reason, permission and IP address. It is up
    /// to 10 seconds late and keeps 90 days. Filters are combined with AND.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<Ok<ListResponse<RefusalResource>>, ProblemHttpResult>> ListApiKeyRefusals(
        HttpContext http, RefusalService refusals, int id, [AsParameters] KeyRefusalListRequest request, CancellationToken ct) =>
        (await refusals.ListOfKeyAsync(id, request, ct)).ToHttpList(http, r => r.ToResource());
}
