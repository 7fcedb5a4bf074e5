using System.Linq.Expressions;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>A key: a name, the user it acts as, and the hash of a value that only its creation ever saw (R5).</summary>
public sealed class ApiKey
{
    public int Id { get; init; }

    /// <summary>What people recognize it by; need not be unique.</summary>
    public required string Name { get; set; }

    /// <summary>The user it acts as.</summary>
    public required int UserId { get; init; }

    public User? User { get; init; }

    /// <summary>SHA-256 of the value; 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The value's first characters, see <see cref="ApiKeyToken.Hint"/>.</summary>
    public required string Hint { get; set; }

    /// <summary>SHA-256 of the value before the last rotation; null when there was none, or it was ended: then it is an
    /// <see cref="ApiKeyEndedValue"/>.</summary>
    public byte[]? PreviousHash { get; set; }

    /// <summary>UTC; from then on the value before the last rotation is rejected.</summary>
    public DateTime? PreviousUntil { get; set; }

    /// <summary>The first characters of the value before the last rotation; null when there is no <see cref="PreviousHash"/>.</summary>
    public string? PreviousHint { get; set; }

    /// <summary>True while the value before the last rotation waits for the first use of the new one, to end
    /// <see cref="FirstUseGrace"/> later, and at <see cref="PreviousUntil"/> at the latest.</summary>
    public bool PreviousEndsOnUse { get; set; }

    /// <summary>UTC; the last rotation. Null when the value is the one that the key was made with.</summary>
    public DateTime? RotatedAt { get; set; }

    /// <summary>The person who rotated it last and saw its present value; null when it still has its first value, or rotated
    /// itself.</summary>
    public int? RotatedById { get; set; }

    /// <summary>The person who saw the value before the last rotation; null when nobody did, or it does not work any more.</summary>
    public int? PreviousSeenById { get; set; }

    /// <summary>Switched on. A key that is off keeps its record and can be switched on again.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>UTC; from then on a key that is off works again. Null when it stays off.</summary>
    public DateTime? PausedUntil { get; set; }

    /// <summary>From where it is accepted, as <see cref="NetworkList.ToString"/> writes it (R4). Null for anywhere, empty for
    /// nowhere.</summary>
    public string? AllowedNetworks { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The person who made it and saw its value; null when it was made at the command line.</summary>
    public int? CreatedById { get; init; }

    /// <summary>Their name at that time.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>UTC; from then on it is rejected (R4). Null when it never expires.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>UTC; since when it is known to have expired. From then on it stays expired, also when the clock is set back, until someone
    /// gives it another end. Null before.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Why it never expires; null when it does, or nobody said.</summary>
    public string? NeverExpiresReason { get; set; }

    /// <summary>The person who is told what happens to it; null for the one who made it.</summary>
    public int? ResponsibleUserId { get; set; }

    /// <summary>UTC; null while it is not revoked. Revoking is for good.</summary>
    public DateTime? RevokedAt { get; set; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; set; }

    /// <summary>How many requests a minute it may make; null for as many as the settings say.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>UTC; when a value of it was first seen to cross the network over plain HTTP (R14). Null when none was.</summary>
    public DateTime? ExposedAt { get; private set; }

    /// <summary>From which address.</summary>
    public string? ExposedFrom { get; private set; }

    /// <summary>The hint of that value: a rotation gives the key another one.</summary>
    public string? ExposedHint { get; private set; }

    /// <summary>Counts changes, so that two admins never overwrite each other unseen.</summary>
    public int Version { get; set; }

    /// <summary>When and from where it was last accepted; null when it never was.</summary>
    public ApiKeyLastUse? LastUse { get; init; }

    /// <summary>What it is found by. Stored, and computed again for every save.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Name, Hint);
        private set { }
    }

    /// <summary>The person who saw its present value; null when nobody did.</summary>
    private int? SeenById => RotatedAt is null ? CreatedById : RotatedById;

    /// <summary>The keys that act as the user, and those of which the user saw a value that works.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="now">UTC.</param>
    public static Expression<Func<ApiKey, bool>> OfOrSeenBy(int userId, DateTime now) => k => k.UserId == userId
        || (k.RotatedAt == null ? k.CreatedById : k.RotatedById) == userId || (k.PreviousUntil > now && k.PreviousSeenById == userId);

    /// <summary>Its own state, whatever its user's is.</summary>
    public ApiKeyStatus Status => RevokedAt is not null ? ApiKeyStatus.Revoked : Enabled ? ApiKeyStatus.Active : ApiKeyStatus.Disabled;

    /// <summary>True when it is on at this time: switched on, or its pause is over.</summary>
    /// <param name="at">UTC.</param>
    public bool IsEnabledAt(DateTime at) => Enabled || PausedUntil <= at;

    /// <summary>Enables the key, and ends its pause. The caller has made sure that it is not revoked.</summary>
    /// <param name="at">UTC; now.</param>
    /// <returns>False when it was enabled already; then nothing changes.</returns>
    public bool Enable(DateTime at)
    {
        if (IsEnabledAt(at))
            return false;
        (Enabled, PausedUntil) = (true, null);
        return true;
    }

    /// <summary>Disables the key until someone enables it; a pause becomes that too.</summary>
    /// <returns>False when it was disabled so already.</returns>
    public bool Disable()
    {
        var changes = Enabled || PausedUntil is not null;
        (Enabled, PausedUntil) = (false, null);
        return changes;
    }

    /// <summary>Switches the key off until a time. The caller has made sure that it is on, or paused.</summary>
    /// <param name="until">UTC.</param>
    /// <returns>False when it was paused until then already.</returns>
    public bool Pause(DateTime until)
    {
        var changes = Enabled || PausedUntil != until;
        (Enabled, PausedUntil) = (false, until);
        return changes;
    }

