using System.Net;
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

/// <summary>Choosing a password by a mailed link, and asking for one, by the real forms over HTTP.</summary>
[Trait("Needs", "Server")]
public sealed class PasswordLinkPageTests : IAsyncDisposable
{
    private const string NewPassword = "seven-quiet-harbours";

    private readonly AppHost _app = new();
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _browser;

    public PasswordLinkPageTests() => _browser = Http.Client(_app.Address, _handler);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _handler.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Reset_OpenChooseAndSignIn_WorksOnceAndTheTokenIsInNoLog()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com", Permissions.Orders.ViewAll);
        var token = await SendLinkAsync(user);

        var opened = await OpenAsync(token);
        (await opened.Content.ReadAsStringAsync()).Should().Contain("Choose a new password").And.Contain("pia@example.com");
        var refused = await ChooseAsync(token, "short");
        (await refused.Content.ReadAsStringAsync())
            .Should()
            .Contain("at least 12 characters")
            .And.Contain(token, "the form can be sent again");
        var chosen = await ChooseAsync(token, NewPassword);

        chosen.StatusCode.Should().Be(HttpStatusCode.Redirect);
        chosen.Headers.Location!.ToString().Should().EndWith("/account/sign-in?note=password");
        (await _browser.GetStringAsync("/account/sign-in?note=password")).Should().Contain("Your password was saved");
        (await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password))
            .StatusCode.Should()
            .Be(HttpStatusCode.OK, "the old one is over");
        (await Browsing.SignInAsync(_browser, "pia@example.com", NewPassword)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await (await OpenAsync(token)).Content.ReadAsStringAsync()).Should().Contain("This link no longer works");
        (await (await ChooseAsync(token, "other-quiet-harbours")).Content.ReadAsStringAsync())
            .Should().Contain("This link no longer works");
        _app.Logs.Should().NotContain(l => l.Contains(token)).And.NotContain(l => l.Contains(NewPassword));
    }

    [Fact]
    public async Task Reset_WhileStrangersGuess_MakesThisBrowserOneThatGetsIn()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com");
        var token = await SendLinkAsync(user);
        await OpenAsync(token);
        await ChooseAsync(token, NewPassword);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var stranger = Http.Client(_app.Address, handler);
        for (var i = 0; i < 10; i++)
            await Browsing.SignInAsync(stranger, "pia@example.com", "not-the-password");

        (await Browsing.SignInAsync(_browser, "pia@example.com", NewPassword)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Reset_WhileSignedInAsSomebodyElse_SignsThatOut()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com");
        await _app.Services.AddUserAsync("otto@example.com", "pia-group");
        await Browsing.SignInAsync(_browser, "otto@example.com", ShopSeeding.Password);
        var token = await SendLinkAsync(user);
        await OpenAsync(token);

        await ChooseAsync(token, NewPassword);

        (await _browser.GetAsync("/")).Headers.Location!.ToString().Should().Contain("/account/sign-in");
    }

    [Fact]
    public async Task Form_WithoutAntiforgeryToken_IsRefused()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "open-link", ["Arrival.Token"] = "x" });
        (await _browser.PostAsync("/account/reset", form)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Forgot_KnownOrNot_SameAnswer_OnlyTheKnownGetsAMail()
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        await _app.Services.AddUserAsync("robot@example.com", "pia-group", UserKind.Integration);
        await _app.Services.AddUserAsync("off@example.com", "pia-group", enabled: false);

        var answers = new List<string>();
        foreach (var email in new[] { "nobody@example.com", "robot@example.com", "off@example.com", "PIA@example.com", "pia@example.com" })
        {
            var answer = await Browsing.PostAsync(_browser, "/account/forgot", new() { ["Input.Email"] = email });
            answers.Add((await answer.Content.ReadAsStringAsync()).Replace(email, "EMAIL", StringComparison.Ordinal));
        }

        answers.Should().OnlyContain(a => a.Contains("Check your email"));
        var mail = await _app.FirstMailAsync();
        mail.Should().Contain("pia@example.com").And.Contain("/account/reset#");
        await _app
            .Services.GetRequiredService<ForgottenPasswords>()
            .SendAsync("pia@example.com", IPAddress.Loopback, CancellationToken.None);
        Directory.GetFiles(_app.MailFolder).Should().ContainSingle("a second mail does not follow within minutes");
        await using var db = _app.OpenDatabase();
        (await db.AuditEntries.Where(e => e.TargetType == "users").Select(e => e.Action).ToListAsync())
            .Should()
            .Equal(AuditActions.UserResetRequested);
        (await OpenAsync(MailBox.TokenIn(mail))).StatusCode.Should().Be(HttpStatusCode.OK);
        _app.Logs.Should().NotContain(l => l.Contains(MailBox.TokenIn(mail)));
    }

    [Fact]
    public async Task Forgot_TooOften_IsSlowedDownForEveryEmailAlike()
    {
        for (var i = 0; i < ForgottenPasswords.PerAddress; i++)
            await Browsing.PostAsync(_browser, "/account/forgot", new() { ["Input.Email"] = $"a{i}@example.com" });

        var answer = await Browsing.PostAsync(_browser, "/account/forgot", new() { ["Input.Email"] = "b@example.com" });

        (await answer.Content.ReadAsStringAsync()).Should().Contain("Too many requests");
    }

    [Fact]
    public async Task Session_SignedIn_IsListedAndEndedLetsNobodyIn_R3()
    {
        var user = await _app.Services.AddUserWithAsync("pia@example.com", Permissions.Orders.ViewAll);
        _browser.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        await Browsing.SignInAsync(_browser, "pia@example.com", ShopSeeding.Password);
        (await _browser.GetAsync("/orders")).StatusCode.Should().Be(HttpStatusCode.OK);

        await using var acting = new Acting(_app.Services, current => current.ActAs(Actor.CommandLine("tester")));
        var session = (await acting.Users.GetDetailsAsync(user.Id)).Value!.Sessions.Should().ContainSingle().Subject;
        UserPresentation.Browser(session.UserAgent).Should().Be("Firefox on Linux");
        await using (var db = _app.OpenDatabase())
        {
            (await db.UserSessions.SingleAsync()).EndedAt = session.StartedAt;
            await db.SaveChangesAsync();
        }

        (await _browser.GetAsync("/orders"))
            .Headers.Location!.ToString()
            .Should()
            .Contain("/account/sign-in", "a session that ended is rejected");
    }

    private async Task<string> SendLinkAsync(User user)
    {
        await using var acting = new Acting(_app.Services, current => current.ActAs(Actor.CommandLine("tester")));
        var sent = await acting.Users.SendLinkAsync(user.Id);
        sent.Value!.File.Should().StartWith(_app.MailFolder);
        return MailBox.TokenIn(await File.ReadAllTextAsync(sent.Value.File!));
    }

    private Task<HttpResponseMessage> OpenAsync(string token) =>
        Browsing.PostAsync(_browser, "/account/reset", new() { ["Arrival.Token"] = token });

    private Task<HttpResponseMessage> ChooseAsync(string token, string password) =>
        Browsing.PostAsync(_browser, "/account/reset",
            new()
            {
                ["Choice.Token"] = token,
                ["Choice.Password"] = password,
                ["Choice.Repeated"] = password,
            },
            formName: "choose-password");
}
