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
