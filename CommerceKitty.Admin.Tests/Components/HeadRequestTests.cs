using System.Reflection;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Tests.Components;

/// <summary>HEAD answers as GET does, for every page and file: link checkers, uptime monitors and mail scanners ask that way.</summary>
[Trait("Needs", "Server")]
public sealed partial class HeadRequestTests(HeadRequestTests.Host host) : IClassFixture<HeadRequestTests.Host>
{
    private static readonly string[] OtherAddresses =
    [
        "/docs", "/openapi/v1.json", "/favicon.svg", "/products/export", "/inventory/export", "/nowhere", "/account/invitation?token=x",
        "/account/sign-in?returnUrl=%2Forders", "/configuration/users?q=a",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Head_OfEveryPageAndFile_IsGetWithoutItsBody(bool signedIn)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(host.Address, handler);
        if (signedIn)
            await Browsing.SignInAsync(browser, "owner@example.com", ShopSeeding.Password);
        var pages = typeof(Program).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
            .Select(r => ParameterPattern().Replace(r.Template, "1")).ToList();
        pages.Should().HaveCountGreaterThan(20, "else this proves nothing");
        var different = new List<string>();
        foreach (var address in pages.Concat(OtherAddresses))
        {
            using var get = await browser.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var head = await browser.SendAsync(request);
            if (Described(get) != Described(head) || (await head.Content.ReadAsByteArrayAsync()).Length > 0)
                different.Add($"{address}: GET {Described(get)}, HEAD {Described(head)}");
        }

        different.Should().BeEmpty();
    }

    private static string Described(HttpResponseMessage response) =>
        $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {response.Headers.Location} {response.Headers.ETag}";

    [GeneratedRegex(@"\{\w+(:int)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterPattern();

    /// <summary>A shop with its owner.</summary>
    public sealed class Host : AppHost, IAsyncLifetime
    {
        public async ValueTask InitializeAsync() => await Services.AddOwnerAsync();
    }
}
