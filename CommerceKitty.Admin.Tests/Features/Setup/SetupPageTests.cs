using System.Net;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Setup;

/// <summary>The first run: the page that makes the account owner, and its end.</summary>
[Trait("Needs", "Server")]
public sealed partial class SetupPageTests : IAsyncDisposable
{
    private readonly FreshAppHost _app = new();
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _browser;

    public SetupPageTests() => _browser = Http.Client(_app.Address, _handler);

    private string Code => CodeIn(_app);

    /// <summary>The one-time code in this host's log; empty when there is none.</summary>
    internal static string CodeIn(AppHost app) => CodeInLog().Match(string.Join('\n', app.Logs)).Groups["code"].Value;

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _handler.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account/sign-in")]
    [InlineData("/configuration/users")]
    public async Task AnyPage_NoOwnerYet_LeadsToTheSetup(string path)
    {
        var answer = await _browser.GetAsync(path);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().Should().Be("/setup");
        (await _browser.GetAsync("/app.css")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Setup_WithTheCode_MakesTheOwnerAndThePageIsGone()
    {
        Code.Should().NotBeEmpty();
        var done = await SetUpAsync(Code);

        done.StatusCode.Should().Be(HttpStatusCode.Redirect);
        done.Headers.Location!.ToString().Should().EndWith("/account/sign-in?note=owner");
        await using var db = _app.OpenDatabase();
        (await db.Users.SingleAsync())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Email = "olga@example.com",
                    IsOwner = true,
                    Enabled = true,
                    FirstName = "Olga",
                });
        (await db.AuditEntries.Where(e => e.TargetType == "users").ToListAsync())
            .Should()
            .ContainSingle(e => e.Action == AuditActions.OwnerCreated);
        (await _browser.GetAsync("/setup")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await SetUpAsync(Code, "second@example.com", anyway: true)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Browsing.SignInAsync(_browser, "olga@example.com", Password)).Headers.Location!.ToString().Should().NotContain("setup");
        (await db.Users.CountAsync()).Should().Be(1);
        _app.Logs.Should().NotContain(l => l.Contains(Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaaa-aaaaa-aaaaa-aaaaa")]
    public async Task Setup_WrongCode_IsRefused(string code)
    {
        var answer = await SetUpAsync(code);

        (await answer.Content.ReadAsStringAsync())
            .Should()
            .Contain("This is not the code")
            .And.Contain("olga@example.com")
            .And.NotContain(Password)
            .And.Contain($"begins with {Code[..5]}", "of several nodes' codes people find this one's").And.NotContain(Code[5..]);
        await using var db = _app.OpenDatabase();
        (await db.Users.AnyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Setup_BadFields_AreAllNamedAtOnce()
    {
        var answer = await Browsing.PostAsync(_browser, "/setup", new()
        {
            ["Input.Code"] = "x",
            ["Input.Email"] = "no",
            ["Input.FirstName"] = " ",
            ["Input.LastName"] = "",
            ["Input.Password"] = "a",
            ["Input.Repeated"] = "b",
        });

        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("This is not the code").And.Contain("Email is not an address")
            .And.Contain("Enter a first name.").And.Contain("The two passwords differ");
        WrongInputs()
            .Matches(html)
            .Select(m => m.Groups["name"].Value)
            .Should()
            .Equal("Input.Code", "Input.Email", "Input.FirstName", "Input.Repeated");
    }

    [Fact]
    public async Task Setup_WeakPassword_IsRefusedWithReason()
    {
        var answer = await SetUpAsync(Code, password: "passwordpassword");

        (await answer.Content.ReadAsStringAsync()).Should().Contain("The password is easy to guess.");
    }

    [Fact]
    public async Task CreateOwner_ManyBrowsersAtOnce_OneOwnsTheOthersAreTold()
    {
        var setup = _app.Services.GetRequiredService<OwnerSetup>();
        var code = Code;
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => setup.CreateOwnerAsync(
            new OwnerRequest
            {
                Code = code,
                Email = $"o{i}@example.com",
                FirstName = "O",
                Password = Password,
                Repeated = Password,
            },
            IPAddress.Loopback))));

        tries.Count(t => t.IsDone).Should().Be(1);
        tries.Where(t => !t.IsDone).Should().OnlyContain(t => t.Error!.Code == "already-set-up");
        await using var db = _app.OpenDatabase();
        (await db.Users.CountAsync()).Should().Be(1, "what the losers began is undone");
    }

    private const string Password = "nine-quiet-harbours";

    private Task<HttpResponseMessage> SetUpAsync(
        string code,
        string email = "olga@example.com",
        string password = Password,
        bool anyway = false) =>
        Browsing.PostAsync(_browser, "/setup", new()
        {
            ["Input.Code"] = code,
            ["Input.Email"] = email,
            ["Input.FirstName"] = "Olga",
            ["Input.LastName"] = "",
            ["Input.Password"] = password,
            ["Input.Repeated"] = password,
        }, formName: anyway ? "setup" : null);

    [GeneratedRegex("<input (?=[^>]*aria-invalid=\"true\")[^>]*name=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex WrongInputs();

    [GeneratedRegex("one-time code: (?<code>[A-Za-z2-9]{5}(-[A-Za-z2-9]{5}){3})", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeInLog();
}
