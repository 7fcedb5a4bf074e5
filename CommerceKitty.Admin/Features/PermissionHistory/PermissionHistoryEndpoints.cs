using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.PermissionHistory;

/// <summary><c>/api/v1/api-keys/{id}/permissions</c>.</summary>
public static class PermissionHistoryEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPermissionHistory(this RouteGroupBuilder api) =>
        api.MapGroup("/api-keys").MapGet("/{id:int}/permissions", GetApiKeyPermissions)
            .WithName(nameof(GetApiKeyPermissions))
            .RequirePermission(Permissions.ApiKeys.View)
            .AnswersWith(Permissions.AuditLog.ViewAll);

    /// <summary>Get an API key's permissions at a time</summary>
    /// <remarks>Returns what a key could do at a time, through which user group, who gave it that, and what changed since. A time before
    /// permissions were recorded, or in the future, is rejected.</remarks>
    /// <param name="id" example="12">The key's ID.</param>
    internal static async Task<Results<Ok<PermissionsAtResource>, ProblemHttpResult>> GetApiKeyPermissions(
        HttpContext http,
        PermissionHistoryService history,
        int id,
        [AsParameters] PermissionsAtRequest request,
        CancellationToken ct)
    {
        var found = await history.OfKeyAsync(id, request, ct);
        return found.IsDone ? TypedResults.Ok(found.Value.ToResource()) : ApiProblems.Refusal(http, found.Error);
    }
}
