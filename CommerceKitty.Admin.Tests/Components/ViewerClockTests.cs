using System.Globalization;
using CommerceKitty.Admin.Controls;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Components;

public sealed class ViewerClockTests
{
    [Theory]
    [InlineData("2026-11-23T12:00:00Z", "just now")]
    [InlineData("2026-11-23T11:59:16Z", "just now")]
    [InlineData("2026-11-23T11:59:15Z", "1 min ago")]
    [InlineData("2026-11-23T11:00:01Z", "59 min ago")]
    [InlineData("2026-11-23T11:00:00Z", "1 h ago")]
    [InlineData("2026-11-23T00:00:00Z", "12 h ago")]
    [InlineData("2026-11-22T23:59:59Z", "yesterday")]
    [InlineData("2026-11-22T00:00:00Z", "yesterday")]
    [InlineData("2026-11-21T23:59:59Z", "2 days ago")]
    [InlineData("2026-11-17T12:00:00Z", "6 days ago")]
    [InlineData("2026-11-16T12:00:00Z", "16 Nov")]
    [InlineData("2026-02-03T12:00:00Z", "3 Feb")]
    [InlineData("2025-11-16T12:00:00Z", "16 Nov 2025")]
    [InlineData("2026-11-23T12:00:50Z", "just now")]
    [InlineData("2026-12-24T12:00:00Z", "24 Dec")]
    [InlineData("2027-12-24T12:00:00Z", "24 Dec 2027")]
    public void Relative_FromNoon_SaysHowLongAgo(string at, string words) =>
        ClockAt("2026-11-23T12:00:00Z").Relative(Utc(at)).Should().Be(words);

    [Fact]
    public void Relative_InViewersZone_YesterdayIsTheViewersYesterday()
    {
        var clock = ClockAt("2026-11-23T12:00:00Z");
        clock.UseZone("Asia/Tokyo"); // 21:00 there

        clock.Relative(Utc("2026-11-22T16:00:00Z")).Should().Be("20 h ago");
        clock.Relative(Utc("2026-11-22T14:00:00Z")).Should().Be("yesterday");
    }

    [Fact]
    public void Relative_SoonAfterMidnight_StillSaysHours() =>
        ClockAt("2026-11-23T01:00:00Z").Relative(Utc("2026-11-22T23:00:00Z")).Should().Be("2 h ago");

    [Fact]
    public void Relative_OnTheDayOf25Hours_IsNotYesterday()
    {
        var clock = ClockAt("2026-10-25T22:30:00Z");
        clock.UseZone("Europe/Amsterdam");

        clock.Relative(Utc("2026-10-24T22:10:00Z")).Should().Be("24 h ago", "both are on 25 October there");
    }

    [Theory]
    [InlineData("Europe/Amsterdam", "23 Nov 2026, 15:05:09 (UTC+01:00)")]
    [InlineData("America/St_Johns", "23 Nov 2026, 10:35:09 (UTC-03:30)")]
    [InlineData("UTC", "23 Nov 2026, 14:05:09 (UTC)")]
    [InlineData("Nowhere/Land", "23 Nov 2026, 14:05:09 (UTC)")]
    [InlineData(null, "23 Nov 2026, 14:05:09 (UTC)")]
    public void Exact_InAZone_NamesItsOffset(string? zone, string words)
    {
        var clock = ClockAt("2026-11-23T14:05:09Z");
        clock.UseZone(zone);

        clock.Exact(Utc("2026-11-23T14:05:09Z")).Should().Be(words);
    }

    [Fact]
    public void UseZone_AnotherOne_IsSaidOnce()
    {
        var clock = ClockAt("2026-11-23T12:00:00Z");
        var said = 0;
        clock.ZoneChanged += (_, _) => said++;

        clock.UseZone("Europe/Amsterdam");
        clock.UseZone("Europe/Amsterdam");
        clock.UseZone("Nowhere/Land");

        said.Should().Be(1);
    }

    private static ViewerClock ClockAt(string now) => new(new FakeTimeProvider(new DateTimeOffset(Utc(now))));

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
