using System.Security.Claims;

namespace CommerceKitty.Admin.Security;

/// <summary>The principal of a request whose key was verified: it carries the actor, so that nothing is looked up twice.</summary>
public sealed class ActorPrincipal(Actor actor, ClaimsIdentity identity, KeyAccess key) : ClaimsPrincipal(identity)
{
    /// <summary>The user and the key.</summary>
    public Actor Actor { get; } = actor;

    /// <summary>What the key may do.</summary>
    public KeyAccess Key { get; } = key;
}
