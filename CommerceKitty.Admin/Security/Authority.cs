using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

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
    public static Error? RefuseHandingOut(Actor actor, UserAccess target)
    {
        if (RefuseMinting(actor) is { } minting)
            return minting;
        if (actor.Kind is ActorKind.CommandLine or ActorKind.System || actor.User is { IsOwner: true, Enabled: true })
            return null;
        if (target.IsOwner)
            return OnlyOwner;
        return RefuseGranting(actor, target.Permissions, $"{target.Name} may do more than you");
    }

    /// <summary>Null for the owner and for the operator, else the refusal: nobody else changes what is the owner's (R6).</summary>
    public static Error? RefuseUnlessOwner(Actor actor) =>
        actor.Kind is ActorKind.CommandLine or ActorKind.System || actor.User is { IsOwner: true, Enabled: true } ? null : OnlyOwner;

    /// <summary>Refuses what only the owner may do.</summary>
    internal static readonly Error OnlyOwner = new(
        ErrorKind.Forbidden,
        "only-owner",
        "Only the account owner may do this for the owner's account.");

    /// <summary>Null when the actor may give these permissions to someone, for example to a user group (R6); else the refusal.</summary>
    /// <param name="actor">Who gives.</param>
    /// <param name="permissions">What is given.</param>
    /// <param name="because">Begins the message: why this is about more than the actor holds.</param>
    public static Error? RefuseGranting(Actor actor, PermissionSet permissions, string because = "You cannot give more than you hold")
    {
        if (RefuseMinting(actor) is { } minting)
            return minting;
        if (actor.Kind is ActorKind.CommandLine or ActorKind.System || actor.User is { IsOwner: true, Enabled: true })
            return null;
        var held = actor.User is { Enabled: true } user ? user.Permissions : PermissionSet.None;
        if (held.Covers(permissions))
            return null;
        var missing = permissions.Without(held).Permissions.Select(p => p.Label).ToList();
        var named = string.Join(", ", missing.Take(3)) + (missing.Count > 3 ? $" and {missing.Count - 3} more" : string.Empty);
        return new Error(
            ErrorKind.Forbidden,
            "more-than-held",
            $"{because}: {named}. Ask the account owner, or someone who holds these permissions.");
    }

    /// <summary>The refusal of R7 when the actor came by key: a key never mints power.</summary>
    public static Error? RefuseMinting(Actor actor) => actor.Kind == ActorKind.ApiKey
        ? new Error(
            ErrorKind.Forbidden,
            "key-cannot-grant",
            "An API key cannot create, enable or widen access. Sign in to Commerce Kitty Admin to do this.")
        : null;
}
