using System.Net;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Keys over plain HTTP (R14), in Production: refused alike, whatever was sent; and whom the server believes that it was
/// HTTPS.</summary>
[Trait("Needs", "Server")]
public sealed partial class KeyInTheClearTests(KeyInTheClearTests.Shop shop) : IClassFixture<KeyInTheClearTests.Shop>
{

    [Fact]
    public async Task Send_PlainHttpFromElsewhere_IsRefusedAlikeWhateverItCarried_R14()
    {
        var key = await shop.KeyAsync();
        (string Method, string Path, string? Header)[] requests =
        [
            ("GET", "/api/v1/me", null),
            ("GET", "/api/v1/me", $"Authorization: Bearer {key.Value}"),
            ("GET", "/api/v1/me", $"Authorization: Bearer {ApiKeyToken.Create()}"),
            ("GET", "/api/v1/me", "Authorization: Bearer garbage"),
            ("GET", $"/api/v1/me?access_token={key.Value}", $"Authorization: Bearer {key.Value}"),
            ("GET", "/api/v1/nowhere", null),
            ("DELETE", "/api/v1/orders", "Idempotency-Key: a"),
            ("GET", "/api/v1/me", "If-Match: garbage"),
        ];

        var answers = new List<string>();
        foreach (var (method, path, header) in requests)
            answers.Add(Varying().Replace(await SendAsync(method, path, header), "…"));

        answers.Distinct().Should().ContainSingle().Which.Should().Contain("403").And.Contain("\"code\":\"https-required\"")
            .And.NotContain("WWW-Authenticate").And.NotContain("Location:");
    }

    [Fact]
    public async Task Send_PlainHttpOnThisMachine_IsAnswered()
    {
        using var client = shop.Client((await shop.KeyAsync()).Value);

        (await client.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.7")]
    [InlineData("Forwarded: proto=https")]
    public async Task Send_ProxyThatIsNotTrusted_IsRefusedAsPlainHttp_R14(string headers)
    {
        var key = await shop.KeyAsync();

        var answer = await RawHttp.GetAsync(shop.Address, "/api/v1/me", $"Authorization: Bearer {key.Value}", headers);

        RawHttp.StatusOf(answer).Should().Be(403, answer);
        answer.Should().Contain("https-required");
        shop.Logs.Where(l => l.Contains("Proxy:KnownProxies", StringComparison.Ordinal)).Should().ContainSingle("it is told once")
            .Which.Should().StartWith("Warning");
    }

    [Fact]
    public async Task Send_LiveKeyOverPlainHttp_IsMarked_R14()
    {
        var key = await shop.KeyAsync();
        using var client = shop.Client(key.Value);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Host = "admin.example.com";

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        // Noted once the answer is sent.
        await Until.ThereIsAsync(async () =>
        {
            await shop.Services.GetRequiredService<ExposedKeyRecorder>().FlushAsync();
            await using var db = shop.OpenDatabase();
            return (await db.ApiKeys.SingleAsync(k => k.Id == key.Id)).ExposedAt is null ? null : "marked";
        }, "the key to be marked");
        await shop.Services.GetRequiredService<RefusalRecorder>().FlushAsync();
        await using var ledger = shop.OpenDatabase();
        (await ledger.Refusals.AnyAsync(r => r.Reason == RefusalReason.PlainHttp)).Should().BeTrue("each refusal has its reason (R15)");
    }

    private Task<string> SendAsync(string method, string path, string? header)
    {
        // A proxy on this machine connects from loopback, for a caller elsewhere.
        string[] lines = header is null ? [] : [header];
        return RawHttp.SendAsync(shop.Address, method, path, null, [.. lines, "X-Forwarded-For: 203.0.113.7"]);
    }

    [GeneratedRegex("(?<=\"traceId\":\")[^\"]*|(?<=X-Request-Id: )[^\r]*|(?<=Date: )[^\r]*")]
    private static partial Regex Varying();

    public class Shop : AppHost
    {
        protected override string EnvironmentName => Environments.Production;

        public async Task<(int Id, string Value)> KeyAsync() =>
            await Services.AddKeyAsync(await Services.AddUserWithAsync($"r{Guid.NewGuid():N}@example.com", Permissions.Orders.ViewAll));
    }

    public class BehindProxy : Shop
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Proxy:KnownProxies", "127.0.0.1");
        }
    }
}
