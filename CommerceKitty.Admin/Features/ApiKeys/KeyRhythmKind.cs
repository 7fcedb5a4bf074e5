namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How often a key is usually used.</summary>
public enum KeyRhythmKind
{
    /// <summary>In nearly every hour.</summary>
    Hourly,

    /// <summary>At some hours of each day.</summary>
    Daily,

    /// <summary>At some hours of a week.</summary>
    Weekly,
}
