namespace CommerceKitty.Admin.Entities;

/// <summary>Why a request to the API was refused.</summary>
/// <example>revoked</example>
public enum RefusalReason
{
    // Stored by number: never renumber.

    /// <summary>The value has a key's form, but no key has it.</summary>
    Unknown = 0,

    /// <summary>The value has not a key's form, or its checksum does not fit.</summary>
    Malformed = 1,

    /// <summary>No key was sent.</summary>
    NoCredentials = 2,

    /// <summary>Credentials were sent twice, or in two ways.</summary>
    TwoCredentials = 3,

    /// <summary>The key is disabled.</summary>
    Disabled = 4,

    /// <summary>The key is revoked.</summary>
    Revoked = 5,

    /// <summary>The key has expired.</summary>
    Expired = 6,

    /// <summary>The key was rotated, and the time of its old value is over.</summary>
    Replaced = 7,

    /// <summary>The user that the key acts as is disabled.</summary>
    UserDisabled = 8,

    /// <summary>The key is accepted, but its user lacks the permission.</summary>
    Forbidden = 9,

    /// <summary>More requests than the rate limit allows.</summary>
    Limited = 10,

    /// <summary>Sent over plain HTTP from another machine.</summary>
    PlainHttp = 11,

    /// <summary>A sign-in with an email that no user has.</summary>
    UnknownEmail = 12,

    /// <summary>The key is not accepted from the caller's address.</summary>
    Network = 20,
}
