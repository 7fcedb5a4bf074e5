using System.Globalization;
using System.Runtime.CompilerServices;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CommerceKitty.Admin.Access;

/// <summary>Answers the ordinary policies of the API's ordinary endpoints by one comparison of bits (design §4), so that a forgotten or a
/// fallback policy still protects. Whatever it does not understand, and every page, goes to the framework's own evaluator.</summary>
public sealed class ApiPolicyEvaluator(
    ApiKeyAuthentication keys, IKeyUseRecorder uses, IRefusalRecorder refusals, AccessSnapshot snapshot, RateLimiter limits,
    KeyOverlaps overlaps, TimeProvider time)
    : IPolicyEvaluator
{
    private static readonly Task<PolicyAuthorizationResult> Success = Task.FromResult(PolicyAuthorizationResult.Success());
    private static readonly Task<PolicyAuthorizationResult> Challenge = Task.FromResult(PolicyAuthorizationResult.Challenge());
    private static readonly Task<PolicyAuthorizationResult> Forbid = Task.FromResult(PolicyAuthorizationResult.Forbid());

    private static readonly PolicyAuthorizationResult TooMany =
        // With a failure of its own: the one without is the framework's, and everybody's.
        PolicyAuthorizationResult.Forbid(AuthorizationFailure.ExplicitFail());
    private static readonly Task<PolicyAuthorizationResult> Limited = Task.FromResult(TooMany);

    // Policies are made once for each endpoint and live as long as it.
    private readonly ConditionalWeakTable<AuthorizationPolicy, Demand> _demands = [];

    /// <inheritdoc/>
    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context)
    {
        if (!ApiPaths.IsApi(context.Request.Path) || policy.AuthenticationSchemes.Count > 0)
            return Framework(context).AuthenticateAsync(policy, context);
        var result = keys.AuthenticateAsync(context);
        if (!result.IsCompletedSuccessfully)
            return AdoptAsync(context, result);
        Adopt(context, result.GetAwaiter().GetResult());
        return result;
    }

    /// <inheritdoc/>
    public Task<PolicyAuthorizationResult> AuthorizeAsync(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource)
    {
        if (!ApiPaths.IsApi(context.Request.Path))
            return Framework(context).AuthorizeAsync(policy, authenticationResult, context, resource);
        var demand = _demands.GetValue(policy, Demand.Of);
        // Everybody is counted here, also at addresses that do not exist, and before anything is done for them.
        AnnounceEnd(context, time);
        if (limits.Count(context) is { } wait)
            return Limit(context, demand, wait);
        // Asked for the type first: the framework makes an object to say whether it is a form's.
        if (context.User is ActorPrincipal && context.Request.ContentType is not null && context.Request.HasFormContentType)
            return AuthorizeFormAsync(policy, authenticationResult, context, resource, demand);
        return Authorize(policy, authenticationResult, context, resource, demand);
    }

    /// <summary>Says in the answer's headers when the key ends, in its last days.</summary>
    public static void AnnounceEnd(HttpContext context, TimeProvider time)
    {
        if (context.User is ApiKeyPrincipal { Key: { } key } && key.ExpiresIn(time) is { Count: > 0 } end)
            context.Response.Headers[KeyAccess.ExpiresHeader] = end;
    }

    private async Task<PolicyAuthorizationResult> AuthorizeFormAsync(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource, Demand demand) =>
        await ApiKeyAuthentication.HasSecondCredentialAsync(context)
            ? await Refuse(context, demand)
            : await Authorize(policy, authenticationResult, context, resource, demand);

    private Task<PolicyAuthorizationResult> Authorize(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource, Demand demand)
    {
        if (!demand.IsUnderstood)
            return Framework(context).AuthorizeAsync(policy, authenticationResult, context, resource);
        if (context.User is not ApiKeyPrincipal { Key: { } key })
            return Refuse(context, demand);
        return key.Permissions.Covers(demand.Permissions) ? Accept(context, key, demand) : ConfirmAsync(context, demand);
    }

    private Task<PolicyAuthorizationResult> Limit(HttpContext context, Demand demand, int wait)
    {
        var key = (context.User as ApiKeyPrincipal)?.Key;
        if (key is not null)
            Use(context, key, demand, KeyUseResult.Limited);
        Note(context, key?.ApiKeyId ?? ApiKeyAuthentication.RefusalOf(context).ApiKeyId, RefusalReason.Limited, demand.Permission);
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Limited;
    }

    /// <summary>Asks for a key that is accepted, and notes why there is none.</summary>
    private Task<PolicyAuthorizationResult> Refuse(HttpContext context, Demand demand)
    {
        var (reason, apiKeyId) = ApiKeyAuthentication.RefusalOf(context);
        Note(context, apiKeyId ?? (context.User as ApiKeyPrincipal)?.Key.ApiKeyId, reason, demand.Permission);
        return Challenge;
    }

    private void Note(HttpContext context, int? apiKeyId, RefusalReason reason, Permission? permission)
    {
        refusals.Refused(apiKeyId, reason, permission, context);
        context.Features.Set(new RefusedRequest(apiKeyId, reason));
    }

    private Task<PolicyAuthorizationResult> Accept(HttpContext context, KeyAccess key, Demand demand)
    {
        Use(context, key, demand, KeyUseResult.Accepted);
        return Success;
    }

    private void Use(HttpContext context, KeyAccess key, Demand demand, KeyUseResult result)
    {
        uses.Used(key.ApiKeyId, demand.Permission, result, context);
        if (key.State.OverlapUntil is not null)
            overlaps.Note(key, context);
    }

    /// <summary>Nobody is refused by what this node merely remembers: the group may have been given the permission a moment ago on
    /// another.</summary>
    private async Task<PolicyAuthorizationResult> ConfirmAsync(HttpContext context, Demand demand)
    {
        await snapshot.ConfirmAsync();
        Adopt(context, await keys.AuthenticateAsync(context));
        if (context.User is not ApiKeyPrincipal { Key: { } key })
            return await Refuse(context, demand);
        if (key.Permissions.Covers(demand.Permissions))
            return await Accept(context, key, demand);
        Use(context, key, demand, KeyUseResult.Forbidden);
        Note(context, key.ApiKeyId, RefusalReason.Forbidden, demand.Permissions.Without(key.Permissions).Permissions.First());
        return await Forbid;
    }

    private static async Task<AuthenticateResult> AdoptAsync(HttpContext context, Task<AuthenticateResult> pending)
    {
        var result = await pending;
        Adopt(context, result);
        return result;
    }

    private static void Adopt(HttpContext context, AuthenticateResult result)
    {
        if (result.Succeeded)
            context.User = result.Principal;
        else if (context.User is ActorPrincipal)
            context.User = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity());
    }

    private static PolicyEvaluator Framework(HttpContext context) => context.RequestServices.GetRequiredService<PolicyEvaluator>();

    /// <summary>Answers who calls too often; everybody else gets what the framework answers.</summary>
    public sealed class ResultHandler : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _framework = new();

        /// <inheritdoc/>
        public Task HandleAsync(
            RequestDelegate next,
            HttpContext context,
            AuthorizationPolicy policy,
            PolicyAuthorizationResult authorizeResult) =>
            ReferenceEquals(authorizeResult, TooMany)
                ? ApiProblems.WriteAsync(context, StatusCodes.Status429TooManyRequests, "too-many-requests",
                    "You call more often than is allowed. Wait as long as Retry-After says; the RateLimit headers say how much is left.")
                : _framework.HandleAsync(next, context, policy, authorizeResult);
    }

    /// <summary>What a policy asks for, worked out once.</summary>
    private sealed class Demand
    {
        /// <summary>False when it asks for something that only the framework can tell.</summary>
        public bool IsUnderstood { get; private init; }

        public PermissionSet Permissions { get; private init; }

        /// <summary>For the count of uses: the permission, or null when being known is enough.</summary>
        public Permission? Permission { get; private init; }

        public static Demand Of(AuthorizationPolicy policy)
        {
            var permissions = policy
                .Requirements.OfType<RequiredPermission>()
                .Select(r => r.Permission)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            return new Demand
            {
                IsUnderstood = policy.Requirements.All(r => r is DenyAnonymousAuthorizationRequirement or RequiredPermission)
                    && permissions.TrueForAll(p => PermissionCatalogue.Find(p) is not null),
                Permissions = PermissionSet.Of(permissions),
                Permission = permissions.Count > 0 ? PermissionCatalogue.Find(permissions[0]) : null,
            };
        }
    }
}
