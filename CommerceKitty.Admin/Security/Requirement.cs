using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Security;

/// <summary>What an operation requires of its actor. Usually a permission, which converts to a requirement by itself.</summary>
public sealed class Requirement
{
    private readonly Func<Actor, Error?> _refuse;

    private Requirement(Func<Actor, Error?> refuse) => _refuse = refuse;

    /// <summary>The actor came by API key: an operation of a key on itself (R7).</summary>
    public static readonly Requirement OwnKey = new(actor => actor.ApiKeyId is null ? Error.NotFound("API key") : null);

    /// <summary>The actor is a signed-in person: an operation on what is that person's own.</summary>
    public static readonly Requirement SignedIn = new(actor =>
        actor is { Kind: ActorKind.Person, User.Enabled: true } ? null : Error.Unauthenticated);

    /// <summary>The actor is the account owner, signed in (R6).</summary>
    public static readonly Requirement SignedInOwner = new(actor =>
        actor is { Kind: ActorKind.Person, User: { IsOwner: true, Enabled: true } } ? null : Authority.OnlyOwner);

    /// <summary>The actor is the operator at the command line of the server's machine.</summary>
    public static readonly Requirement CommandLine = new(actor => actor.Kind == ActorKind.CommandLine ? null : Authority.OnlyOwner);

    /// <summary>A permission of the catalogue (R2).</summary>
    public static implicit operator Requirement(string permission) => new(actor => Authority.Refuse(actor, permission));

    /// <summary>Both of two permissions: the answer shows what needs the second.</summary>
    public static Requirement Both(string first, string second) => ((Requirement)first).And(second);

    /// <summary>One of two permissions; without either, the refusal names the first.</summary>
    public static Requirement Either(string first, string second) =>
        new(actor => Authority.May(actor, second) ? null : Authority.Refuse(actor, first));

    /// <summary>This requirement and a permission.</summary>
    public Requirement And(string permission) => new(actor => Refuse(actor) ?? Authority.Refuse(actor, permission));

    /// <summary>Null when the actor meets the requirement, else the refusal.</summary>
    public Error? Refuse(Actor actor) => _refuse(actor);
}
