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

namespace CommerceKitty.Admin.Features.Account;

/// <summary><c>/api/v1/me</c>.</summary>
public static class MeEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapMe(this RouteGroupBuilder api)
    {
        api.MapGet("/me", GetMe).WithName(nameof(GetMe)).RequireAuthorization();
        api.MapPost("/me/rotation", RotateKey).WithName(nameof(RotateKey)).RequireAuthorization()
            .MayConflict("value-replaced", "changed-meanwhile");
    }

    /// <summary>Give the key a new value</summary>
    /// <remarks>The answer holds the new value, this once. The old value works on for <c>overlapHours</c>, so that an integration that
    /// loses
    /// the answer is not locked out; then, or with 0 at once, it ends. A value that was replaced cannot rotate the key again. Needs no
    /// permission.</remarks>
    internal static async Task<Results<Created<RotatedApiKeyResource>, ProblemHttpResult>> RotateKey(
        HttpContext http, ApiKeyRotationService keys, RotateApiKeyRequest? rotation, CancellationToken ct)
    {
        var rotated = await keys.RotateOwnAsync(rotation ?? new(), ct);
        return rotated.IsDone
            ? TypedResults.Created($"{ApiPaths.Base}/me", new RotatedApiKeyResource(
                rotated.Value.Key.ToResource(), rotated.Value.Secret.Reveal(), rotated.Value.PreviousUntil))
            : ApiProblems.Refusal(http, rotated.Error);
    }

    /// <summary>Show who the key is</summary>
    /// <remarks>The key's user, the key itself, and each thing that it may do together with the user group that grants it. Needs no
    /// permission.</remarks>
    internal static async Task<Results<Ok<MeResource>, ProblemHttpResult>> GetMe(
        HttpContext http, CurrentActor current, ApiKeyQueries keys, CancellationToken ct)
    {
        var key = await keys.GetOwnAsync(ct);
        if (!key.IsDone || await current.GetAsync(ct) is not { User: { } user })
            return ApiProblems.Refusal(http, key.Error ?? Error.Unauthenticated);
        var grantedBy = user.IsOwner ? "owner" : $"group:{user.GroupCode}";
        return TypedResults.Ok(new MeResource(
            new MeUser(user.UserId, user.Email, user.Name, user.IsOwner,
                user.GroupCode.Length == 0 ? null : new UserGroupReference(user.GroupCode, user.GroupName)),
            key.Value.ToResource(),
            [.. user.Permissions.Permissions.Select(p => new GrantedPermission(p.Name, grantedBy))]));
    }
}
