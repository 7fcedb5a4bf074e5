using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Components;

/// <summary>What the outside can make the pages do: redirects, logs, health.</summary>
[Trait("Needs", "Server")]
public sealed class DoorTests(AppHost app) : IClassFixture<AppHost>
{
    [Theory]
    [InlineData("/orders?q=für", "/orders?q=f%C3%BCr")]
    [InlineData("/products/日本 語", "/products/%E6%97%A5%E6%9C%AC%20%E8%AA%9E")]
    [InlineData("/orders?q=a%20b&x=%C3%BC", "/orders?q=a%20b&x=%C3%BC")]
    public async Task SignIn_ReturnAddressNotAscii_LeadsThere(string returnUrl, string expected)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(app.Address, handler);
        var email = $"p{Guid.NewGuid():N}@example.com";
        await app.Services.AddUserWithAsync(email);

        using var answer = await Browsing.SignInAsync(browser, email, ShopSeeding.Password, returnUrl);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be(expected);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/configuration/api-keys?q=x")]
    public async Task Get_WithAForgedHost_RedirectsWithinTheSite(string path)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "evil.example";

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().StartWith("/account/sign-in");
    }

    [Theory]
    [InlineData("/api/v1/{0}")]
    [InlineData("/api/v1/orders/{0}?x={0}")]
    [InlineData("/orders/{0}")]
    [InlineData("/{0}.css")]
    [InlineData("/account/set-password?token={0}")]
    public async Task Get_KeyInTheAddress_IsInNoLogAtAnyLevel_R5(string path)
    {
        var value = ApiKeyToken.Create();
        using var client = app.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", value);

        await client.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, value));

        app.Logs.Where(l => l.Contains(value[ApiKeyToken.HintLength..], StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_WithoutAGoodKey_IsNoLineOfItsOwn()
    {
        using var client = app.Client();

        for (var i = 0; i < 3; i++)
            await client.GetAsync("/api/v1/me");

        app.Logs.Where(l => l.Contains("was challenged", StringComparison.Ordinal) && l.Contains("ApiKey", StringComparison.Ordinal))
            .Should().BeEmpty("anybody could fill the log");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Get_Health_IsAnsweredToAnybodyWithoutDetails(string path)
    {
        using var client = app.Client();

        using var answer = await client.GetAsync(path);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Be("Healthy");
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/plain");
    }
}
