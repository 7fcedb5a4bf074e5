using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Offboarding;

/// <summary><c>/api/v1/users/{id}/offboarding</c>.</summary>
public static class OffboardingEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapOffboarding(this RouteGroupBuilder api) =>
        api.MapPost("/users/{id:int}/offboarding", OffboardUser).WithName(nameof(OffboardUser))
            .RequirePermission(Permissions.Users.Edit).AnswersWith(Permissions.Users.View)
            .MayForbid("owner-stays-enabled", "not-yourself").MayConflict("last-administrator");

    /// <summary>Offboard a user</summary>
    /// <remarks>Disables the user, then revokes, ends or keeps the keys that act as the user or whose value the user has seen. Each key
    /// has its own result and its own permission: <c>api-keys.delete</c> to revoke, <c>api-keys.edit</c> to end. Reissuing a key requires
    /// a signed-in person.</remarks>
    /// <param name="id" example="6">The user's ID.</param>
    internal static async Task<Results<Ok<OffboardingResource>, ProblemHttpResult>> OffboardUser(
        HttpContext http, OffboardingService offboarding, int id, OffboardingRequest request, CancellationToken ct) =>
        (await offboarding.OffboardAsync(id, request, ct)).Map(OffboardingResource.Of).ToHttp(http);
}
