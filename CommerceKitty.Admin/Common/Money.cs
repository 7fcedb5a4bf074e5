using System.Collections.Frozen;
using System.Globalization;

namespace CommerceKitty.Admin.Common;

/// <summary>Amounts as people read them, and the shape of amounts that are given.</summary>
public static class Money
{
    /// <summary>The highest price of one piece, in whole units of any currency.</summary>
    public const decimal MaximumPrice = 99_999_999.9999m;

    /// <summary>The highest total of an order; the database keeps 15 digits before the point.</summary>
    public const decimal MaximumTotal = 99_999_999_999_999m;

    /// <summary>Digits after the point that are kept.</summary>
    private const int Decimals = 4;

    private const NumberStyles PriceStyles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign
        | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    private static readonly FrozenDictionary<string, string> Symbols =
        new Dictionary<string, string> { ["EUR"] = "€", ["GBP"] = "£", ["USD"] = "$" }.ToFrozenDictionary();

    private static readonly FrozenSet<string> WithoutCents =
        new[] { "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF" }.ToFrozenSet();

    /// <summary>For example "€ 1,234.50", "CHF 12.00", "JPY 1,200"; the space does not break.</summary>
    /// <param name="amount">In whole units of the currency.</param>
    /// <param name="currency">ISO 4217.</param>
    public static string ToDisplayText(decimal amount, string currency)
    {
        // More digits than usual are shown rather than hidden: what is shown must add up.
        var format = WithoutCents.Contains(currency) ? "#,##0.####" : "#,##0.00##";
        return $"{Symbols.GetValueOrDefault(currency, currency)}\u00A0{amount.ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <summary>A price: not negative, at most <see cref="MaximumPrice"/>, and no more digits than are kept: rounding money unasked would
    /// be
    /// a lie.</summary>
    public static Result<decimal?> ReadPrice(decimal price, string field)
    {
        if (price is < 0 or > MaximumPrice)
            return Error.Invalid(field, string.Create(CultureInfo.InvariantCulture, $"The price is not between 0 and {MaximumPrice:N4}."));
        // Trailing zeros say nothing: 1.5 and 1.50000 are one price, and so are 0 and -0.
        return decimal.Round(price, Decimals) == price
            ? Math.Abs(decimal.Round(price, Decimals))
            : TooManyDigits(field);
    }

    /// <summary>A price as a person or a file writes it: with a point, without separators of thousands.</summary>
    public static Result<decimal?> ParsePrice(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid(field, "The price is missing.");
        // Digits only: 1,234 is a thousand to some and one and a quarter to others.
        return ExactDecimal.TryRead(text, PriceStyles, out var price) switch
        {
            null => Error.Invalid(field, "The price is not a number. Write it like 1234.50."),
            false => TooManyDigits(field),
            true => ReadPrice(price, field),
        };
    }

    private static Error TooManyDigits(string field) => Error.Invalid(field, "The price has more than 4 digits after the point.");

    /// <summary>A currency by its ISO 4217 code, in whichever case.</summary>
    public static Result<string> ReadCurrency(string? text, string field)
    {
        var code = text?.Trim().ToUpperInvariant() ?? string.Empty;
        return Currencies.Exists(code)
            ? code
            : Error.Invalid(field, "The currency is not the ISO 4217 code of one in use. Write it like EUR.");
    }
}
