using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Security;

/// <summary>The requirement that the actor may use a permission. As endpoint metadata it tells refusals and docs which one.</summary>
/// <param name="Permission">A name of the catalogue.</param>
public sealed record RequiredPermission(string Permission) : IAuthorizationRequirement;

/// <summary>Notes at an endpoint that its answer shows what needs this permission too.</summary>
/// <param name="Permission">A name of the catalogue.</param>
public sealed record AnswerPermission(string Permission);

/// <summary>A policy per permission of the catalogue, under the permission's own name.</summary>
public sealed class PermissionPolicyProvider(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    /// <summary>A name means the same policy for ever, so each endpoint's is put together once.</summary>
    public override bool AllowsCachingPolicies => true;

    /// <inheritdoc/>
    public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        PermissionCatalogue.Find(policyName) is { } permission
            ? Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .AddRequirements(new RequiredPermission(permission.Name))
                .Build())
            : base.GetPolicyAsync(policyName);
}

/// <summary>Cookie and key meet here: whoever acts, <see cref="Authority"/> answers for the permissions of this moment.</summary>
public sealed class PermissionAuthorizationHandler(CurrentActor current) : AuthorizationHandler<RequiredPermission>
{
    /// <inheritdoc/>
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RequiredPermission requirement)
    {
        var actor = context.User is ActorPrincipal principal ? principal.Actor : await current.GetAsync();
        if (actor is not null && Authority.May(actor, requirement.Permission))
            context.Succeed(requirement);
    }
}

/// <summary>Registration of endpoints that need a permission.</summary>
public static class PermissionEndpoints
{
    /// <summary>Demands the permission of whoever calls, and notes it for refusals and docs. The service demands it again (R1).</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(permission).WithMetadata(new RequiredPermission(permission));

    /// <summary>Demands one permission more, because the answer shows what needs it. The service demands it again (R1).</summary>
    public static TBuilder AnswersWith<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(permission).WithMetadata(new AnswerPermission(permission));
}
