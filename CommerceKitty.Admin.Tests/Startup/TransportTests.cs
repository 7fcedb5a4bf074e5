using System.Net;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Tests.Api;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Hosting;

namespace CommerceKitty.Admin.Tests.Startup;

/// <summary>Production behind a proxy that speaks HTTPS: names, cookies and headers.</summary>
[Trait("Needs", "Server")]
public sealed class TransportTests(TransportTests.Host app) : IClassFixture<TransportTests.Host>
{
    private const string PublicName = "admin.example.com";

    [Fact]
    public async Task SignIn_OverHttps_EveryCookieIsBoundToThisHost()
    {
        var email = $"p{Guid.NewGuid():N}@example.com";
        await app.Services.AddUserWithAsync(email);
        using var handler = new HttpsAtTheProxy();
        using var browser = Http.Client(app.Address, handler);

        using var signedIn = await Browsing.SignInAsync(browser, email, ShopSeeding.Password);

        signedIn.StatusCode.Should().Be(HttpStatusCode.Redirect);
        handler.Cookies.Keys.Should().Contain("__Host-" + AntiforgeryCookie.Name)
            .And.OnlyContain(name => name.StartsWith("__Host-", StringComparison.Ordinal));
        handler.Attributes.Should().OnlyContain(a => a.Contains("secure", StringComparison.OrdinalIgnoreCase)
            && a.Contains("path=/;", StringComparison.OrdinalIgnoreCase) && !a.Contains("domain=", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A page of another host of the same site can set a cookie for this one, but none with the prefix.</summary>
    [Fact]
    public async Task SignIn_AntiforgeryCookieWithoutThePrefix_IsNotAccepted()
    {
        using var handler = new HttpsAtTheProxy { DropsPrefix = true };
        using var browser = Http.Client(app.Address, handler);

        using var answer = await Browsing.SignInAsync(browser, "pia@example.com", ShopSeeding.Password);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Get_OverHttps_TellsBrowsersToStayWithItForAYear()
    {
        using var client = app.Client();
        using var request = Request(PublicName);

        using var answer = await client.SendAsync(request);

        answer.Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000; includeSubDomains");
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData(PublicName, HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    public async Task Get_AnotherHostThanThePublicAddress_IsRefused(string host, HttpStatusCode expected)
    {
        using var client = app.Client();
        using var request = Request(host);

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(expected);
    }

    [Fact]
    public void Start_WithoutACertificate_WarnsLoudly() =>
        app.Logs.Should().ContainSingle(l => l.StartsWith("Warning", StringComparison.Ordinal)
            && l.Contains("UNENCRYPTED", StringComparison.Ordinal)
            && l.Contains("DataProtection:Certificate:Path", StringComparison.Ordinal));

    private static HttpRequestMessage Request(string host)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Host = host;
        request.Headers.Add("X-Forwarded-Proto", "https");
        return request;
    }

    public sealed class Host : KeyInTheClearTests.BehindProxy
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("PublicAddress", "https://" + PublicName);
            builder.UseSetting("Hsts:IncludeSubDomains", "true");
        }
    }

    /// <summary>A browser that speaks HTTPS to a proxy, which passes its requests on in the clear.</summary>
    private sealed class HttpsAtTheProxy() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        public Dictionary<string, string> Cookies { get; } = [];

        public List<string> Attributes { get; } = [];

        /// <summary>True to send the cookies' values under names without the prefix.</summary>
        public bool DropsPrefix { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Host = PublicName;
            request.Headers.Add("X-Forwarded-Proto", "https");
            if (Cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c =>
                    $"{(DropsPrefix ? c.Key.Replace("__Host-", string.Empty, StringComparison.Ordinal) : c.Key)}={c.Value}")));
            }

            var response = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                Attributes.Add(cookie + ";");
                var pair = cookie.Split(';')[0].Split('=', 2);
                Cookies[pair[0]] = pair[1];
            }

            return response;
        }
    }
}
