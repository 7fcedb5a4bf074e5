using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary><c>/api/v1/api-keys</c>. By key, keys are only read, renamed and stopped (R7).</summary>
public static class ApiKeyEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys");
        keys.MapGet("/", ListApiKeys).WithName(nameof(ListApiKeys)).RequirePermission(Permissions.ApiKeys.ViewAll);
        keys.MapGet("/{id:int}", GetApiKey).WithName(nameof(GetApiKey)).RequirePermission(Permissions.ApiKeys.View);
        keys.MapPatch("/{id:int}", EditApiKey).WithName(nameof(EditApiKey)).RequirePermission(Permissions.ApiKeys.Edit);
        keys.MapDelete("/{id:int}", RevokeApiKey).WithName(nameof(RevokeApiKey)).RequirePermission(Permissions.ApiKeys.Delete);
    }

    private static async Task<Results<Ok<ListResponse<ApiKeyResource>>, ProblemHttpResult>> ListApiKeys(
        HttpContext http, ApiKeyService keys, [AsParameters] ApiKeyListRequest request, CancellationToken ct) =>
        (await keys.ListAsync(request, ct)).ToHttpList(http, k => k.ToResource());

    private static async Task<Results<Ok<ApiKeyResource>, ProblemHttpResult>> GetApiKey(
        HttpContext http, ApiKeyService keys, int id, CancellationToken ct) =>
        (await keys.GetAsync(id, ct)).ToHttp(http, k => k.Version, k => k.ToResource());

    private static async Task<Results<Ok<ApiKeyResource>, ProblemHttpResult>> EditApiKey(
        HttpContext http, ApiKeyService keys, int id, ApiKeyEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await keys.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, k => k.Version, k => k.ToResource());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeApiKey(
        HttpContext http, ApiKeyService keys, int id, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        var revoked = await keys.RevokeAsync(id, ct, expectedVersion);
        return revoked.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, revoked.Error);
    }
}
