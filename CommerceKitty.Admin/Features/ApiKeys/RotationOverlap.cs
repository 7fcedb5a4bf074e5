namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How long the old value of a key works after a rotation.</summary>
public enum RotationOverlap
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>One hour.</summary>
    OneHour,

    /// <summary>24 hours.</summary>
    OneDay,

    /// <summary>Seven days.</summary>
    SevenDays,

    /// <summary>Until one hour after the new value was first used, and 30 days at most.</summary>
    FirstUse,
}
