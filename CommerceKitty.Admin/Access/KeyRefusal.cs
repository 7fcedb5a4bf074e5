namespace CommerceKitty.Admin.Access;

/// <summary>Why a key was not accepted. For us alone; callers all get the same answer (R9).</summary>
public enum KeyRefusal
{
    /// <summary>Not of a key's form, or the checksum does not fit.</summary>
    Malformed,

    /// <summary>Of a key's form, but no such key exists.</summary>
    Unknown,

    /// <summary>Switched off.</summary>
    Disabled,

    /// <summary>Revoked for good.</summary>
    Revoked,

    /// <summary>Past its end.</summary>
    Expired,

    /// <summary>The value before the last rotation, and its time is over.</summary>
    Replaced,

    /// <summary>The user it acts as is disabled.</summary>
    UserDisabled,

    /// <summary>The caller's address is not in its allowed networks.</summary>
    Network,
}
