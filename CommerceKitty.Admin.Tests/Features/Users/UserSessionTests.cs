using System.Globalization;
using System.Security.Claims;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Users;

/// <summary>People's sessions: listed, ended one by one, and forgotten when they say nothing any more.</summary>
public sealed class UserSessionTests : IAsyncDisposable
{
    private readonly TestShop _shop = new(configure: services => services.AddSingleton<Upkeep>());

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EndAsync_OneOfTwo_EndsThatOneAndAuditsOnce_R3_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        var (lost, kept) = (await AddSessionAsync(pia), await AddSessionAsync(pia));
        await using var acting = _shop.As(owner);
        await using var lostPhone = AsSession(pia, lost);
        await using var desk = AsSession(pia, kept);

        (await acting.Get<UserSessionService>().EndAsync(pia.Id, lost)).Error.Should().BeNull();

        (await lostPhone.Get<CurrentActor>().GetAsync()).Should().BeNull();
        (await desk.Get<CurrentActor>().GetAsync()).Should().NotBeNull();
        (await acting.Users.GetDetailsAsync(pia.Id)).Value!.Sessions.Select(s => s.Id).Should().Equal(kept);
        (await acting.Get<UserSessionService>().EndAsync(pia.Id, lost)).Error.Should().BeNull("it is over already");
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry
            .Should()
            .BeEquivalentTo(
                new
                {
                    Action = AuditActions.UserSessionEnded,
                    ActorUserId = owner.Id,
                    TargetType = "users",
                    TargetId = pia.Id,
                });
        entry.Before.Should().Contain("203.0.113.7").And.Contain("Firefox");
    }

    [Fact]
    public async Task EndAsync_NoSuchSessionOfTheUser_IsNotFound()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        var otto = await _shop.AddUserAsync("otto@example.com", "pia-group");
        var session = await AddSessionAsync(otto);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<UserSessionService>().EndAsync(pia.Id, session)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await acting.Get<UserSessionService>().EndAsync(999, session)).Error!.Kind.Should().Be(ErrorKind.NotFound);

        (await acting.Users.GetDetailsAsync(otto.Id)).Value!.Sessions.Should().ContainSingle();
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task EndAsync_OfTheOwnerByAnotherAdministrator_IsRefused_R6()
    {
        var owner = await _shop.AddOwnerAsync();
        var session = await AddSessionAsync(owner);
        await using var acting = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Permissions.Users.Edit));

        (await acting.Get<UserSessionService>().EndAsync(owner.Id, session)).Error!.Code.Should().Be("only-owner");

        await using var own = AsSession(owner, session);
        (await own.Get<CurrentActor>().GetAsync()).Should().NotBeNull();
        (await own.Get<UserSessionService>().EndAsync(owner.Id, session)).Error.Should().BeNull("owners sign themselves out");
    }

    [Fact]
    public async Task Sessions_NotSeenForLongerThanTheCookieLasts_AreNotListed()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await AddSessionAsync(pia);
        _shop.Time.Advance(UserSessions.Lifetime - TimeSpan.FromMinutes(1));
        await using var acting = _shop.AsCommandLine();
        (await acting.Users.GetDetailsAsync(pia.Id)).Value!.Sessions.Should().ContainSingle();

        _shop.Time.Advance(TimeSpan.FromMinutes(2));

        (await acting.Users.GetDetailsAsync(pia.Id)).Value!.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task Upkeep_SessionsOverForLong_AreDeletedAndTheOthersStay()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        for (var i = 0; i < 3; i++)
            await AddSessionAsync(pia);
        var ended = await AddSessionAsync(pia);
        await using (var acting = _shop.AsCommandLine())
            await acting.Get<UserSessionService>().EndAsync(pia.Id, ended);
        _shop.Time.Advance(UserSessions.Memory - TimeSpan.FromHours(1));
        var open = await AddSessionAsync(pia);
        await RunUpkeepAsync();
        (await IdsAsync()).Should().HaveCount(5, "none is old enough");

        _shop.Time.Advance(TimeSpan.FromHours(2));
        await RunUpkeepAsync();

        (await IdsAsync()).Should().Equal(open);
        (await _shop.AuditAsync()).Should().ContainSingle("forgetting changes nothing that anybody may do");
    }

    [Fact]
    public async Task Upkeep_CountersOfWrongPasswords_GoAfterADayAndOtherTokensStay()
    {
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        string At(TimeSpan ago) => (_shop.Time.GetUtcNow().UtcDateTime - ago).ToString("O", CultureInfo.InvariantCulture);
        await _shop.AddAsync(
            Token(pia, PasswordTries.Counter, "old", $"3 {At(TimeSpan.FromHours(25))}"),
            Token(pia, PasswordTries.Counter, "broken", "what is this"),
            Token(pia, PasswordTries.Counter, "young", $"3 {At(TimeSpan.FromHours(1))}"),
            Token(pia, "[AspNetUserStore]", "other", "x"));

        await RunUpkeepAsync();

        await using var db = _shop.OpenDatabase();
        (await db.UserTokens.OrderBy(t => t.Name).Select(t => t.Name).ToListAsync()).Should().Equal("other", "young");
    }

    private static IdentityUserToken<int> Token(User user, string provider, string name, string value) =>
        new() { UserId = user.Id, LoginProvider = provider, Name = name, Value = value };

    private Task RunUpkeepAsync() => _shop.Services.GetRequiredService<Upkeep>().RunOnceAsync();

    private async Task<List<int>> IdsAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.UserSessions.OrderBy(s => s.Id).Select(s => s.Id).ToListAsync();
    }

    private async Task<int> AddSessionAsync(User user)
    {
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        var session = new UserSession
        {
            UserId = user.Id,
            StartedAt = now,
            LastSeenAt = now,
            Address = "203.0.113.7",
            UserAgent = "Mozilla/5.0 Firefox/140.0",
        };
        await _shop.AddAsync(session);
        return session.Id;
    }

    private Acting AsSession(User user, int session)
    {
        var principal = ShopSeeding.Principal(user);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClaimNames.Session, session.ToString(CultureInfo.InvariantCulture)));
        return new(_shop.Services, current => current.ActAs(principal));
    }
}
