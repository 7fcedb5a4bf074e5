using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Common;

/// <summary>What is a price, and how amounts are written.</summary>
public sealed class MoneyTests
{
    /// <summary>JSON has a zero below zero, and so has decimal: to an order's line it was a negative price.</summary>
    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0000")]
    [InlineData("0")]
    public void ReadPrice_ZeroOfEitherSign_IsZero(string text)
    {
        var price = Money.ReadPrice(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), "price").Value!.Value;

        (price, decimal.IsNegative(price)).Should().Be((0m, false));
        Money.ToDisplayText(price, "EUR").Should().Be("€\u00A00.00");
    }
}
