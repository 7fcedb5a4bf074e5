using System.Net;
using System.Security.Claims;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Security;

/// <summary>Who acts in this scope: an HTTP request, a circuit or a command. It remembers who signed in, not what they may do:
/// a signed-in person's permissions are read again for every operation (R3).</summary>
public sealed class CurrentActor(IUserAccessSource access)
{
    private Actor? _fixedActor;
    private int? _userId;
    private string? _securityStamp;
    private int? _sessionId;
    private IPAddress? _address;

    /// <summary>Sets an actor that stays the same for the whole scope: the command line, or a request whose key was just
    /// verified.</summary>
    public void ActAs(Actor actor) => _fixedActor = actor;

    /// <summary>Sets the person of an Identity cookie; someone anonymous clears it.</summary>
    public void ActAs(ClaimsPrincipal principal)
    {
        if (principal is ActorPrincipal verified)
        {
            ActAs(verified.Actor);
            return;
        }

        _fixedActor = null;
        _userId = int.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), provider: null, out var id) ? id : null;
        _securityStamp = principal.FindFirstValue(ClaimNames.SecurityStamp);
        _sessionId = ClaimNames.SessionIdOf(principal);
    }

    /// <summary>Sets the address the person comes from, for the audit trail.</summary>
    public void ComesFrom(IPAddress? address) => _address = address;

    /// <summary>The actor with the permissions of this moment, or null when nobody works here: not signed in, disabled,
    /// or signed out everywhere.</summary>
    public async Task<Actor?> GetAsync(CancellationToken ct = default)
    {
        if (_fixedActor is not null)
            return _fixedActor;
        if (_userId is not { } id)
            return null;
        var user = await access.FindSignedInAsync(id, _sessionId, ct);
        return user is { Enabled: true } && user.SecurityStamp == _securityStamp ? Actor.Person(user, _address, _sessionId) : null;
    }

    /// <summary>The actor, if there is one that meets the requirement now; else the refusal.</summary>
    public async Task<Result<Actor>> RequireAsync(Requirement requirement, CancellationToken ct = default)
    {
        if (await GetAsync(ct) is not { } actor)
            return Error.Unauthenticated;
        return requirement.Refuse(actor) is { } refusal ? refusal : actor;
    }

    /// <summary>True when the actor may use the permission now; for showing and hiding, never instead of the service's own
    /// demand.</summary>
    public async Task<bool> MayAsync(string permission, CancellationToken ct = default) =>
        await GetAsync(ct) is { } actor && Authority.May(actor, permission);

    /// <summary>Everything the actor may do now, in one answer; nothing when nobody is signed in. Pages show and hide by it; services
    /// still demand each permission themselves.</summary>
    public async Task<PermissionSet> PermissionsAsync(CancellationToken ct = default) =>
        await GetAsync(ct) is { } actor ? Authority.PermissionsOf(actor) : PermissionSet.None;
}
