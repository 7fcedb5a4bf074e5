using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Users;

/// <summary><c>/api/v1/users</c>, read only.</summary>
public static class UserEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users");
        users.MapGet("/", ListUsers).WithName(nameof(ListUsers)).RequirePermission(Permissions.Users.ViewAll)
            .SortedBy(UserRows.Sorts);
        users.MapGet("/{id:int}", GetUser).WithName(nameof(GetUser)).RequirePermission(Permissions.Users.View).GivesEntityTag();
    }

    /// <summary>List users</summary>
    /// <remarks>Returns people and integrations, newest first. Filters are combined with AND.</remarks>
    internal static async Task<Results<Ok<ListResponse<UserResource>>, ProblemHttpResult>> ListUsers(
        HttpContext http, UserService users, [AsParameters] UserListRequest request, CancellationToken ct) =>
        (await users.ListAsync(request, ct)).ToHttpList(http, u => u.ToResource());

    /// <summary>Get a user</summary>
    /// <remarks>Returns a user.</remarks>
    /// <param name="id" example="6">The user's ID.</param>
    internal static async Task<Results<Ok<UserResource>, NotModified, ProblemHttpResult>> GetUser(
        HttpContext http, UserService users, int id, CancellationToken ct) =>
        (await users.GetAsync(id, ct)).ToHttpGet(http, u => u.Version, u => u.ToResource());
}
