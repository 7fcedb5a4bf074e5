using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Who a key is and what it may do.</summary>
/// <param name="User">The user it acts as.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Permissions">Everything it may do, each with what grants it.</param>
public sealed record MeResource(MeUser User, ApiKeyResource Key, IReadOnlyList<GrantedPermission> Permissions);

/// <summary>The user behind a key.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="Email">Its unique name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Owner">True for the account owner, who may do everything.</param>
/// <param name="Group">Its user group; null when it has none.</param>
public sealed record MeUser(int Id, string Email, string Name, bool Owner, UserGroupReference? Group);

/// <summary>A permission and where it comes from.</summary>
/// <param name="Permission">Its name.</param>
/// <param name="GrantedBy"><c>group:CODE</c>, or <c>owner</c>.</param>
public sealed record GrantedPermission(string Permission, string GrantedBy);

/// <summary>A key's new value: it is in this answer and nowhere else (R5).</summary>
/// <param name="Key">The key, with its new hint.</param>
/// <param name="Value">The new value.</param>
/// <param name="PreviousUntil">UTC; how long the old value goes on. Null when it ended at once.</param>
public sealed record RotatedApiKeyResource(ApiKeyResource Key, string Value, DateTime? PreviousUntil)
{
    /// <summary>Without the value.</summary>
    public override string ToString() => Key.ToString();
}

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
        HttpContext http, CurrentActor current, ApiKeyService keys, CancellationToken ct)
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
