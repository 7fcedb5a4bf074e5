using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>When a key is to end. Nothing of it is "no end" by accident: that is only <see cref="Never"/>.</summary>
public sealed record KeyEnd
{
    /// <summary>As the settings say.</summary>
    public static readonly KeyEnd Default = new();

    private KeyEnd()
    {
    }

    /// <summary>Days from now; null when it is said otherwise.</summary>
    public int? Days { get; private init; }

    /// <summary>UTC; null when it is said otherwise.</summary>
    public DateTime? At { get; private init; }

    /// <summary>The key does not end.</summary>
    public bool IsNever { get; private init; }

    /// <summary>Why it does not end.</summary>
    public string? Reason { get; private init; }

    /// <summary>So many days from now, 1 to <see cref="AccountSettings.MostLifeDays"/>.</summary>
    public static KeyEnd InDays(int days) => new() { Days = days };

    /// <summary>At this time (UTC).</summary>
    public static KeyEnd On(DateTime at) => at.Kind == DateTimeKind.Utc
        ? new() { At = at }
        : throw new ArgumentException("A key ends at a UTC time.", nameof(at));

    /// <summary>Not at all.</summary>
    /// <param name="reason">Why; the settings may require it.</param>
    public static KeyEnd Never(string? reason = null) => new() { IsNever = true, Reason = reason };

    /// <summary>Checks what can be checked without the settings, and cleans the reason.</summary>
    internal Result<KeyEnd> Clean()
    {
        if (Days is < 1 or > AccountSettings.MostLifeDays)
        {
            return Error.Invalid("expiresInDays", string.Create(CultureInfo.InvariantCulture,
                $"Choose an end between 1 and {AccountSettings.MostLifeDays:N0} days from now."));
        }

        var reason = TextRules.OptionalLine(
            Reason, "neverExpiresReason", "The reason", ApiKeyFindingAcceptance.ReasonLength);
        return reason.IsDone ? this with { Reason = reason.Value.Length == 0 ? null : reason.Value } : reason.Error;
    }

    /// <summary>The refusal of more days than the settings allow. A date may be up to the end of the last day; days are counted.</summary>
    internal Error? RefuseDays(AccountSettings settings) => Days > settings.LongestLifeDays
        ? Error.Invalid("expiresAt", string.Create(CultureInfo.InvariantCulture,
            $"API keys expire after at most {settings.LongestLifeDays:N0} {(settings.LongestLifeDays == 1 ? "day" : "days")}."))
        : null;

    /// <summary>The end itself; null for none.</summary>
    internal DateTime? From(DateTime now, AccountSettings settings) =>
        IsNever ? null : At ?? (Days is { } days ? now.AddDays(days) : settings.DefaultEnd(now));
}
