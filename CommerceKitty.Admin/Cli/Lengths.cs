using System.Globalization;

namespace CommerceKitty.Admin.Cli;

/// <summary>Lengths of time as operators type them.</summary>
public static class Lengths
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1))];

    /// <summary>The length of a text like <c>15min</c>, <c>1h</c> or <c>7d</c>; null when it is none.</summary>
    public static TimeSpan? Read(string text)
    {
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is > 0 and <= 100_000)
            {
                return length * count;
            }
        }

        return null;
    }
}
