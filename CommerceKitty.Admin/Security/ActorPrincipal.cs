using System.Security.Claims;

namespace CommerceKitty.Admin.Security;

/// <summary>A principal that carries its verified actor, so that nothing is looked up twice.</summary>
public class ActorPrincipal(Actor actor, ClaimsIdentity identity) : ClaimsPrincipal(identity)
{
    /// <summary>The user and the key.</summary>
    public Actor Actor { get; } = actor;
}
