using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Common;

/// <summary>What is a price, and how amounts are written.</summary>
public sealed class MoneyTests
{
    /// <summary>.NET keeps about 28 digits and rounds the others away.</summary>
    [Theory]
    [InlineData("999999999999999999999999999999999999", null)]
    [InlineData("9.99999999999999999999999999999999999", null)]
    [InlineData("0.0000000000000000000000000000000000001", null)]
    [InlineData("-0.0000000000000000000000000000000000001", null)]
    [InlineData("1.00001", null)]
    [InlineData("7.95000000000000000000000000000000000001", null)]
    [InlineData("7.95000000000000000000000000000000000000", "7.95")]
    [InlineData("0000000000000000000000000000000000007.95", "7.95")]
    [InlineData(" 7.9500 ", "7.95")]
    [InlineData("7.", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("-0.0", "0")]
    [InlineData("1e2", null)]
    [InlineData("1,234", null)]
    [InlineData("", null)]
    public void ParsePrice_Text_IsTheAmountOrRefused_NeverRounded(string text, string? amount)
    {
        var price = Money.ParsePrice(text, "price", CultureInfo.InvariantCulture);

        price.IsDone.Should().Be(amount is not null);
        if (amount is not null)
            price.Value.Should().Be(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));
    }

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

    [Theory]
    [InlineData("", "1234.5", "1234.5")]
    [InlineData("", "12,50", "12.50")]
    [InlineData("en-GB", " 12,5 ", "12.5")]
    [InlineData("en-GB", "1.234", "1.234")]
    [InlineData("de-DE", "12,50", "12.50")]
    [InlineData("de-DE", "12.50", "12.50")]
    [InlineData("de-DE", "1,234", "1.234")]
    [InlineData("de-CH", "12.50", "12.50")]
    [InlineData("fr-FR", "1234,5", "1234.5")]
    public void ParsePrice_AsTheViewerWritesIt_IsRead(string culture, string text, string price) =>
        Money.ParsePrice(text, "price", CultureInfo.GetCultureInfo(culture)).Value.Should()
            .Be(decimal.Parse(price, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("", "1,234", "two ways")]
    [InlineData("en-GB", "1,234", "two ways")]
    [InlineData("de-DE", "1.234", "two ways")]
    [InlineData("en-GB", "1,234.50", "1234.50")]
    [InlineData("de-DE", "1.234,50", "1234,50")]
    [InlineData("de-DE", "12,5,0", "1234,50")]
    [InlineData("en-GB", "12 50", "1234.50")]
    [InlineData("de-DE", "zwölf", "1234,50")]
    public void ParsePrice_ThousandsOrNoNumber_IsRefused(string culture, string text, string said) =>
        Money.ParsePrice(text, "price", CultureInfo.GetCultureInfo(culture)).Error!.Message.Should().Contain(said);

    [Theory]
    [InlineData("de-DE", "1234,50")]
    [InlineData("en-GB", "1234.50")]
    [InlineData("fr-FR", "1234,50")]
    public void ToInput_AnyCulture_IsReadBackTheSame(string culture, string text)
    {
        var viewer = CultureInfo.GetCultureInfo(culture);

        Money.ToInput(1234.5m, viewer).Should().Be(text);
        Money.ParsePrice(Money.ToInput(1.234m, viewer), "price", viewer).Value.Should().Be(1.234m);
    }
}
