using System.Globalization;
using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Tests.Components;

/// <summary>Times that people enter in their own zone, also in the nights when its clocks change.</summary>
public sealed class LocalTimesTests
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
    private static readonly TimeZoneInfo Kathmandu = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu");

    [Theory]
    [InlineData("2026-12-31T18:00", "2026-12-31T17:00:00Z")]
    [InlineData("2026-07-01T18:00:30", "2026-07-01T16:00:30Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")] // The clocks show it twice: the first of them.
    [InlineData("2026-10-25T03:00", "2026-10-25T02:00:00Z")]
    [InlineData("2027-03-28T03:00", "2027-03-28T01:00:00Z")]
    public void ToUtc_LocalTime_IsTheInstant(string text, string utc)
    {
        var read = LocalTimes.ToUtc(text, Amsterdam, "expiresAt");

        read.Value.Should().Be(DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        read.Value.Kind.Should().Be(DateTimeKind.Utc);
    }

    [Fact]
    public void ToUtc_TimeThatTheClocksSkip_IsRefused() =>
        LocalTimes.ToUtc("2027-03-28T02:30", Amsterdam, "expiresAt").Error!.Fields["expiresAt"].Should()
            .Equal("Clocks go forward on that day: there is no 02:30. Choose another time.");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("never")]
    [InlineData("tomorrow")]
    [InlineData("31.12.2026")]
    [InlineData("2026-02-30T12:00")]
    [InlineData("2026-12-31")]
    [InlineData("2026-12-31T18:00Z")]
    [InlineData("9999-12-31T23:59")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("12026-12-31T18:00")]
    public void ToUtc_AnythingElse_IsRefused(string? text)
    {
        foreach (var zone in (TimeZoneInfo[])[Amsterdam, Kathmandu, TimeZoneInfo.Utc])
            LocalTimes.ToUtc(text, zone, "expiresAt").Error!.Fields.Should().ContainKey("expiresAt");
    }

    [Fact]
    public void ToText_OfAnInstant_IsReadBackAsIt()
    {
        var instant = new DateTime(2026, 11, 23, 9, 15, 0, DateTimeKind.Utc);

        LocalTimes.ToText(instant, Kathmandu).Should().Be("2026-11-23T15:00");
        LocalTimes.ToUtc(LocalTimes.ToText(instant, Kathmandu), Kathmandu, "x").Value.Should().Be(instant);
    }
}
