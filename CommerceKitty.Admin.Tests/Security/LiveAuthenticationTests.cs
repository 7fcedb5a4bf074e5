using System.Globalization;
using System.Reflection;
using System.Security.Claims;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Security;

/// <summary>The check that an open page makes every few seconds (R3).</summary>
public sealed class LiveAuthenticationTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Check_DatabaseAway_KeepsThePageAndSignsOutOnceItAnswersAgain_R3_R11()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var db = _shop.OpenDatabase();
        (await GoesOnAsync(pia)).Should().BeTrue();

        await db.Database.ExecuteSqlRawAsync("alter table \"Users\" rename to \"Away\"");
        (await GoesOnAsync(pia)).Should().BeTrue("nobody loses what they typed because the database is away");
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"Users\"");

        (await GoesOnAsync(pia)).Should().BeTrue();
        await _shop.SetEnabledAsync(pia, enabled: false);
        (await GoesOnAsync(pia)).Should().BeFalse();
    }

    [Fact]
    public async Task Check_SessionEnded_SignsOutThatPageAlone_R3()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        UserSession Begun() => new() { UserId = pia.Id, StartedAt = now, LastSeenAt = now, Address = "203.0.113.7", UserAgent = "Firefox" };
        var (ended, other) = (Begun(), Begun());
        await _shop.AddAsync(ended, other);
        await using (var acting = _shop.AsCommandLine())
            await acting.Get<UserSessionService>().EndAsync(pia.Id, ended.Id);

        (await GoesOnAsync(pia, ended.Id)).Should().BeFalse();
        (await GoesOnAsync(pia, other.Id)).Should().BeTrue();
    }

    /// <summary>A page that is open and untouched is not a person who is there.</summary>
    [Fact]
    public async Task Check_NobodyDoesAnythingInThePage_EndsAfterTheIdleTime()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        var session = await BeginAsync(pia);

        _shop.Time.Advance(SessionTerms.Idle - TimeSpan.FromMinutes(1));
        (await GoesOnAsync(pia, session)).Should().BeTrue();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await GoesOnAsync(pia, session)).Should().BeFalse();
    }

    [Fact]
    public async Task Check_PersonWhoIsThereAllTheTime_EndsAfterThirtyDays()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        var session = await BeginAsync(pia);
        var end = _shop.Time.GetUtcNow().AddDays(30);

        while (_shop.Time.GetUtcNow() < end)
        {
            (await GoesOnAsync(pia, session, active: true)).Should().BeTrue();
            _shop.Time.Advance(TimeSpan.FromHours(6));
        }

        (await GoesOnAsync(pia, session, active: true)).Should().BeFalse();
    }

    private async Task<int> BeginAsync(User user)
    {
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        var session = new UserSession
        {
            UserId = user.Id,
            StartedAt = now,
            LastSeenAt = now,
            Address = "203.0.113.7",
            UserAgent = "Firefox",
        };
        await _shop.AddAsync(session);
        return session.Id;
    }

    /// <summary>R3 gives five seconds. The framework counts them on a clock of its own, so the interval is what a test can hold.</summary>
    [Fact]
    public void Interval_LeavesTimeForTheCheckItself_R3()
    {
        using var provider = NewProvider();
        var interval = typeof(LiveAuthenticationStateProvider)
            .GetProperty("RevalidationInterval", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(provider);

        interval.Should().BeOfType<TimeSpan>().Which.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(3));
    }

    private LiveAuthenticationStateProvider NewProvider(AccessPulse? pulse = null) =>
        new(NullLoggerFactory.Instance, _shop.Services.GetRequiredService<IServiceScopeFactory>(), pulse ?? new AccessPulse());

    private async Task<bool> GoesOnAsync(User user, int? session = null, bool active = false)
    {
        var pulse = new AccessPulse();
        if (active)
            pulse.NoteActivity();
        var principal = ShopSeeding.Principal(user);
        if (session is { } id)
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClaimNames.Session, id.ToString(CultureInfo.InvariantCulture)));
        using var provider = NewProvider(pulse);
        // The framework calls it by a timer of its own; the check itself is protected.
        var check = typeof(LiveAuthenticationStateProvider).GetMethod(
            "ValidateAuthenticationStateAsync",
            BindingFlags.Instance | BindingFlags.NonPublic
        )!;
        return await (Task<bool>)check.Invoke(provider, [new AuthenticationState(principal), CancellationToken.None])!;
    }
}
