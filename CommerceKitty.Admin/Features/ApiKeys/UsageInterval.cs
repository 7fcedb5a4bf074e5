namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The length of an interval of usage.</summary>
/// <example>day</example>
public enum UsageInterval
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day in UTC.</summary>
    Day,
}
