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

    /// <summary>SHA-256 of the value before the last rotation; null when there was none, or it ended at once.</summary>
    public byte[]? PreviousHash { get; set; }

    /// <summary>UTC; from then on the value before the last rotation is rejected.</summary>
    public DateTime? PreviousUntil { get; set; }

    /// <summary>Switched on. A key that is off keeps its record and can be switched on again.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The person who made it and saw its value; null when it was made at the command line.</summary>
    public int? CreatedById { get; init; }

    /// <summary>Their name at that time.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>UTC; from then on it is rejected (R4). Null when it never expires.</summary>
    public DateTime? ExpiresAt { get; set; }

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

    /// <summary>Its own state, whatever its user's is.</summary>
    public ApiKeyStatus Status => RevokedAt is not null ? ApiKeyStatus.Revoked : Enabled ? ApiKeyStatus.Active : ApiKeyStatus.Disabled;

    /// <summary>Enables the key. The caller has made sure that it is not revoked.</summary>
    /// <returns>False when it was enabled already.</returns>
    public bool Enable()
    {
        var changes = !Enabled;
        Enabled = true;
        return changes;
    }

    /// <summary>Disables the key.</summary>
    /// <returns>False when it was disabled already.</returns>
    public bool Disable()
    {
        var changes = Enabled;
        Enabled = false;
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
        ExpiresAt = end;
        return true;
    }

    /// <summary>Gives the key another value.</summary>
    /// <param name="value">The new value; only its hash and hint are kept.</param>
    /// <param name="previousUntil">UTC; how long the old value is accepted. Null to end it at once.</param>
    public void Rotate(string value, DateTime? previousUntil)
    {
        (PreviousHash, PreviousUntil) = (previousUntil is null ? null : Hash, previousUntil);
        (Hash, Hint) = (ApiKeyToken.Hash(value), ApiKeyToken.Hint(value));
    }

    /// <summary>Notes that a value was sent in the clear.</summary>
    /// <param name="at">UTC.</param>
    /// <param name="from">The sender's address.</param>
    /// <param name="hint">The value's hint.</param>
    /// <returns>False when that is known of this value; then nothing changes.</returns>
    public bool Expose(DateTime at, string? from, string hint)
    {
        if (ExposedHint == hint)
            return false;
        (ExposedAt, ExposedFrom, ExposedHint) = (at, from, hint);
        return true;
    }

    /// <summary>Null unless the key is revoked, which cannot be undone.</summary>
    public Error? RefuseRevoked() => RevokedAt is null
        ? null
        : new Error(ErrorKind.Conflict, "key-revoked", $"{Name} was revoked by {RevokedBy}. This can't be undone: make a new key.");
}
