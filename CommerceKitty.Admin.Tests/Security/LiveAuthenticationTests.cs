using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Globalization;
using System.Reflection;
using System.Security.Claims;
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

    private async Task<bool> GoesOnAsync(User user, int? session = null)
    {
        var principal = ShopSeeding.Principal(user);
        if (session is { } id)
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClaimNames.Session, id.ToString(CultureInfo.InvariantCulture)));
        using var provider = new LiveAuthenticationStateProvider(
            NullLoggerFactory.Instance, _shop.Services.GetRequiredService<IServiceScopeFactory>(), new AccessPulse());
        // The framework calls it by a timer of its own; the check itself is protected.
        var check = typeof(LiveAuthenticationStateProvider).GetMethod(
            "ValidateAuthenticationStateAsync",
            BindingFlags.Instance | BindingFlags.NonPublic
        )!;
        return await (Task<bool>)check.Invoke(provider, [new AuthenticationState(principal), CancellationToken.None])!;
    }
}
