using Microsoft.AspNetCore.Authorization;

namespace CommerceKitty.Admin.Security;

/// <summary>Cookie and key meet here: for both, <see cref="Authority"/> answers for the permissions of this moment.</summary>
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
