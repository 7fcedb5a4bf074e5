namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The overlaps of a rotation.</summary>
public static class RotationOverlaps
{
    /// <summary>How long an old value waits for the first use of the new one.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>Each with its name at the command line and its words.</summary>
    public static readonly IReadOnlyList<(RotationOverlap Overlap, string Name, string Text)> All =
    [
        (RotationOverlap.FirstUse, "first-use", "Until 1 hour after the new value is first used"),
        (RotationOverlap.OneHour, "1h", "For 1 hour"),
        (RotationOverlap.OneDay, "24h", "For 24 hours"),
        (RotationOverlap.SevenDays, "7d", "For 7 days"),
        (RotationOverlap.None, "none", "Not at all: it ends now"),
    ];

    /// <summary>How long the old value works at most; null when it ends at once.</summary>
    public static TimeSpan? LengthOf(RotationOverlap overlap) => overlap switch
    {
        RotationOverlap.None => null,
        RotationOverlap.OneHour => TimeSpan.FromHours(1),
        RotationOverlap.OneDay => TimeSpan.FromHours(24),
        RotationOverlap.SevenDays => TimeSpan.FromDays(7),
        RotationOverlap.FirstUse => LongestWait,
        _ => throw new ArgumentOutOfRangeException(nameof(overlap)),
    };
}
