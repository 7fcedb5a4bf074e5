namespace CommerceKitty.Admin.Entities;

/// <summary>A person's sign-in at one browser. Its id is a claim of the cookie; a session that ended is rejected (R3).</summary>
public sealed class UserSession
{
    public int Id { get; init; }

    public required int UserId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>UTC; up to a minute late.</summary>
    public required DateTime LastSeenAt { get; set; }

    /// <summary>UTC; null while it goes on.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Where it was signed in from.</summary>
    public required string Address { get; init; }

    /// <summary>What the browser said it is; data, never markup.</summary>
    public required string UserAgent { get; init; }
}
