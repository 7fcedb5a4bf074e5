namespace CommerceKitty.Admin.Controls;

/// <summary>How a state feels; each has a sign and a colour of its own.</summary>
public enum StatusTone
{
    /// <summary>Works, done.</summary>
    Good,

    /// <summary>Open, waiting.</summary>
    Waiting,

    /// <summary>Half done.</summary>
    Partial,

    /// <summary>Switched off for now.</summary>
    Paused,

    /// <summary>Ended for good.</summary>
    Ended,
}
