using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Access;

/// <summary>A key's own state, as authentication sees it.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="UserId">Whose permissions it has.</param>
/// <param name="Enabled">Switched on.</param>
/// <param name="Revoked">Revoked for good.</param>
/// <param name="ValidUntil">UTC; from then on the value is rejected. Null when it never ends.</param>
/// <param name="RequestsPerMinute">Its own limit; null for the usual one.</param>
/// <param name="EndsByRotation">The value ends because a rotation replaced it.</param>
/// <param name="ExpiresAt">UTC; from then on the key is rejected, whichever of its values is sent. Null when it never ends.</param>
public sealed record KeyState(
    int Id, int UserId, bool Enabled, bool Revoked, DateTime? ValidUntil, int? RequestsPerMinute, bool EndsByRotation = false,
    DateTime? ExpiresAt = null)
{
    /// <summary>True when it was found by a value that a rotation replaced.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>True when it was found by a value that ended after a rotation, whatever the clock says.</summary>
    public bool IsEnded { get; init; }

    /// <summary>UTC; until then two values work and uses are counted for each. Null when one works.</summary>
    public DateTime? OverlapUntil { get; init; }

    /// <summary>UTC; from then on a key that is switched off works again.</summary>
    public DateTime? PausedUntil { get; init; }

    /// <summary>From where it is accepted; null for anywhere.</summary>
    public NetworkList? Networks { get; init; }
}
