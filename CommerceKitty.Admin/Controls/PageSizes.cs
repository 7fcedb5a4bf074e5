using System.Globalization;

namespace CommerceKitty.Admin.Controls;

/// <summary>How many rows one page of a list may show.</summary>
public static class PageSizes
{
    /// <summary>Unless another one is chosen.</summary>
    public const int Standard = 25;

    /// <summary>What one can choose from.</summary>
    public static readonly IReadOnlyList<int> All = [Standard, 50, 100, 200];

    /// <summary>The size that a text names; the standard one for anything else.</summary>
    public static int Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && All.Contains(size) ? size : Standard;
}
