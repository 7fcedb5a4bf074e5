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
        keys.MapGet("/{id:int}", GetApiKey).WithName(nameof(GetApiKey)).RequirePermission(Permissions.ApiKeys.View).GivesEntityTag();
        keys.MapPatch("/{id:int}", EditApiKey).WithName(nameof(EditApiKey)).RequirePermission(Permissions.ApiKeys.Edit)
            .AnswersWith(Permissions.ApiKeys.View)
            .GivesEntityTag().HonoursIfMatch().MayConflict("key-revoked").MayForbid("key-cannot-grant", "only-owner");
        keys.MapDelete("/{id:int}", RevokeApiKey).WithName(nameof(RevokeApiKey)).RequirePermission(Permissions.ApiKeys.Delete)
            .HonoursIfMatch();
    }

    /// <summary>List API keys</summary>
    /// <remarks>The keys of the account, newest first, never their values. Revoked ones only with <c>status=revoked</c> or
    /// <c>status=all</c>. Filters are joined by and.</remarks>
    internal static async Task<Results<Ok<ListResponse<ApiKeyResource>>, ProblemHttpResult>> ListApiKeys(
        HttpContext http, ApiKeyQueries keys, [AsParameters] ApiKeyListRequest request, CancellationToken ct) =>
        (await keys.ListAsync(request, ct)).ToHttpList(http, k => k.ToResource());

    /// <summary>Show an API key</summary>
    /// <remarks>One key, whatever its state; never its value. Its version is the ETag.</remarks>
    internal static async Task<Results<Ok<ApiKeyResource>, ProblemHttpResult>> GetApiKey(
        HttpContext http, ApiKeyQueries keys, int id, CancellationToken ct) =>
        (await keys.GetAsync(id, ct)).ToHttp(http, k => k.Version, k => k.ToResource());

    /// <summary>Rename or pause an API key</summary>
    /// <remarks>Changes the name, or pauses the key with <c>"enabled": false</c>, which governs its very next request; what is not given
    /// stays. By key no key is ever enabled: a signed-in person does that. The answer is the whole key, so it needs <c>api-keys.view</c>
    /// too.</remarks>
    internal static async Task<Results<Ok<ApiKeyResource>, ProblemHttpResult>> EditApiKey(
        HttpContext http, ApiKeyService keys, int id, ApiKeyEdit edit, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        return (await keys.EditAsync(id, edit, expectedVersion, ct)).ToHttp(http, k => k.Version, k => k.ToResource());
    }

    /// <summary>Revoke an API key</summary>
    /// <remarks>Ends a key for good: its very next request is refused, on every node. Revoking a revoked key changes nothing. A key may
    /// revoke itself.</remarks>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeApiKey(
        HttpContext http, ApiKeyService keys, int id, CancellationToken ct)
    {
        if (EntityTags.ReadIfMatch(http.Request, out var expectedVersion) is { } unreadable)
            return ApiProblems.Refusal(http, unreadable);
        var revoked = await keys.RevokeAsync(id, ct, expectedVersion);
        return revoked.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, revoked.Error);
    }
}
