namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How long a key is paused: one of both.</summary>
/// <param name="For">From now on.</param>
/// <param name="Until">UTC.</param>
public sealed record PauseApiKeyRequest(TimeSpan? For, DateTime? Until = null)
{
    /// <summary>The longest pause, in days: what is to stay off longer is disabled.</summary>
    public const int MaximumDays = 90;

    /// <summary>When the pause ends; null when that is not in the time that may be chosen.</summary>
    /// <param name="now">UTC.</param>
    public DateTime? ReadEnd(DateTime now)
    {
        if (For > TimeSpan.FromDays(MaximumDays))
            return null;
        var end = For is { } length ? now + length : Until;
        return end > now && end <= now.AddDays(MaximumDays) ? end : null;
    }
}
