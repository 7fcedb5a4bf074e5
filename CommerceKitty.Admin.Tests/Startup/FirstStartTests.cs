using System.Net;
using System.Net.Http.Headers;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.Hosting;

namespace CommerceKitty.Admin.Tests.Startup;

/// <summary>The published program as a newcomer starts it: in Production, with nothing configured, opened over plain HTTP.</summary>
[Trait("Needs", "Server")]
public sealed class FirstStartTests : IClassFixture<FirstStartTests.ProductionHost>
{
    private readonly ProductionHost _app;

    public FirstStartTests(ProductionHost app) => _app = app;

    [Theory]
    [InlineData("/setup", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    public async Task Get_LoopbackOverPlainHttp_Works(string path, HttpStatusCode expected)
    {
        using var client = _app.Client();

        using var answer = await client.GetAsync(path);

        answer.StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task SignIn_LoopbackOverPlainHttp_KeepsTheSessionWithoutThePrefix()
    {
        await using var setUp = new OwnedProductionHost();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(setUp.Address, handler);
        await setUp.Services.AddUserWithAsync("pia@example.com");

        using var signedIn = await Browsing.SignInAsync(browser, "pia@example.com", ShopSeeding.Password);
        using var home = await browser.GetAsync("/");

        signedIn.StatusCode.Should().Be(HttpStatusCode.Redirect);
        home.StatusCode.Should().Be(HttpStatusCode.OK);
        handler.CookieContainer.GetCookies(setUp.Address).Should().Contain(c => c.Name == "CommerceKitty.Session")
            .And.NotContain(c => c.Name.StartsWith("__Host-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("admin.example.com", null, "https://")]
    [InlineData("192.0.2.7:5080", null, "https://")]
    [InlineData("admin.example.com", "http", "https://")]
    [InlineData("admin.example.com", "https", "Proxy__KnownProxies")]
    [InlineData("localhost", "https", "Proxy__KnownProxies")]
    public async Task Get_ElsewhereOverPlainHttp_SaysThatHttpsIsNeeded(string host, string? forwardedProto, string advice)
    {
        using var client = _app.Client();

        foreach (var path in new[] { "/setup", "/account/sign-in", "/account/set-password?id=1&token=abc" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            if (forwardedProto is not null)
                request.Headers.Add("X-Forwarded-Proto", forwardedProto);
            using var answer = await client.SendAsync(request);

            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            var page = await answer.Content.ReadAsStringAsync();
            page.Should().Contain("This page needs HTTPS").And.Contain(advice);
            answer.Headers.Contains("Set-Cookie").Should().BeFalse();
        }
    }

    [Fact]
    public async Task Get_ApiElsewhereOverPlainHttp_IsNoPage()
    {
        using var client = _app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Host = "admin.example.com";

        using var answer = await client.SendAsync(request);

        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    public class OwnedProductionHost : AppHost
    {
        protected override string EnvironmentName => Environments.Production;
    }

    public sealed class ProductionHost : OwnedProductionHost
    {
        protected override bool SetupPage => true;
    }
}
