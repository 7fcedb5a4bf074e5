using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Account;

/// <summary><c>/api/v1/me</c>.</summary>
public static class MeEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapMe(this RouteGroupBuilder api)
    {
        api.MapGet("/me", GetMe).WithName(nameof(GetMe)).RequireAuthorization();
        api.MapPost("/me/rotation", RotateKey).WithName(nameof(RotateKey)).RequireAuthorization()
            .WithMetadata(new ValueGivenOnce("The key was rotated, and its new value was given in the answer to that request. It can't be "
                + "shown again. If you stored it, use it. If you did not, go on with the old value while it works, and ask someone who "
                + "manages API keys to rotate the key."))
            .MayConflict("value-replaced", "changed-meanwhile", ValueGivenOnce.Code);
        api.MapPost("/me/revocation", RevokeOwnKey).WithName(nameof(RevokeOwnKey)).RequireAuthorization();
    }

    /// <summary>Rotate the API key</summary>
    /// <remarks>Creates a new value for the key of the request. The response contains the new value, which can't be shown again. The old
    /// value still works for <c>overlapHours</c>, so that an integration that loses the response is not locked out; requests with it are
    /// answered with <c>Commerce-Kitty-Key-Replaced: ends="…"</c>. A value that was replaced can't rotate the key again. With an
    /// <c>Idempotency-Key</c>, a request that is sent again rotates nothing: the answer is <c>value-already-given</c>.</remarks>
    internal static async Task<Results<Created<RotatedApiKeyResource>, ProblemHttpResult>> RotateKey(
        HttpContext http, ApiKeyRotationService keys, RotateApiKeyRequest? rotation, CancellationToken ct)
    {
        var rotated = await keys.RotateOwnAsync(rotation ?? new(), ct);
        return rotated.IsDone
            ? TypedResults.Created($"{ApiPaths.Base}/me", new RotatedApiKeyResource(
                rotated.Value.Key.ToResource(), rotated.Value.Secret.Reveal(), rotated.Value.PreviousUntil))
            : ApiProblems.Refusal(http, rotated.Error);
    }

    /// <summary>Revoke the API key</summary>
    /// <remarks>Revokes the key of the request, with all its values, which can't be undone. It needs no permission. The next request with
    /// the key is rejected on every node. Sent with a value that a rotation replaced, it ends that value alone. The body is
    /// empty.</remarks>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeOwnKey(
        HttpContext http, ApiKeyService keys, CancellationToken ct)
    {
        // A caller who names a key in the body means another one than the request's own.
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            return ApiProblems.Refusal(http, Error.Invalid("body", "The body must be empty: the key of the request is revoked."));
        var revoked = await keys.RevokeOwnAsync(ct);
        return revoked.IsDone ? TypedResults.NoContent() : ApiProblems.Refusal(http, revoked.Error);
    }

    /// <summary>Get the API key</summary>
    /// <remarks>Returns the key of the request, its user, and its permissions with the user group that grants them.</remarks>
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
