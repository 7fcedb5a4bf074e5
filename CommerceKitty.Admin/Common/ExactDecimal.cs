using System.Globalization;

namespace CommerceKitty.Admin.Common;

/// <summary>Reads decimal numbers without rounding them: .NET keeps about 28 digits and drops the rest, so that 36 nines become ten and
/// <c>1e-30</c> nothing.</summary>
public static class ExactDecimal
{
    /// <summary>Reads a number with a decimal point, written without separators of thousands.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="styles">What it may have besides digits.</param>
    /// <param name="value">The number, or the nearest to it that can be kept.</param>
    /// <returns>Null when it is no number or too large, false when it was rounded, true when it is exact.</returns>
    public static bool? TryRead(ReadOnlySpan<char> text, NumberStyles styles, out decimal value)
    {
        if (!decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out value))
            return null;
        return Canonical(text) == Canonical(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The digits without zeros at either end, and the power of ten that the last one stands for: equal for equal
    /// amounts.</summary>
    private static (string Digits, long Exponent) Canonical(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("+-");
        var exponent = 0L;
        if (text.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            // One that is larger than this was no decimal, or is a zero.
            _ = long.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
            text = text[..e];
        }

        var digits = text.ToString();
        if (digits.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        var significant = digits.Trim('0');
        return significant.Length == 0
            ? (string.Empty, 0)
            : (significant, exponent + (digits.Length - digits.TrimEnd('0').Length));
    }
}
