using System.Security.Claims;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access;

/// <summary>The principal of a request whose key was verified, with what the key may do.</summary>
public sealed class ApiKeyPrincipal(Actor actor, ClaimsIdentity identity, KeyAccess key) : ActorPrincipal(actor, identity)
{
    /// <summary>What the key may do.</summary>
    public KeyAccess Key { get; } = key;
}
