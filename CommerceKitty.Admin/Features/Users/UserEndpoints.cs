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

namespace CommerceKitty.Admin.Features.Users;

/// <summary><c>/api/v1/users</c>: to read.</summary>
public static class UserEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users");
        users.MapGet("/", ListUsers).WithName(nameof(ListUsers)).RequirePermission(Permissions.Users.ViewAll);
        users.MapGet("/{id:int}", GetUser).WithName(nameof(GetUser)).RequirePermission(Permissions.Users.View).GivesEntityTag();
    }

    /// <summary>List users</summary>
    /// <remarks>People and integrations, newest first. Filters are joined by and.</remarks>
    internal static async Task<Results<Ok<ListResponse<UserResource>>, ProblemHttpResult>> ListUsers(
        HttpContext http, UserService users, [AsParameters] UserListRequest request, CancellationToken ct) =>
        (await users.ListAsync(request, ct)).ToHttpList(http, u => u.ToResource());

    /// <summary>Show a user</summary>
    /// <remarks>One user. Its version is the ETag.</remarks>
    internal static async Task<Results<Ok<UserResource>, ProblemHttpResult>> GetUser(
        HttpContext http, UserService users, int id, CancellationToken ct) =>
        (await users.GetAsync(id, ct)).ToHttp(http, u => u.Version, u => u.ToResource());
}
