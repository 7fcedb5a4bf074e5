using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Account;

/// <summary>Signing in and out by the real form over HTTP.</summary>
[Trait("Needs", "Server")]
public sealed class SignInTests : IAsyncDisposable
{
    private const string SameWords = "Incorrect email or password.";

    private readonly AppHost _app = new();
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _browser;

    public SignInTests() => _browser = Http.Client(_app.Address, _handler);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _handler.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_RightPassword_OpensPagesAndAuditsOnce_R8()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com", Permissions.ApiKeys.ViewAll);

        var response = await Browsing.SignInAsync(_browser, "PIA@example.com ", ShopSeeding.Password, "/configuration/api-keys?q=x");

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().Should().EndWith("/configuration/api-keys?q=x");
        var cookie = _handler.CookieContainer.GetCookies(_app.Address).Single(c => c.Name == "CommerceKitty.Session");
        cookie.HttpOnly.Should().BeTrue();
        (await _browser.GetAsync("/configuration/api-keys")).StatusCode.Should().Be(HttpStatusCode.OK);
        await using var db = _app.OpenDatabase();
        var entry = await db.AuditEntries.SingleAsync(e => e.TargetType == "users");
        entry.Action.Should().Be(AuditActions.UserSignedIn);
        entry.ActorUserId.Should().Be(user.Id);
        entry.Address.Should().BeOneOf("127.0.0.1", "::1");
        (await db.Users.SingleAsync()).LastSignInAt.Should().NotBeNull();
    }

    /// <summary>One keyboard sends é as a character, another as two; a full-width letter is the same letter.</summary>
    [Theory]
    [InlineData("caf\u00E9-nine-lives-counting", "cafe\u0301-nine-lives-counting", true)]
    [InlineData("cafe\u0301-nine-lives-counting", "caf\u00E9-nine-lives-counting", true)]
    [InlineData("caf\u00E9-nine-lives-counting", "\uFF43af\u00E9-nine-lives-counting", true)]
    [InlineData("caf\u00E9-nine-lives-counting", "cafe-nine-lives-counting", false)]
    public async Task SignIn_PasswordInAnotherEncoding_IsTheSamePassword(string chosen, string typed, bool isRight)
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com", Permissions.ApiKeys.ViewAll);
        await SetHashAsync(user.Id, HasherOf(_app).HashPassword(user, chosen));

        (await Browsing.SignInAsync(_browser, "pia@example.com", typed)).StatusCode
            .Should().Be(isRight ? HttpStatusCode.Redirect : HttpStatusCode.OK);
    }

    /// <summary>A hash from before passwords had one form.</summary>
    [Theory]
    [InlineData("cafe\u0301-nine-lives-counting", "cafe\u0301-nine-lives-counting", true)]
    [InlineData("caf\u00E9-nine-lives-counting", "cafe\u0301-nine-lives-counting", true)]
    [InlineData("\uFB01ve-nine-lives-counting", "\uFB01ve-nine-lives-counting", true)]
    [InlineData("\uFB01ve-nine-lives-counting", "five-nine-lives-countin", false)]
    public async Task SignIn_HashOfTheRawForm_StillWorks(string chosen, string typed, bool isRight)
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com", Permissions.ApiKeys.ViewAll);
        await SetHashAsync(user.Id, new Microsoft.AspNetCore.Identity.PasswordHasher<User>().HashPassword(user, chosen));

        (await Browsing.SignInAsync(_browser, "pia@example.com", typed)).StatusCode
            .Should().Be(isRight ? HttpStatusCode.Redirect : HttpStatusCode.OK);
    }

    private static Microsoft.AspNetCore.Identity.IPasswordHasher<User> HasherOf(AppHost app) =>
        app.Services.CreateScope().ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.IPasswordHasher<User>>();

    private async Task SetHashAsync(int id, string hash)
    {
        await using var db = _app.OpenDatabase();
        var stored = await db.Users.SingleAsync(u => u.Id == id);
        stored.PasswordHash = hash;
        await db.SaveChangesAsync();
    }

    public static TheoryData<string, string> WrongCredentials => new()
    {
        { "pia@example.com", "not-the-password" },
        { "nobody@example.com", ShopSeeding.Password },
        { "robot@example.com", ShopSeeding.Password },
        { "robot@example.com", "" },
        { "off@example.com", ShopSeeding.Password },
        { "", "" },
        { "   ", "   " },
        { new string('a', 300) + "@example.com", ShopSeeding.Password },
        { "pia@example.com", new string('x', 5_000) },
        { "<script>alert(1)</script>", "' or 1=1 --" },
    };

    [Theory]
    [MemberData(nameof(WrongCredentials))]
    public async Task SignIn_WhateverIsWrong_SameWordsAndNoCookie(string email, string password)
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        await _app.Services.AddUserAsync("robot@example.com", "pia-group", UserKind.Integration);
        await _app.Services.AddUserAsync("off@example.com", "pia-group", enabled: false);

        var response = await Browsing.SignInAsync(_browser, email, password);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var page = await response.Content.ReadAsStringAsync();
        page.Should().Contain(SameWords).And.NotContain("<script>alert");
        if (password.Length > 5)
            page.Should().NotContain(password);
        (await _browser.GetAsync("/configuration/api-keys")).Headers.Location!.ToString().Should().Contain("/account/sign-in");
    }

    [Fact]
    public async Task SignIn_TenWrongPasswords_LocksForAWhileAndStopsWritingAudit()
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        for (var i = 0; i < 10; i++)
            await Browsing.SignInAsync(_browser, "pia@example.com", "not-the-password");

        var response = await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);

        (await response.Content.ReadAsStringAsync()).Should().Contain(SameWords, "nobody learns which accounts exist");
        await using var db = _app.OpenDatabase();
        var actions = await db.AuditEntries.Where(e => e.TargetType == "users").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync();
        actions.Should().HaveCount(10).And.EndWith(AuditActions.UserLockedOut);
    }

    [Fact]
    public async Task SignIn_ManyGuessesSideBySide_CountTogetherAndLock()
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        await Parallel.ForAsync(0, 30, new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (_, _) =>
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var browser = Http.Client(_app.Address, handler);
            await Browsing.SignInAsync(browser, "pia@example.com", "not-the-password");
        });

        await using var db = _app.OpenDatabase();
        (await db.Users.SingleAsync()).LockoutEnd.Should().NotBeNull();
        (await db.AuditEntries.CountAsync(e => e.TargetType == "users"))
            .Should()
            .Be(10, "each counted try has its entry, and a locked account none");
    }

    [Fact]
    public async Task SignIn_StrangerGuessesAllDay_TheBrowserUsedBeforeStillGetsIn()
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);
        var cookie = _handler
            .CookieContainer.GetCookies(_app.Address)
            .Single(c => c.Name.StartsWith("CommerceKitty.Device.", StringComparison.Ordinal));
        cookie.HttpOnly.Should().BeTrue();
        cookie.Expires.Should().BeCloseTo(DateTime.Now + KnownDevices.Memory, TimeSpan.FromHours(1));
        for (var i = 0; i < 10; i++)
            await SignInElsewhereAsync("not-the-password");
        (await SignInElsewhereAsync(ShopSeeding.Password)).Should().Be(HttpStatusCode.OK, "strangers wait, whatever they know");

        (await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        (await SignInElsewhereAsync(ShopSeeding.Password))
            .Should()
            .Be(HttpStatusCode.OK, "a sign-in at the known browser gives strangers no new tries");
    }

    [Fact]
    public async Task SignIn_GuessesInTheKnownBrowserSideBySide_CountTogetherAndWaitThere()
    {
        var pia = await _app.Services.AddUserWithAsync("pia@example.com");
        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);

        await Parallel.ForAsync(0, 30, new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (_, _) =>
            await Browsing.SignInAsync(_browser, "pia@example.com", "not-the-password"));

        (await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password))
            .StatusCode.Should()
            .Be(HttpStatusCode.OK, "this browser waits");
        await using var db = _app.OpenDatabase();
        (await db.AuditEntries.CountAsync(e => e.Action == AuditActions.UserSignInFailed)).Should().Be(9);
        (await db.AuditEntries.SingleAsync(e => e.Action == AuditActions.UserLockedOut)).After.Should().Be("""{"inAKnownBrowser":true}""");
        (await SignInElsewhereAsync(ShopSeeding.Password)).Should().Be(HttpStatusCode.Redirect, "the account itself does not wait");
        (await db.UserTokens.CountAsync(t => t.UserId == pia.Id)).Should().Be(1);
    }

    [Fact]
    public async Task SignIn_DeviceCookieOfAnotherAccountOrForged_IsAStranger()
    {
        var pia = await _app.Services.AddUserWithAsync("pia@example.com");
        await _app.Services.AddUserAsync("otto@example.com", "pia-group");
        await Browsing.SignInAsync(_browser, "otto@example.com", ShopSeeding.Password);
        var jar = _handler.CookieContainer;
        var ottos = jar.GetCookies(_app.Address).Single(c => c.Name.StartsWith("CommerceKitty.Device.", StringComparison.Ordinal));
        for (var i = 0; i < 10; i++)
            await SignInElsewhereAsync("not-the-password");

        foreach (var value in new[] { ottos.Value, ottos.Value[..^2], "x", new string('a', 3_000) })
        {
            jar.Add(
                _app.Address,
                new Cookie(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"CommerceKitty.Device.{pia.Id}"), value));
            (await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password)).StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private async Task<HttpStatusCode> SignInElsewhereAsync(string password)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = Http.Client(_app.Address, handler);
        return (await Browsing.SignInAsync(browser, "pia@example.com", password)).StatusCode;
    }

    [Fact]
    public async Task SignIn_DisabledAccountTriedOften_FloodsNoAuditTrail()
    {
        await _app.Services.AddGroupAsync("some");
        await _app.Services.AddUserAsync("off@example.com", "some", enabled: false);
        for (var i = 0; i < 15; i++)
            await Browsing.SignInAsync(_browser, "off@example.com", "not-the-password");

        await using var db = _app.OpenDatabase();
        (await db.AuditEntries.CountAsync(e => e.TargetType == "users")).Should().Be(10);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_ReturnAddressElsewhere_StaysHere(string returnUrl)
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        var response = await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password, returnUrl);
        new Uri(_app.Address, response.Headers.Location!).Should().Be(_app.Address);
    }

    [Theory]
    [InlineData("/orders?page=2", "/orders?page=2")]
    [InlineData("/", "/")]
    [InlineData("", "/start")]
    [InlineData(null, "/start")]
    [InlineData("/\t/evil.example", "/start")]
    [InlineData("orders", "/start")]
    public void LocalUrl_AnyText_IsAPathOfThisSite(string? url, string expected) => LocalUrl.Or(url, "/start").Should().Be(expected);

    [Fact]
    public async Task OpenPage_UserDisabledMeanwhile_NextRequestIsSignedOut_R3()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com", Permissions.ApiKeys.ViewAll);
        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);
        (await _browser.GetAsync("/configuration/api-keys")).StatusCode.Should().Be(HttpStatusCode.OK);

        await using (var acting = new Acting(_app.Services, current => current.ActAs(Actor.CommandLine("tester"))))
            (await acting.Get<UserService>().DisableAsync(user.Id)).Error.Should().BeNull();

        (await _browser.GetAsync("/configuration/api-keys")).Headers.Location!.ToString().Should().Contain("/account/sign-in");
    }

    [Fact]
    public async Task SignOut_WithoutAntiforgeryToken_IsRefused()
    {
        await _app.Services.AddUserWithAsync("pia@example.com", Permissions.ApiKeys.ViewAll);
        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);

        using var empty = new FormUrlEncodedContent([]);
        (await _browser.PostAsync("/account/sign-out", empty)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        (await _browser.GetAsync("/configuration/api-keys")).StatusCode.Should().Be(HttpStatusCode.OK, "the session goes on");
    }

    [Fact]
    public async Task Page_Always_CarriesTheHeadersThatProtectIt()
    {
        var response = await _browser.GetAsync("/account/sign-in");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.GetValues("Content-Security-Policy").Single().Should()
            .Contain("default-src 'none'")
            .And.Contain("frame-ancestors 'none'")
            .And.NotContain("unsafe-eval")
            .And.NotContain("script-src 'unsafe-inline'");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.Contains("Server").Should().BeFalse();
    }
}
