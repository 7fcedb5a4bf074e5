using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Security;

/// <summary>The one answer to "may they?" (R2, R6, R7). Everything that authorizes asks here: services, policies, pages, the API.</summary>
public static class Authority
{
    /// <summary>True when the actor may use the permission (R2). A disabled user may do nothing; the operator may do everything.</summary>
    public static bool May(Actor actor, string permission) => actor.Kind switch
    {
        ActorKind.CommandLine or ActorKind.System => true,
        _ => actor.User is { Enabled: true } user && user.Permissions.Contains(permission),
    };

    /// <summary>Every permission that <see cref="May"/> answers true for.</summary>
    public static PermissionSet PermissionsOf(Actor actor) => actor.Kind switch
    {
        ActorKind.CommandLine or ActorKind.System => PermissionSet.All,
        _ => actor.User is { Enabled: true } user ? user.Permissions : PermissionSet.None,
    };

    /// <summary>Null when the actor may use the permission, else the refusal.</summary>
    public static Error? Refuse(Actor actor, string permission) => May(actor, permission) ? null : Error.MissingPermissionFor(permission);

    /// <summary>Null when the actor may put the power of <paramref name="target"/> into someone's hands, for example by a key
    /// that acts as it (R6); else the refusal. By key it is never allowed (R7).</summary>
    public static Error? RefuseDelegation(Actor actor, UserAccess target)
    {
        if (RefuseGrantingByKey(actor) is { } minting)
            return minting;
        if (IsOwnerOrOperator(actor))
            return null;
        if (target.IsOwner)
            return OnlyOwner;
        return RefuseGranting(actor, target.Permissions, $"{target.Name} may do more than you");
    }

    /// <summary>Null for the owner and for the operator, else the refusal: nobody else changes what is the owner's (R6).</summary>
    public static Error? RefuseUnlessOwner(Actor actor) =>
        IsOwnerOrOperator(actor) ? null : OnlyOwner;

    /// <summary>Refuses what only the owner may do.</summary>
    public static readonly Error OnlyOwner = new(
        ErrorKind.Forbidden,
        "only-owner",
        "Only the account owner may do this for the owner's account.");

    /// <summary>Null when the actor may give these permissions to someone, for example to a user group (R6); else the refusal.</summary>
    /// <param name="actor">Who gives.</param>
    /// <param name="permissions">What is given.</param>
    /// <param name="because">Begins the message: why this is about more than the actor holds.</param>
    public static Error? RefuseGranting(Actor actor, PermissionSet permissions, string because = "You cannot give more than you hold")
    {
        if (RefuseGrantingByKey(actor) is { } minting)
            return minting;
        if (IsOwnerOrOperator(actor))
            return null;
        var held = actor.User is { Enabled: true } user ? user.Permissions : PermissionSet.None;
        if (held.Covers(permissions))
            return null;
        // Not among the API's codes: a key is refused by R7 before it comes here.
        var missing = permissions.Without(held).Permissions.Select(p => p.Label).ToList();
        var named = string.Join(", ", missing.Take(3)) + (missing.Count > 3 ? $" and {missing.Count - 3} more" : string.Empty);
        return new Error(
            ErrorKind.Forbidden,
            "more-than-held",
            $"{because}: {named}. Ask the account owner, or someone who holds these permissions.");
    }

    /// <summary>The refusal of R7 when the actor came by key: a key never mints power.</summary>
    public static Error? RefuseGrantingByKey(Actor actor) => actor.Kind == ActorKind.ApiKey
        ? new Error(
            ErrorKind.Forbidden,
            "key-cannot-grant",
            "An API key cannot create, enable or widen access. Sign in to Commerce Kitty Admin to do this.")
        : null;

    private static bool IsOwnerOrOperator(Actor actor) =>
        actor.Kind is ActorKind.CommandLine or ActorKind.System || actor.User is { IsOwner: true, Enabled: true };
}