    /// <summary>Revokes the key for good.</summary>
    /// <param name="by">Who revokes it.</param>
    /// <param name="at">UTC.</param>
    /// <returns>False when it was revoked already; then nothing changes.</returns>
    public bool Revoke(string by, DateTime at)
    {
        if (RevokedAt is not null)
            return false;
        (RevokedAt, RevokedBy) = (at, by);
        return true;
    }

    /// <summary>Sets the key's end, never later than it would end anyway.</summary>
    /// <param name="end">UTC.</param>
    /// <returns>False when it ends by then already; then nothing changes.</returns>
    public bool EndAt(DateTime end)
    {
        if (ExpiresAt <= end)
            return false;
        (ExpiresAt, NeverExpiresReason) = (end, null);
        return true;
    }

    /// <summary>Gives the key another end, sooner or later than the one it has. The caller has made sure that it may be that one.</summary>
    /// <param name="end">UTC; null for none.</param>
    /// <param name="reason">Why it never expires; counts only without an end.</param>
    /// <returns>False when nothing changes.</returns>
    public bool MoveEnd(DateTime? end, string? reason)
    {
        reason = end is null ? reason : null;
        if (ExpiresAt == end && NeverExpiresReason == reason && EndedAt is null)
            return false;
        (ExpiresAt, NeverExpiresReason, EndedAt) = (end, reason, null);
        return true;
    }

    /// <summary>Notes that it has expired, so that it stays so. The caller has made sure that its end has come.</summary>
    /// <param name="now">UTC.</param>
    public void NoteEnd(DateTime now) => EndedAt ??= now;

    /// <summary>How long the value before a rotation works after the first use of the new one, where it waits for that.</summary>
    public static readonly TimeSpan FirstUseGrace = TimeSpan.FromHours(1);

    /// <summary>Gives the key another value. At most two work at a time.</summary>
    /// <param name="value">The new value; only its hash and hint are kept.</param>
    /// <param name="previousUntil">UTC; how long the old value is accepted. Null to end it at once.</param>
    /// <param name="at">UTC; now.</param>
    /// <param name="endsOnUse">The old value ends earlier, once the new one is used.</param>
    /// <param name="byId">The person who sees the new value; null when the key rotates itself.</param>
    /// <returns>The values that ended by it, to be remembered.</returns>
    public IReadOnlyList<ApiKeyEndedValue> Rotate(
        string value, DateTime? previousUntil, DateTime at, bool endsOnUse = false, int? byId = null)
    {
        var ended = new List<ApiKeyEndedValue>();
        var seenById = SeenById;
        if (EndPrevious(at) is { } older)
            ended.Add(older);
        if (previousUntil is null)
            ended.Add(new ApiKeyEndedValue { Hash = Hash, ApiKeyId = Id, Hint = Hint, EndedAt = at });
        else
        {
            (PreviousHash, PreviousHint, PreviousUntil, PreviousEndsOnUse) = (Hash, Hint, previousUntil, endsOnUse);
            PreviousSeenById = seenById;
        }

        (Hash, Hint, RotatedAt, RotatedById) = (ApiKeyToken.Hash(value), ApiKeyToken.Hint(value), at, byId);
        return ended;
    }

    /// <summary>Ends the value before the last rotation, on every node whatever its clock says (R12).</summary>
    /// <param name="at">UTC; now.</param>
    /// <returns>The value, to be remembered; null when there is none.</returns>
    public ApiKeyEndedValue? EndPrevious(DateTime at)
    {
        if (PreviousHash is not { } hash)
            return null;
        var ended = new ApiKeyEndedValue
        {
            Hash = hash,
            ApiKeyId = Id,
            Hint = PreviousHint ?? string.Empty,
            EndedAt = PreviousUntil < at ? PreviousUntil.Value : at,
        };
        (PreviousHash, PreviousHint, PreviousUntil, PreviousEndsOnUse) = (null, null, null, false);
        PreviousSeenById = null;
        return ended;
    }

    /// <summary>The new value was used: the one before goes on for <see cref="FirstUseGrace"/>, where it waits for that.</summary>
    /// <param name="firstUse">UTC.</param>
    /// <returns>False when it does not wait; then nothing changes.</returns>
    public bool EndPreviousAfter(DateTime firstUse)
    {
        if (!PreviousEndsOnUse || PreviousHash is null)
            return false;
        var end = firstUse + FirstUseGrace;
        (PreviousUntil, PreviousEndsOnUse) = (PreviousUntil < end ? PreviousUntil : end, false);
        return true;
    }

    /// <summary>Notes that a value was sent in the clear.</summary>
    /// <param name="at">UTC.</param>
    /// <param name="from">The sender's address.</param>
    /// <param name="hint">The value's hint.</param>
    /// <returns>False when that is known of this value, or of a newer one; then nothing changes.</returns>
    public bool Expose(DateTime at, string? from, string hint)
    {
        // The mark of the present value stays: who goes on sending the one before it would hide it.
        if (ExposedHint == hint || (ExposedHint == Hint && hint == PreviousHint))
            return false;
        (ExposedAt, ExposedFrom, ExposedHint) = (at, from, hint);
        return true;
    }

    /// <summary>Null unless the key is revoked, which cannot be undone.</summary>
    public Error? RefuseRevoked() => RevokedAt is null
        ? null
        : new Error(ErrorKind.Conflict, "key-revoked", $"{Name} was revoked by {RevokedBy}. This can't be undone: make a new key.");
}
