using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary><c>/api/v1/api-keys</c>. With a key, keys can only be read, renamed and stopped (R7).</summary>
public static class ApiKeyEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys");
        keys.MapGet("/", ListApiKeys).WithName(nameof(ListApiKeys)).RequirePermission(Permissions.ApiKeys.ViewAll)
            .SortedBy(ApiKeyQueries.Sorts);
        keys.MapGet("/{id:int}", GetApiKey).WithName(nameof(GetApiKey)).RequirePermission(Permissions.ApiKeys.View).GivesEntityTag();
        keys.MapGet("/{id:int}/usage", GetApiKeyUsage).WithName(nameof(GetApiKeyUsage)).RequirePermission(Permissions.ApiKeys.View);
        keys.MapPatch("/{id:int}", EditApiKey).WithName(nameof(EditApiKey)).RequirePermission(Permissions.ApiKeys.Edit)
            .AnswersWith(Permissions.ApiKeys.View)
            .GivesEntityTag().HonoursIfMatch().MayConflict("key-revoked").MayForbid("key-cannot-grant", "only-owner");
        keys.MapDelete("/{id:int}", RevokeApiKey).WithName(nameof(RevokeApiKey)).RequirePermission(Permissions.ApiKeys.Delete)
            .HonoursIfMatch();
    }

    /// <summary>List API keys</summary>
    /// <remarks>Returns the keys of the account, newest first. It never returns their values. Filters are combined with AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<ApiKeyResource>>, ProblemHttpResult>> ListApiKeys(
        HttpContext http, ApiKeyQueries keys, [AsParameters] ApiKeyListRequest request, CancellationToken ct) =>
        (await keys.ListAsync(request, ct)).ToHttpList(http, k => k.ToResource());

    /// <summary>Get an API key</summary>
    /// <remarks>Returns a key, whatever its status. It never returns its value.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<Ok<ApiKeyResource>, NotModified, ProblemHttpResult>> GetApiKey(
        HttpContext http, ApiKeyQueries keys, int id, CancellationToken ct) =>
        (await keys.GetAsync(id, ct)).ToHttpGet(http, k => k.Version, k => k.ToResource());

    /// <summary>Get the usage of an API key</summary>
    /// <remarks>Returns how often a key was used, by hour or by day, permission and result. Usage is kept for 400 days, also of revoked
    /// keys, and is up to 10 seconds late. Intervals without requests are left out.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<Ok<ApiKeyUsageResource>, ProblemHttpResult>> GetApiKeyUsage(
        HttpContext http, ApiKeyUsageQueries usage, int id, [AsParameters] ApiKeyUsageRequest request, CancellationToken ct) =>
        (await usage.GetAsync(id, request, ct)).ToHttp(http);

    /// <summary>Update an API key</summary>
    /// <remarks>Renames or disables a key. Disabling applies from the next request. Enabling a key requires a signed-in person.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<Ok<ApiKeyResource>, ProblemHttpResult>> EditApiKey(
        HttpContext http, ApiKeyService keys, int id, ApiKeyEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await keys.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, k => k.Version, k => k.ToResource());
    }

    /// <summary>Revoke an API key</summary>
    /// <remarks>Revokes a key, which can't be undone. It is rejected from the next request on every node. Revoking a revoked key changes
    /// nothing. A key can revoke itself.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeApiKey(
        HttpContext http, ApiKeyService keys, int id, CancellationToken ct)
    {
        if (EntityTags.ReadPreconditions(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        var revoked = await keys.RevokeAsync(id, ct, expectedVersion);
        return revoked.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, revoked.Error);
    }
}
