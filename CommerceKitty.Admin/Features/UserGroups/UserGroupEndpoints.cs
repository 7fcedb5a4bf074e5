using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary><c>/api/v1/user-groups</c>, read only. The API identifies a group by its code.</summary>
public static class UserGroupEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapUserGroups(this RouteGroupBuilder api)
    {
        var groups = api.MapGroup("/user-groups");
        groups.MapGet("/", ListUserGroups).WithName(nameof(ListUserGroups)).RequirePermission(Permissions.UserGroups.ViewAll)
            .SortedBy(UserGroupService.Sorts);
        groups
            .MapGet("/{code}", GetUserGroup)
            .WithName(nameof(GetUserGroup))
            .RequirePermission(Permissions.UserGroups.View)
            .GivesEntityTag();
    }

    /// <summary>List user groups</summary>
    /// <remarks>Returns the user groups with their permissions.</remarks>
    internal static async Task<Results<Ok<ListResponse<UserGroupResource>>, ProblemHttpResult>> ListUserGroups(
        HttpContext http, UserGroupService groups, [AsParameters] UserGroupListRequest request, CancellationToken ct) =>
        (await groups.ListAsync(request, ct)).ToHttpList(http, g => g.ToResource());

    /// <summary>Get a user group</summary>
    /// <remarks>Returns a user group with its permissions.</remarks>
    /// <param name="code" example="integration">The user group's code, in any case.</param>
    internal static async Task<Results<Ok<UserGroupResource>, NotModified, ProblemHttpResult>> GetUserGroup(
        HttpContext http, UserGroupService groups, [Length(1, CodeText.Length)] string code, CancellationToken ct) =>
        (await groups.GetAsync(code, ct)).ToHttpGet(http, g => g.Version, g => g.ToResource());
}
