using System.Globalization;
using System.Net;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Features.Account;

/// <summary>A flood of sign-ins is refused from any address, and the answers reveal nothing.</summary>
[Trait("Needs", "Server")]
public sealed class SignInLimitTests
{
    private const int PerMinute = 3;

    [Theory]
    [InlineData("pia@example.com")]
    [InlineData("nobody@example.com")]
    public async Task SignIn_TooOftenFromAnAddress_Is429WithRetryAfter(string email)
    {
        await using var app = new LimitedHost();
        await app.Services.AddUserWithAsync("pia@example.com");
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(app.Address, handler);

        for (var i = 0; i < PerMinute; i++)
            (await Browsing.SignInAsync(browser, email, "not-the-password")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var refused = await Browsing.SignInAsync(browser, email, "not-the-password");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.Should().BeInRange(1, 60);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("Too many attempts to sign in").And.NotContain(email);
        (await browser.GetAsync("/account/sign-in")).StatusCode.Should().Be(HttpStatusCode.OK, "the page is still there");
    }

    [Theory]
    [InlineData("/account/sign-in/")]
    [InlineData("/Account/Sign-In//")]
    public async Task SignIn_OtherSpellingsOfTheAddress_AreCountedToo(string path)
    {
        await using var app = new LimitedHost();
        using var browser = Http.Client(app.Address);

        for (var i = 0; i < PerMinute; i++)
            (await PostAsync()).Should().NotBe(HttpStatusCode.TooManyRequests);

        (await PostAsync()).Should().Be(HttpStatusCode.TooManyRequests);

        async Task<HttpStatusCode> PostAsync()
        {
            using var form = new FormUrlEncodedContent([]);
            using var answer = await browser.PostAsync(path, form);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void Count_AddressOfMany_HasFewerTriesAtOnceThanChecksMayWait()
    {
        var limits = new SignInLimits(new RateLimitSettings(), new FakeTimeProvider());
        var address = IPAddress.Parse("203.0.113.7");

        Enumerable.Range(0, PasswordChecks.QueuePerThread).Count(_ => limits.Count(address) is null)
            .Should().BeLessThan(PasswordChecks.QueuePerThread);
    }

    [Fact]
    public async Task SignIn_MoreThanAreChecked_Is429AndKeepsTheForm()
    {
        using var checks = new PasswordChecks(threads: 1);
        await using var app = new OneThreadHost(checks);
        await app.Services.AddUserWithAsync("pia@example.com");
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var waiting = new List<Task> { checks.TryRunAsync(Wait, CancellationToken.None) };
        begun.Wait();
        waiting.AddRange(Enumerable.Range(0, PasswordChecks.QueuePerThread).Select(_ => checks.TryRunAsync(Wait, CancellationToken.None)));

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(app.Address, handler);
        using var refused = await Browsing.SignInAsync(browser, "pia@example.com", ShopSeeding.Password);
        gate.Set();
        await Task.WhenAll(waiting);
        using var later = await Browsing.SignInAsync(browser, "pia@example.com", ShopSeeding.Password);

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(SignInService.RetryAfter));
        (await refused.Content.ReadAsStringAsync()).Should().Contain("Wait a moment").And.Contain("pia@example.com");
        later.StatusCode.Should().Be(HttpStatusCode.Redirect);

        bool Wait()
        {
            begun.Set();
            gate.Wait();
            return false;
        }
    }

    [Fact]
    public void Count_NameFromAnywhere_IsLimitedAndAKnownBrowserApart()
    {
        var time = new FakeTimeProvider();
        var limits = new SignInLimits(new RateLimitSettings { SignInsPerMinute = PerMinute }, time);
        for (var i = 0; i < PerMinute; i++)
            limits.Count("PIA@EXAMPLE.COM", null).Should().BeNull();

        limits.Count("PIA@EXAMPLE.COM", null).Should().BePositive();
        limits.Count("PIA@EXAMPLE.COM", "her browser").Should().BeNull("strangers cannot keep the person out");
        limits.Count("OLE@EXAMPLE.COM", null).Should().BeNull();
        time.Advance(TimeSpan.FromMinutes(1));
        limits.Count("PIA@EXAMPLE.COM", null).Should().BeNull();
    }

    [Fact]
    public void Count_Address_IsLimitedByItsNetwork()
    {
        var limits = new SignInLimits(new RateLimitSettings { SignInsPerMinute = PerMinute }, new FakeTimeProvider());
        for (var i = 0; i < PerMinute; i++)
            limits.Count(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8::{i + 1}"))).Should().BeNull();

        limits.Count(IPAddress.Parse("2001:db8::ffff")).Should().BePositive();
        limits.Count(IPAddress.Parse("2001:db8:1::1")).Should().BeNull();
    }

    [Fact]
    public async Task SignIn_UnknownEmail_IsCountedInTheLedger_R15()
    {
        await using var app = new AppHost();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(app.Address, handler);

        await Browsing.SignInAsync(browser, "nobody@example.com", "not-the-password");
        await Browsing.SignInAsync(browser, "noone@example.com", "not-the-password");

        await app.Services.GetRequiredService<RefusalRecorder>().FlushAsync();
        await using var db = app.OpenDatabase();
        var row = await db.Refusals.SingleAsync(r => r.Reason == RefusalReason.UnknownEmail);
        row.Count.Should().Be(2);
        row.Address.Should().BeOneOf("127.0.0.1", "::1");
    }

    private sealed class OneThreadHost(PasswordChecks checks) : AppHost
    {
        protected override void Configure(IServiceCollection services) => services.AddSingleton(checks);
    }

    private sealed class LimitedHost : AppHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("RateLimits:SignInsPerMinute", PerMinute.ToString(CultureInfo.InvariantCulture));
        }
    }
}
