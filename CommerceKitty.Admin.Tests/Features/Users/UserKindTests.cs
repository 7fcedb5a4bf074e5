using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Users;

/// <summary>A person becomes an integration, or the other way round.</summary>
public sealed class UserKindTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EditAsync_PersonBecomesIntegration_CanNeverSignInAgainButKeysGoOn_R3_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);
        var (_, value) = await _shop.AddKeyAsync(pia);
        await _shop.AddAsync(
            new UserSession
            {
                UserId = pia.Id,
                StartedAt = Now,
                LastSeenAt = Now,
                Address = "203.0.113.7",
                UserAgent = "Firefox",
            });
        await using var acting = _shop.As(owner);
        await using var open = _shop.As(pia);
        (await acting.Users.SendLinkAsync(pia.Id)).Error.Should().BeNull();
        var entries = (await _shop.AuditAsync()).Count;

        (await EditAsync(acting, pia.Id, UserKind.Integration)).Value!.Kind.Should().Be(UserKind.Integration);

        (await open.Get<CurrentActor>().GetAsync()).Should().BeNull("an open page is signed out");
        await using var db = _shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.Id == pia.Id)).PasswordHash.Should().BeNull();
        (await db.UserSessions.SingleAsync(s => s.UserId == pia.Id)).EndedAt.Should().NotBeNull();
        (await db.UserLinks.AnyAsync(l => l.UserId == pia.Id)).Should().BeFalse();
        (await acting.Get<PasswordLinkService>().OpenAsync(MailBox.TokenIn(_shop.Mails.Sent.Single().Text)))
            .Error.Should()
            .Be(PasswordLinkService.DeadLink);
        (await acting.Users.SendLinkAsync(pia.Id)).Error!.Code.Should().Be("integration-never-signs-in");
        await using (var byKey = await _shop.ByKeyAsync(value))
            (await byKey.Get<CurrentActor>().GetAsync())!.User!.UserId.Should().Be(pia.Id, "its keys work");
        var entry = (await _shop.AuditAsync()).Skip(entries).Should().ContainSingle().Subject;
        (entry.Action, entry.TargetId).Should().Be((AuditActions.UserEdited, pia.Id));
        entry.Before.Should().Contain("Person");
        entry.After.Should().Contain("Integration");
    }

    [Fact]
    public async Task EditAsync_IntegrationBecomesPerson_ComesInByAnInvitationAlone()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("bots");
        var bot = await _shop.AddUserAsync("bot@example.com", "bots", UserKind.Integration);
        await using var acting = _shop.As(owner);

        var person = (await EditAsync(acting, bot.Id, UserKind.Person)).Value!;

        person.Should().BeEquivalentTo(new { Kind = UserKind.Person, HasPassword = false, LinkExpiresAt = (DateTime?)null });
        UserPresentation.Status(person).Should().Be("Needs an invitation");
        (await acting.Users.SendLinkAsync(bot.Id)).Value!.Purpose.Should().Be(UserLinkPurpose.Invitation);
    }

    [Fact]
    public async Task EditAsync_KindByWhoeverHoldsLess_IsRefused_R6()
    {
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Edit, Permissions.Users.View);
        await _shop.AddGroupAsync("strong", Permissions.Orders.Edit);
        var bot = await _shop.AddUserAsync("bot@example.com", "strong", UserKind.Integration);
        var strong = await _shop.AddUserAsync("strong@example.com", "strong");
        await using var acting = _shop.As(manager);

        (await EditAsync(acting, bot.Id, UserKind.Person)).Error!.Code.Should().Be("more-than-held");
        (await EditAsync(acting, strong.Id, UserKind.Integration)).Error!.Code.Should().Be(
            "more-than-held", "to take a sign-in away is to reset it");
    }

    [Fact]
    public async Task EditAsync_OfTheOwnerOneselfOrTheLastAdministrator_IsRefusedWithReason()
    {
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Edit, Permissions.Users.View);
        await using var acting = _shop.As(manager);
        await using var operating = _shop.AsCommandLine();
        (await EditAsync(acting, manager.Id, UserKind.Integration)).Error!.Code.Should().Be("not-yourself");
        (await EditAsync(operating, manager.Id, UserKind.Integration)).Error!.Code.Should().Be("last-administrator");
        var owner = await _shop.AddOwnerAsync();
        await using var owning = _shop.As(owner);

        (await EditAsync(owning, owner.Id, UserKind.Integration)).Error!.Code.Should().Be("owner-stays-person");
        (await EditAsync(operating, owner.Id, UserKind.Integration)).Error!.Code.Should().Be("owner-stays-person");
        (await EditAsync(owning, manager.Id, (UserKind)7)).Error!.Fields.Keys.Should().Equal("kind");
        (await EditAsync(operating, manager.Id, UserKind.Integration)).Error.Should().BeNull("the owner is left");
    }

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    private async Task<Result<UserRow>> EditAsync(Acting acting, int id, UserKind kind)
    {
        await using var operating = _shop.AsCommandLine();
        var seen = (await operating.Users.GetAsync(id)).Value!;
        var edit = new UserEdit
        {
            Email = seen.Email,
            FirstName = seen.FirstName,
            LastName = seen.LastName,
            GroupCode = seen.GroupCode,
            Kind = kind,
        };
        return await acting.Users.EditAsync(id, edit, seen.Version);
    }
}
