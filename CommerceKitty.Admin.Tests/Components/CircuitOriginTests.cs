using System.Net;
using System.Net.WebSockets;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Hosting;

namespace CommerceKitty.Admin.Tests.Components;

/// <summary>A page of another site, or of another port of this host, opens no circuit: the browser would send the session's cookie with
/// it.</summary>
[Trait("Needs", "Server")]
public sealed class CircuitOriginTests(CircuitOriginTests.Host app) : IClassFixture<CircuitOriginTests.Host>
{
    private const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";
    private const string PublicName = "admin.example.com";

    public static TheoryData<string> Others =>
    [
        "http://localhost:1", "https://localhost:PORT", "http://127.0.0.1:PORT", "http://evil.example", "null",
        "http://localhost:PORT.evil",
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Negotiate_FromAnotherOrigin_IsRefused(string origin)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, Negotiate);
        request.Headers.Add("Cookie", await app.CookieAsync());
        request.Headers.TryAddWithoutValidation("Origin", Fill(origin));

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("http://localhost:PORT")]
    [InlineData("https://" + PublicName)]
    [InlineData("https://ADMIN.example.com")]
    [InlineData(null)]
    public async Task Negotiate_FromThisSite_IsAnswered(string? origin)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, Negotiate);
        request.Headers.Add("Cookie", await app.CookieAsync());
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", Fill(origin));

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Browsers do not send an Origin with each GET, but they say where it comes from.</summary>
    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Negotiate_WithoutOriginFromAnotherSite_IsRefused(string site)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, Negotiate);
        request.Headers.Add("Cookie", await app.CookieAsync());
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Connect_FromAnotherOrigin_IsRefused(string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", await app.CookieAsync());
        socket.Options.SetRequestHeader("Origin", Fill(origin));
        socket.Options.CollectHttpResponseDetails = true;

        await socket.Invoking(s => s.ConnectAsync(Circuits, CancellationToken.None)).Should().ThrowAsync<WebSocketException>();

        socket.HttpStatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    /// <summary>A browser always names the origin of a WebSocket: what does not is none, and needs none.</summary>
    [Fact]
    public async Task Connect_WithoutOrigin_IsRefused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", await app.CookieAsync());
        socket.Options.CollectHttpResponseDetails = true;

        await socket.Invoking(s => s.ConnectAsync(Circuits, CancellationToken.None)).Should().ThrowAsync<WebSocketException>();

        socket.HttpStatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("http://localhost:PORT")]
    [InlineData("https://" + PublicName)]
    public async Task Connect_FromThisSite_IsOpened(string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", await app.CookieAsync());
        socket.Options.SetRequestHeader("Origin", Fill(origin));

        await socket.ConnectAsync(Circuits, CancellationToken.None);

        socket.State.Should().Be(WebSocketState.Open);
    }

    private Uri Circuits => new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;

    private string Fill(string origin) =>
        origin.Replace("PORT", app.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public sealed class Host : AppHost
    {
        /// <summary>The session of someone who has just signed in.</summary>
        public async Task<string> CookieAsync()
        {
            var email = $"p{Guid.NewGuid():N}@example.com";
            await Services.AddUserWithAsync(email);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var browser = Http.Client(Address, handler);
            (await Browsing.SignInAsync(browser, email, ShopSeeding.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
            return handler.CookieContainer.GetCookieHeader(Address);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("PublicAddress", "https://" + PublicName);
        }
    }
}
