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

    /// <summary>A price for a field that is read by <see cref="ParsePrice"/>: "1234.50", or "1234,50" where that is how it is
    /// written.</summary>
    public static string ToInput(decimal price, CultureInfo culture)
    {
        var text = price.ToString("0.00##", CultureInfo.InvariantCulture);
        return culture.NumberFormat.NumberDecimalSeparator == "," ? text.Replace('.', ',') : text;
    }

    /// <summary>A price: not negative, at most <see cref="MaximumPrice"/>, and no more digits than are kept: rounding money unasked would
    /// be a lie.</summary>
    public static Result<decimal?> ReadPrice(decimal price, string field)
    {
        if (price is < 0 or > MaximumPrice)
            return Error.Invalid(field, string.Create(CultureInfo.InvariantCulture, $"The price is not between 0 and {MaximumPrice:N4}."));
        // Trailing zeros say nothing: 1.5 and 1.50000 are one price, and so are 0 and -0.
        return decimal.Round(price, Decimals) == price
            ? Math.Abs(decimal.Round(price, Decimals))
            : TooManyDigits(field);
    }

    /// <summary>A price as a person or a file writes it: with a decimal point or comma, without separators of thousands. One separator
    /// before three digits, which the writer's culture uses for thousands, is rejected: it can mean two prices.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="field">The API's name of the field, for the error.</param>
    /// <param name="culture">How its writer writes numbers.</param>
    public static Result<decimal?> ParsePrice(string? text, string field, CultureInfo culture)
    {
        if (string.IsNullOrWhiteSpace(text))
            return TextRules.Missing(field, "The price");
        var number = text.Trim();
        var example = culture.NumberFormat.NumberDecimalSeparator == "," ? "1234,50" : "1234.50";
        var separator = number.IndexOfAny(['.', ',']);
        if (separator >= 0)
        {
            var isGroup = culture.NumberFormat.NumberGroupSeparator == number[separator].ToString();
            if (isGroup && number.Length - separator - 1 == 3 && number.AsSpan(separator + 1).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                return Error.Invalid(
                    field,
                    $"The price {number} can be read in two ways. Write it without a thousands separator, like {example}.");
            }

            number = string.Concat(number.AsSpan(0, separator), ".", number.AsSpan(separator + 1));
        }

        return ExactDecimal.TryRead(number, PriceStyles, out var price) switch
        {
            null => Error.Invalid(field, $"The price is not a number. Write it like {example}."),
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
