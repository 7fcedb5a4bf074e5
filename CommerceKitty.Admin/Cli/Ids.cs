using System.Globalization;

namespace CommerceKitty.Admin.Cli;

/// <summary>Formats numbers for a table.</summary>
internal static class Ids
{
    /// <summary>The digits, the same in every culture.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
