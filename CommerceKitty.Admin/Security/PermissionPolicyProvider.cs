using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Security;

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
