using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Components;

/// <summary>What a browser gets when a page or a form fails: words, a status, and nothing of what failed.</summary>
[Trait("Needs", "Server")]
public sealed class PageFailureTests : IAsyncDisposable
{
    private readonly AppHost _app = new();
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _browser;

    public PageFailureTests() => _browser = Http.Client(_app.Address, _handler);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _handler.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Page_DatabaseSilent_503WithRetryAfterThenRecoversStillSignedIn_R11()
    {
        await _app.Services.AddUserWithAsync("pia@example.com", Permissions.ApiKeys.ViewAll);
        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);
        await using var db = _app.OpenDatabase();

        await db.Database.ExecuteSqlRawAsync("alter table \"Users\" rename to \"Away\"");
        var failed = await _browser.GetAsync("/configuration/api-keys");
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"Users\"");

        failed.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        failed.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        failed.Headers.CacheControl!.NoStore.Should().BeTrue();
        failed.Headers.Contains("Content-Security-Policy").Should().BeTrue();
        (await failed.Content.ReadAsStringAsync())
            .Should()
            .Contain("The database does not answer")
            .And.NotContain("no such table")
            .And.NotContain("Exception");
        (await _browser.GetAsync("/configuration/api-keys")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    public static TheoryData<string, string> UnreadableForms => new()
    {
        { "multipart/form-data", "no boundary" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a" },
        { "application/x-www-form-urlencoded", new string('k', 5_000) + "=v" },
        { "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"k{i}=v")) },
        { "text/plain", "what is this" },
    };

    [Theory]
    [MemberData(nameof(UnreadableForms))]
    public async Task Form_ThatCannotBeRead_400InWords(string contentType, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        var refused = await _browser.PostAsync("/account/sign-in", content);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).Should().NotContain("Exception").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("application/x-www-form-urlencoded; charset=\"no-such-charset\"")]
    [InlineData("application/x-www-form-urlencoded; charset=us-ascii")]
    public async Task Body_InACharsetThatIsNotRead_415(string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in");
        request.Content = new ByteArrayContent("a=b"u8.ToArray());
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var refused = await _browser.SendAsync(request);

        refused.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        refused.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
    }

    [Fact]
    public async Task Handler_WhateverElseFailed_500WithoutAWordOfIt_AndTheApiIsNotItsBusiness()
    {
        var handler = new PageExceptionHandler(NullLogger<PageExceptionHandler>.Instance);
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { TraceIdentifier = "trace-1 <b>" };
        (http.Request.Path, http.Response.Body) = ("/orders", body);

        (await handler.TryHandleAsync(http, new InvalidOperationException("secret inside"), CancellationToken.None)).Should().BeTrue();

        http.Response.StatusCode.Should().Be(500);
        Encoding
            .UTF8.GetString(body.ToArray())
            .Should()
            .Contain("Something went wrong")
            .And.Contain("trace-1 &lt;b&gt;")
            .And.NotContain("secret");
        http.Request.Path = "/api/v1/orders";
        (await handler.TryHandleAsync(http, new InvalidOperationException("x"), CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task Address_HoldingAKey_IsNotCarriedToTheSignIn_R5()
    {
        var value = ApiKeyToken.Create();

        var plain = await _browser.GetAsync("/configuration/api-keys?q=sync&page=2");
        var withKey = await _browser.GetAsync($"/configuration/api-keys?q={value}");
        var escaped = await _browser.GetAsync($"/configuration/api-keys?q=%6Bitty{value[5..]}");

        plain.Headers.Location!.ToString().Should().Contain("returnUrl=%2Fconfiguration%2Fapi-keys%3Fq%3Dsync%26page%3D2");
        withKey.Headers.Location!.ToString().Should().Be("/account/sign-in");
        escaped.Headers.Location!.ToString().Should().Be("/account/sign-in");
        _app.Logs.Should().NotContain(l => l.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UserAgent_HoldingAKey_IsKeptWithoutIt_R5()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com");
        var (_, value) = await _app.Services.AddKeyAsync(user);
        _browser.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"my-browser key={value}");

        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);

        await using var db = _app.OpenDatabase();
        (await db.UserSessions.SingleAsync()).UserAgent.Should().Be($"my-browser key={value[..10]}…");
        using var client = _app.Client(value);
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"my-script {value}");
        (await client.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        await _app.Services.GetRequiredService<ApiKeyUseRecorder>().FlushAsync();
        (await db.ApiKeyLastUses.SingleAsync()).UserAgent.Should().Be($"my-script {value[..10]}…");
    }
}
