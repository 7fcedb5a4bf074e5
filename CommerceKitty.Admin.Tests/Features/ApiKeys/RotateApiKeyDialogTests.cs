using System.Net;
using Bunit;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class RotateApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Rotate_FromTheMenu_ShowsTheNewValueOnceAndTicksItsFirstCall_R5()
    {
        var (page, id) = await OpenKeyAsync(usedAgo: TimeSpan.FromHours(1));
        ChooseFromMenu(page, "Rotate…");

        page.Find("#overlap-7d").Change("7d");
        page.Find("#rotate-api-key-form").Submit();

        var value = page.WaitForElement("#api-key-value").TextContent;
        (await StoredAsync(id)).Should().Match<CommerceKitty.Admin.Entities.ApiKey>(k =>
            k.Hash.SequenceEqual(ApiKeyToken.Hash(value)) && k.PreviousUntil == Shop.Time.GetUtcNow().UtcDateTime.AddDays(7));
        page.ShouldSay("The old value works until");
        page.ShouldSay("Waiting for the first call");

        var uses = Get<ApiKeyValueRecorder>();
        uses.Used(id, ApiKeyToken.TryHash(value)!.Value, IPAddress.Parse("203.0.113.9"), "curl");
        Shop.Time.Advance(TimeSpan.FromSeconds(1));
        page.ShouldSay("First call received from 203.0.113.9");

        page.Find("#api-key-stored").Change(true);
        // The list behind it may be rendered at the same moment.
        await page.InvokeAsync(() => page.Button("Done").Click());
        page.ShouldShowNoDialog();
        page.Markup.Should().NotContain(value);
    }

    [Fact]
    public async Task Rotate_WhileAnOldValueWorks_SaysThatItEnds()
    {
        var (page, id) = await OpenKeyAsync();
        await RotateAsync(id, RotationOverlap.SevenDays);

        ChooseFromMenu(page, "Rotate…");

        page.ShouldSay("It ends now: only two values of a key work at a time. It was not used since the rotation.");
    }

    [Fact]
    public async Task Rotate_AfterSomebodyElseDid_AsksToLookAgain_ThenRotates()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Rotate…");
        var others = await RotateAsync(id, RotationOverlap.OneDay);

        page.Find("#rotate-api-key-form").Submit();

        page.ShouldSay("Someone else changed this API key.");
        (await StoredAsync(id)).Hash.Should().Equal(ApiKeyToken.Hash(others.Secret.Reveal()), "nothing is rotated unseen");
        page.Button("Load the new version").Click();
        page.ShouldSay("It ends now: only two values of a key work at a time.");
        page.Find("#rotate-api-key-form").Submit();
        page.WaitForElement("#api-key-value");
    }

    [Fact]
    public async Task Values_OnTheKeysPage_SayWhoUsesTheOldOne_AndEndIt_R15()
    {
        var (id, old) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync());
        await RotateAsync(id, RotationOverlap.SevenDays);
        Get<ApiKeyValueRecorder>().Used(id, ApiKeyToken.TryHash(old)!.Value, IPAddress.Parse("203.0.113.9"), "curl");
        var page = await OpenWithAsync($"{Keys}/{id}", KeyManager);
        page.ShouldSay("The old value is still in use: last used just now from 203.0.113.9.");

        page.WaitForElement("#end-old-value").Click();
        page.ShouldSay("Last used just now from 203.0.113.9. Anything still using it will stop working.");
        page.Find("#end-old-value-form").Submit();

        page.ShouldSay("The old value has ended. Its next request is rejected.");
        page.WaitForAssertion(() => page.FindAll("#end-old-value").Should().BeEmpty());
        (await StoredAsync(id)).PreviousHash.Should().BeNull();
    }

    [Fact]
    public async Task Values_OnceTheOldOneIsQuiet_SayThatItIsSafeToEnd()
    {
        var (id, old) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync());
        var renewed = await RotateAsync(id, RotationOverlap.SevenDays);
        Get<ApiKeyValueRecorder>().Used(id, ApiKeyToken.TryHash(old)!.Value, IPAddress.Parse("203.0.113.9"), "curl");
        Shop.Time.Advance(TimeSpan.FromHours(2));
        Get<ApiKeyValueRecorder>().Used(
            id, ApiKeyToken.TryHash(renewed.Secret.Reveal())!.Value, IPAddress.Parse("203.0.113.9"), "curl");

        var page = await OpenWithAsync($"{Keys}/{id}", KeyManager);

        page.ShouldSay("Safe to end");
        page.ShouldSay("The new value is in use. The old one was last used 2 h ago.");
    }

    [Fact]
    public async Task Values_ToAViewer_OfferNothing_R1()
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync());
        await RotateAsync(id, RotationOverlap.SevenDays);

        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-values");
        page.FindAll("#end-old-value").Should().BeEmpty();
    }

    [Fact]
    public async Task Values_OfAKeyThatWasNeverRotated_AreAbsent()
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync());

        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-facts");
        page.FindAll("#api-key-values").Should().BeEmpty();
    }

    private async Task<RotatedApiKey> RotateAsync(int id, RotationOverlap overlap)
    {
        await using var acting = Shop.AsCommandLine();
        return (await acting.Get<ApiKeyRotationService>().RotateAsync(id, overlap)).Value!;
    }
}
