using System.Collections.Frozen;
using System.Globalization;

namespace CommerceKitty.Admin.Common;

/// <summary>Amounts as people read them.</summary>
public static class Money
{
    private static readonly FrozenDictionary<string, string> Symbols =
        new Dictionary<string, string> { ["EUR"] = "€", ["GBP"] = "£", ["USD"] = "$" }.ToFrozenDictionary();

    private static readonly FrozenSet<string> WithoutCents =
        new[] { "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF" }.ToFrozenSet();

    /// <summary>For example "€ 1,234.50", "CHF 12.00", "JPY 1,200"; the space does not break.</summary>
    /// <param name="amount">In whole units of the currency.</param>
    /// <param name="currency">ISO 4217.</param>
    public static string InWords(decimal amount, string currency)
    {
        // More digits than usual are shown rather than hidden: what is shown must add up.
        var format = WithoutCents.Contains(currency) ? "#,##0.####" : "#,##0.00##";
        return $"{Symbols.GetValueOrDefault(currency, currency)}\u00A0{amount.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
