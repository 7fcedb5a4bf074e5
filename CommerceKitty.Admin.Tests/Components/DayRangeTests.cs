using System.Globalization;
using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Tests.Components;

public sealed class DayRangeTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [InlineData("today", "2026-11-22T23:00:00Z", null, "Today")]
    [InlineData("7d", "2026-11-16T23:00:00Z", null, "Last 7 days")]
    [InlineData("2026-11-01..2026-11-30", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z", "1 Nov 2026 – 30 Nov 2026")]
    [InlineData("2026-11-30..2026-11-01", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z", "1 Nov 2026 – 30 Nov 2026")]
    [InlineData("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "25 Oct 2026")]
    [InlineData("2026-11-01..", "2026-10-31T23:00:00Z", null, "since 1 Nov 2026")]
    [InlineData("..2026-11-01", null, "2026-11-01T23:00:00Z", "until 1 Nov 2026")]
    public void Read_InAnAddress_IsTheViewersDays(string value, string? from, string? before, string text)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

        var days = DayRange.Read(value, Today)!;

        (days.From(zone), days.Before(zone), days.Text).Should().Be((Utc(from), Utc(before), text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("2026-11-01..2026-11-02..2026-11-03")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("2026-11-01..<b>")]
    public void Read_Nonsense_NamesNoDays(string? value) => DayRange.Read(value, Today).Should().BeNull();

    [Fact]
    public void From_WhereMidnightIsLeftOut_BeginsAnHourLater() =>
        DayRange.Read("2026-04-24", Today)!.From(TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo"))
            .Should().Be(new DateTime(2026, 4, 23, 22, 0, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData("2026-11-01", "2026-11-30", "2026-11-01..2026-11-30")]
    [InlineData("2026-11-01", "", "2026-11-01..")]
    [InlineData("", "2026-11-30", "..2026-11-30")]
    [InlineData("", "", null)]
    public void Write_OfDateFields_IsReadAgain(string first, string last, string? value)
    {
        DayRange.Write(DayRange.ReadDay(first), DayRange.ReadDay(last)).Should().Be(value);
        var days = DayRange.Read(value, Today);
        (DayRange.Field(days?.First), DayRange.Field(days?.Last)).Should().Be((first, last));
    }

    private static DateTime? Utc(string? text) => text is null
        ? null
        : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
