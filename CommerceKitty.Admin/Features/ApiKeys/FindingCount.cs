using System.Globalization;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How many keys have a finding that nobody has accepted for now.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Count">How many; at most one more than <see cref="Most"/>.</param>
public sealed record FindingCount(ApiKeyFinding Finding, int Count)
{
    /// <summary>Where counting ends: of a million keys nobody needs to know more.</summary>
    public const int Most = 1_000;

    /// <summary>For example "12" or "1,000+".</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(Count, Most):N0}{(Count > Most ? "+" : null)}");
}
