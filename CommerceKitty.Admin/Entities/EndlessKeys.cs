namespace CommerceKitty.Admin.Entities;

/// <summary>Whether API keys may be without an end. Stored by name.</summary>
public enum EndlessKeys
{
    /// <summary>They may.</summary>
    Allowed,

    /// <summary>They may, and someone says why.</summary>
    WithReason,

    /// <summary>Every key ends.</summary>
    Refused,
}
