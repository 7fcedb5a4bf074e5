using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary><c>/api/v1/user-groups</c>: to read. Scripts call a group by its code.</summary>
public static class UserGroupEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapUserGroups(this RouteGroupBuilder api)
    {
        var groups = api.MapGroup("/user-groups");
        groups.MapGet("/", ListUserGroups).WithName(nameof(ListUserGroups)).RequirePermission(Permissions.UserGroups.ViewAll);
        groups
            .MapGet("/{code}", GetUserGroup)
            .WithName(nameof(GetUserGroup))
            .RequirePermission(Permissions.UserGroups.View)
            .GivesEntityTag();
    }

    /// <summary>List user groups</summary>
    /// <remarks>The groups with what they grant.</remarks>
    internal static async Task<Results<Ok<ListResponse<UserGroupResource>>, ProblemHttpResult>> ListUserGroups(
        HttpContext http, UserGroupService groups, [AsParameters] UserGroupListRequest request, CancellationToken ct) =>
        (await groups.ListAsync(request, ct)).ToHttpList(http, g => g.ToResource());

    /// <summary>Show a user group</summary>
    /// <remarks>One group with what it grants. Its version is the ETag.</remarks>
    internal static async Task<Results<Ok<UserGroupResource>, ProblemHttpResult>> GetUserGroup(
        HttpContext http, UserGroupService groups, string code, CancellationToken ct) =>
        (await groups.GetAsync(code, ct)).ToHttp(http, g => g.Version, g => g.ToResource());
}
