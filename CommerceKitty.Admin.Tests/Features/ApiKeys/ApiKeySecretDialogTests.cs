using System.Net;
using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class ApiKeySecretDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Done_UntilStoredIsTicked_DoesNothing()
    {
        var (page, _) = await OpenSecretAsync();
        page.Button("Done").HasAttribute("disabled").Should().BeTrue();

        page.Find("#api-key-stored").Change(true);

        page.Button("Done").HasAttribute("disabled").Should().BeFalse();
    }

    [Fact]
    public async Task Closed_TheValueIsGoneFromThePage_R5()
    {
        var (page, created) = await OpenSecretAsync();
        var value = created.Secret.Reveal();
        page.Markup.Should().Contain(value);

        page.Find("#api-key-stored").Change(true);
        page.Button("Done").Click();

        page.ShouldShowNoDialog();
        page.Markup.Should().NotContain(value);
        Address.Should().NotContain("kitty_");
    }

    [Fact]
    public async Task Shown_HoldsACallToTryWithTheValueAndThisServer()
    {
        var (page, created) = await OpenSecretAsync();

        page.Find("#api-key-curl").TextContent.Should()
            .Be($"curl -H \"Authorization: Bearer {created.Secret.Reveal()}\" http://localhost/api/v1/me");
    }

    [Fact]
    public async Task FirstCall_Received_IsSaid()
    {
        var (page, created) = await OpenSecretAsync();
        page.ShouldSay("Waiting for the first call");

        Get<ApiKeyUseRecorder>().Accepted(created.Key.Id, IPAddress.Parse("198.51.100.7"), "curl");
        Shop.Time.Advance(TimeSpan.FromSeconds(1));

        page.ShouldSay("First call received from 198.51.100.7");
    }

    private async Task<(IRenderedComponent<Routes> Page, CreatedApiKey Created)> OpenSecretAsync()
    {
        var bot = await AddIntegrationAsync();
        var page = await OpenWithAsync(Keys, KeyManager);
        var created = (await Get<ApiKeyService>().CreateAsync(new CreateApiKeyRequest("Nightly sync", bot.Id))).Value!;
        await page.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<ApiKeySecretDialog>(
            null,
            new DialogParameters<ApiKeySecretDialog> { { d => d.Created, created } },
            new DialogOptions { CloseOnEscapeKey = false, BackdropClick = false }));
        page.WaitForElement("#api-key-value");
        return (page, created);
    }
}
