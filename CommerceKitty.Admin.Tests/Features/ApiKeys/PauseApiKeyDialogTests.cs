using Bunit;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class PauseApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Pause_ForAUsualTime_IsListedAndAudited()
    {
        var (page, id) = await OpenKeyAsync(usedAgo: TimeSpan.FromHours(1));
        ChooseFromMenu(page, "Pause…");
        page.ShouldSay("Anything using this key will stop working.");

        page.Find("#pause-24h").Change("24h");
        page.Find("#pause-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("Paused");
        page.ShouldSay("works again in 24 h");
        (await StoredAsync(id)).PausedUntil.Should().Be(Shop.Time.GetUtcNow().UtcDateTime.AddHours(24));
        (await Shop.AuditAsync())[^1].Action.Should().Be(AuditActions.ApiKeyPaused);
    }

    [Theory]
    [InlineData("2026-11-23T10:30", "2026-11-23T09:30:00Z")]
    [InlineData("2026-11-24T00:00:30", "2026-11-23T23:00:30Z")]
    public async Task Pause_UntilATime_IsInTheViewersZone(string entered, string expected)
    {
        var (page, id) = await OpenKeyAsync();
        Services.GetRequiredService<ViewerClock>().UseZone("Europe/Berlin");
        ChooseFromMenu(page, "Pause…");

        page.Find("#pause-until-choice").Change("until");
        page.Find("#pause-until").Input(entered);
        page.Find("#pause-api-key-form").Submit();

        page.ShouldShowNoDialog();
        (await StoredAsync(id)).PausedUntil.Should().Be(DateTimeOffset.Parse(expected, null).UtcDateTime);
    }

    [Theory]
    [InlineData("", "Enter a date and a time.")]
    [InlineData("tomorrow", "Enter a date and a time.")]
    [InlineData("2027-03-28T02:30", "The clocks skip this time. Choose another.")]
    [InlineData("2026-11-23T09:59", "Choose a time in the next 90 days.")]
    [InlineData("9999-12-31T23:59", "Choose a time in the next 90 days.")]
    public async Task Pause_UntilNoTimeThatThereIs_SaysWhyAndPausesNothing(string entered, string expected)
    {
        var (page, id) = await OpenKeyAsync();
        Services.GetRequiredService<ViewerClock>().UseZone("Europe/Berlin");
        ChooseFromMenu(page, "Pause…");

        page.Find("#pause-until-choice").Change("until");
        page.Find("#pause-until").Input(entered);
        page.Find("#pause-api-key-form").Submit();

        page.ShouldSay(expected);
        (await StoredAsync(id)).Enabled.Should().BeTrue();
    }
}
