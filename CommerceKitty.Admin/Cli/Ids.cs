using System.Globalization;

namespace CommerceKitty.Admin.Cli;

/// <summary>How numbers stand in a table.</summary>
internal static class Ids
{
    /// <summary>The digits.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
