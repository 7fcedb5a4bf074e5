using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary><c>/api/v1/users/{id}/least-privilege</c>, read only: no key moves a user (R7).</summary>
public static class LeastPrivilegeEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapLeastPrivilege(this RouteGroupBuilder api) =>
        api.MapGroup("/users").MapGet("/{id:int}/least-privilege", GetLeastPrivilege)
            .WithName(nameof(GetLeastPrivilege))
            .RequirePermission(Permissions.ApiKeys.View)
            .AnswersWith(Permissions.Users.View);

    /// <summary>Get a user's unused permissions</summary>
    /// <remarks>Returns the permissions that the user's API keys used in the last 90 days, those that the user holds and does not need, and
    /// the smallest user group that would be enough. Only a signed-in person can move the user there.</remarks>
    /// <param name="id" example="6">The user's ID.</param>
    internal static async Task<Results<Ok<LeastPrivilegeResource>, ProblemHttpResult>> GetLeastPrivilege(
        HttpContext http, LeastPrivilegeService leastPrivilege, int id, CancellationToken ct) =>
        (await leastPrivilege.GetAsync(id, ct)).Map(LeastPrivilegeResource.Of).ToHttp(http);
}
