using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

[Trait("Database", "None")]
public sealed class KeyRhythmTests
{
    /// <summary>A Saturday.</summary>
    private static readonly DateTime Today = new(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Find_EveryNightAt2_ExpectsTheNextNight()
    {
        var hours = Nights(1, 20);

        KeyRhythm.Find(hours, Today.AddHours(14)).Should().Be(new KeyRhythm(KeyRhythmKind.Daily, Today.AddDays(1).AddHours(2)));
    }

    [Fact]
    public void Find_EveryNightAndNotYetTonight_ExpectsItWithinTheHour()
    {
        KeyRhythm.Find(Nights(1, 20), Today.AddHours(2.5)).Should().Be(new KeyRhythm(KeyRhythmKind.Daily, Today.AddHours(2)));
        KeyRhythm.Find(Nights(0, 20), Today.AddHours(2.5))!.Next.Should().Be(Today.AddDays(1).AddHours(2), "tonight's was there");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Find_SomeNightsMissing_ToleratesTwo(int missing, bool isDaily)
    {
        var hours = Nights(1, 20).Where(h => h < Today.AddDays(-3 - missing) || h > Today.AddDays(-3)).ToHashSet();

        (KeyRhythm.Find(hours, Today.AddHours(14)) is not null).Should().Be(isDaily);
    }

    [Fact]
    public void Find_NearlyEveryHour_SaysSo()
    {
        var hours = Enumerable.Range(1, 20 * 24).Select(h => Today.AddHours(-h)).ToHashSet();

        KeyRhythm.Find(hours, Today.AddHours(0.5)).Should().Be(new KeyRhythm(KeyRhythmKind.Hourly, Today));
    }

    [Fact]
    public void Find_EveryMondayAt6_ExpectsTheNextMonday()
    {
        var monday = Today.AddDays(2).AddHours(6);
        var hours = Enumerable.Range(1, 4).Select(w => monday.AddDays(-7 * w)).ToHashSet();

        KeyRhythm.Find(hours, Today.AddHours(14)).Should().Be(new KeyRhythm(KeyRhythmKind.Weekly, monday));
    }

    [Fact]
    public void Find_NoPattern_IsNull()
    {
        KeyRhythm.Find(new HashSet<DateTime>(), Today).Should().BeNull();
        // Office hours: eight of them are no time to expect a request at.
        var office = Enumerable.Range(1, 28).SelectMany(d => Enumerable.Range(9, 8).Select(h => Today.AddDays(-d).AddHours(h)));
        KeyRhythm.Find(office.ToHashSet(), Today).Should().BeNull();
    }

    private static HashSet<DateTime> Nights(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(d => Today.AddDays(-d).AddHours(2))];
}
