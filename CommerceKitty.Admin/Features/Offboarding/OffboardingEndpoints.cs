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

namespace CommerceKitty.Admin.Features.Offboarding;

/// <summary><c>/api/v1/users/{id}/offboarding</c>.</summary>
public static class OffboardingEndpoints
{
    /// <summary>Maps the endpoint into the API's group.</summary>
    public static void MapOffboarding(this RouteGroupBuilder api) =>
        api.MapPost("/users/{id:int}/offboarding", OffboardUser).WithName(nameof(OffboardUser))
            .RequirePermission(Permissions.Users.Edit).AnswersWith(Permissions.Users.View)
            .MayForbid("owner-stays-enabled", "not-yourself").MayConflict("last-administrator");

    /// <summary>Offboard a user</summary>
    /// <remarks>Disables the user, then revokes, ends or keeps the named keys that act as the user or whose value the user has seen. Each
    /// key has its own result and requires its own permission: revoking <c>api-keys.delete</c>, ending <c>api-keys.edit</c>. By API key no
    /// key is re-issued: a signed-in person does that.</remarks>
    internal static async Task<Results<Ok<OffboardingResource>, ProblemHttpResult>> OffboardUser(
        HttpContext http, OffboardingService offboarding, int id, OffboardingRequest request, CancellationToken ct) =>
        (await offboarding.OffboardAsync(id, request, ct)).Map(OffboardingResource.Of).ToHttp(http);
}
