using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>One kind of thing that a dossier tells, as a table.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Permission">What seeing it requires beside seeing the user and API keys; null for nothing more.</param>
/// <param name="Most">The most rows, the newest.</param>
/// <param name="Bound">What is left out in any case, in a sentence; null for nothing.</param>
public sealed record DossierPart(string Name, string Title, string? Permission, int Most, string? Bound = null)
{
    /// <summary>Who the user is.</summary>
    public static readonly DossierPart User = new("user", "User", null, 1);

    /// <summary>The keys that act as the user and those whose value the user saw, revoked ones included.</summary>
    public static readonly DossierPart Keys = new("api-keys", "API keys", Permissions.ApiKeys.ViewAll, 1_000);

    /// <summary>How often the user's keys were used.</summary>
    public static readonly DossierPart Usage = new(
        "usage", "Usage by day and permission", Permissions.ApiKeys.ViewAll, 10_000, "Days are those of UTC. It covers 90 days.");

    /// <summary>The newest requests of the user's keys.</summary>
    public static readonly DossierPart Calls = new(
        "calls", "Recent calls", Permissions.ApiKeys.ViewAll, 10_000,
        "The latest 200 calls of each key are kept, and failed ones of 7 days.");

    /// <summary>Why requests of the user's keys were refused.</summary>
    public static readonly DossierPart Refusals = new(
        "refusals", "Refusals", Permissions.ApiKeys.ViewAll, 10_000, "They are kept for 90 days.");

    /// <summary>What the user could do, from each change on.</summary>
    public static readonly DossierPart History = new("permissions", "Permissions over time", Permissions.AuditLog.ViewAll, 1_000);

    /// <summary>Where the user signed in.</summary>
    public static readonly DossierPart Sessions = new(
        "sessions", "Sessions", null, 1_000, "A session is kept for 30 days after its end.");

    /// <summary>What the user did, and what was done to the user and to the keys.</summary>
    public static readonly DossierPart Audit = new("audit-log", "Audit log", Permissions.AuditLog.ViewAll, 10_000);

    /// <summary>Whether the audit log is unchanged.</summary>
    public static readonly DossierPart Verification = new(
        "audit-verification", "Integrity of the audit log", Permissions.AuditLog.ViewAll, 1);

    /// <summary>All parts in their order.</summary>
    public static readonly IReadOnlyList<DossierPart> All =
        [User, Keys, Usage, Calls, Refusals, History, Sessions, Audit, Verification];

    /// <summary>What the whole dossier requires.</summary>
    public static Requirement Floor => Requirement.Both(Permissions.ApiKeys.View, Permissions.Users.View);

    /// <summary>What reading this part requires.</summary>
    public Requirement Requirement => Permission is { } more ? Floor.And(more) : Floor;

    /// <summary>Null when the actor may see it, else the refusal.</summary>
    public Error? Refuse(Actor actor) => Requirement.Refuse(actor);
}
