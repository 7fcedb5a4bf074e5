using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Users;

/// <summary>Invitations and resets: single-use links by mail.</summary>
public sealed class UserLinkTests : IAsyncDisposable
{
    private const string NewPassword = "seven-quiet-harbours";

    private static readonly CreateUserRequest Nadia = new()
    {
        Email = "nadia+new@example.com",
        FirstName = "Nadia",
        LastName = "Berger",
        GroupCode = "nothing",
    };

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private PasswordLinkService Links => _shop.Services.GetRequiredService<PasswordLinkService>();

    [Fact]
    public async Task InviteAsync_PersonChoosesAPasswordByTheLink_Once_R8()
    {
        var invited = await InviteAsync();
        invited.NotSent.Should().BeNull();
        invited.User.IsInvited.Should().BeTrue();
        var (to, text) = _shop.Mails.Sent.Should().ContainSingle().Subject;
        to.Should().Be("nadia+new@example.com");
        text.Should().Contain("/account/invitation#");
        var token = _shop.Mails.LastToken;

        (await Links.OpenAsync(token)).Value.Should().Be(new OpenLink("Nadia Berger", "nadia+new@example.com", UserLinkPurpose.Invitation));
        (await ChooseAsync(token)).Error.Should().BeNull();

        await using var acting = _shop.AsCommandLine();
        var users = acting.Get<UserManager<User>>();
        (await users.CheckPasswordAsync((await users.FindByEmailAsync("nadia+new@example.com"))!, NewPassword)).Should().BeTrue();
        (await acting.Users.GetAsync(invited.User.Id)).Value!.IsInvited.Should().BeFalse();
        (await ChooseAsync(token, "another-long-password")).Error.Should().Be(PasswordLinkService.DeadLink, "a replayed link is over");
        (await Links.OpenAsync(token)).Error.Should().Be(PasswordLinkService.DeadLink);
        var audit = await _shop.AuditAsync();
        audit.Select(e => e.Action).Should().Equal(AuditActions.UserInvited, AuditActions.UserPasswordChosen);
        audit[1].ActorUserId.Should().Be(invited.User.Id);
        audit.Should().OnlyContain(e => !(e.Before + e.After + e.Target + e.SearchText).Contains(token));
    }

    /// <summary>Reads the bytes of the file: every table and index at once.</summary>
    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task Token_IsNowhereInTheDatabase()
    {
        await InviteAsync();
        var token = _shop.Mails.LastToken;

        await using var db = _shop.OpenDatabase();
        (await db.UserLinks.SingleAsync()).Hash.Should().Equal(UserLink.HashOf(token));
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(_shop.ConnectionString).DataSource;
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        System.Text.Encoding.Latin1.GetString(copy.ToArray()).Should().NotContain(token).And.Contain("nadia+new@example.com");
    }

    [Fact]
    public async Task ChoosePassword_TwoBrowsersAtOnce_OneWins()
    {
        await InviteAsync();
        var token = _shop.Mails.LastToken;

        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ChooseAsync(token, $"{NewPassword}-{i}")));

        both.Count(r => r.IsDone).Should().Be(1);
        both.Where(r => !r.IsDone).Should().OnlyContain(r => r.Error == PasswordLinkService.DeadLink || r.Error == Error.ChangedMeanwhile);
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.UserPasswordChosen).Should().Be(1);
    }

    [Theory]
    [InlineData("short", "short", "password")]
    [InlineData("passwordpassword", "passwordpassword", "password")]
    [InlineData("", "", "password")]
    [InlineData(NewPassword, "another", "repeated")]
    public async Task ChoosePassword_RefusedByTheRules_TheLinkStillWorks(string password, string repeated, string field)
    {
        await InviteAsync();
        var token = _shop.Mails.LastToken;

        (await Links.ChoosePasswordAsync(token, password, repeated, address: null)).Error!.Fields.Keys.Should().Equal(field);

        (await ChooseAsync(token)).Error.Should().BeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("aaaa")]
    [InlineData("' or 1=1 --")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task OpenAsync_AnyOtherText_IsDead(string? token)
    {
        await InviteAsync();

        (await Links.OpenAsync(token)).Error.Should().Be(PasswordLinkService.DeadLink);
        (await ChooseAsync(token)).Error.Should().Be(PasswordLinkService.DeadLink);
    }

    [Fact]
    public async Task Invitation_Works72HoursAndNoMore()
    {
        await InviteAsync();
        _shop.Time.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        (await Links.OpenAsync(_shop.Mails.LastToken)).IsDone.Should().BeTrue();

        _shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await Links.OpenAsync(_shop.Mails.LastToken)).Error.Should().Be(PasswordLinkService.DeadLink);
    }

    [Fact]
    public async Task SendLink_Again_EndsTheOneBefore()
    {
        var invited = await InviteAsync();
        var first = _shop.Mails.LastToken;
        await using var acting = _shop.AsCommandLine();

        (await acting.Users.SendLinkAsync(invited.User.Id)).Value!.Purpose.Should().Be(UserLinkPurpose.Invitation);

        (await Links.OpenAsync(first)).Error.Should().Be(PasswordLinkService.DeadLink);
        (await Links.OpenAsync(_shop.Mails.LastToken)).IsDone.Should().BeTrue();
    }

    [Fact]
    public async Task SendLink_ToSomebodyWithAPassword_IsAResetForOneHour()
    {
        var owner = await _shop.AddOwnerAsync();
        var pia = await _shop.AddUserWithAsync("pia@example.com");
        await using var acting = _shop.As(owner);
        await using var open = _shop.As(pia);

        (await acting.Users.SendLinkAsync(pia.Id)).Value!.Purpose.Should().Be(UserLinkPurpose.PasswordReset);

        _shop.Mails.Sent[^1].Text.Should().Contain("/account/reset#");
        (await open.Get<CurrentActor>().GetAsync()).Should().NotBeNull("nothing changes before the link is used");
        (await ChooseAsync(_shop.Mails.LastToken)).Error.Should().BeNull();
        (await open.Get<CurrentActor>().GetAsync()).Should().BeNull("a new password ends all sessions");
        (await _shop.AuditAsync()).Select(e => e.Action).Should().Equal(AuditActions.UserResetSent, AuditActions.UserPasswordChosen);

        (await acting.Users.SendLinkAsync(pia.Id)).Error.Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromHours(1));
        (await ChooseAsync(_shop.Mails.LastToken)).Error.Should().Be(PasswordLinkService.DeadLink);
    }

    [Fact]
    public async Task Link_EmailChangedOrUserDisabledMeanwhile_IsDead()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("staff");
        var a = await _shop.AddUserAsync("a@example.com", "staff");
        var b = await _shop.AddUserAsync("b@example.com", "staff");
        await using var acting = _shop.As(owner);
        await acting.Users.SendLinkAsync(a.Id);
        var linkOfA = _shop.Mails.LastToken;
        await acting.Users.SendLinkAsync(b.Id);
        var linkOfB = _shop.Mails.LastToken;

        var seen = (await acting.Users.GetAsync(a.Id)).Value!;
        (
            await acting.Users.EditAsync(
                a.Id,
                new UserEdit
                {
                    Email = "c@example.com",
                    FirstName = "A",
                    GroupCode = "staff",
                },
                seen.Version)).Error.Should().BeNull();
        (await acting.Users.DisableAsync(b.Id)).Error.Should().BeNull();

        (await ChooseAsync(linkOfA)).Error.Should().Be(PasswordLinkService.DeadLink);
        (await ChooseAsync(linkOfB)).Error.Should().Be(PasswordLinkService.DeadLink);
        (await acting.Users.EnableAsync(b.Id)).Error.Should().BeNull();
        (await ChooseAsync(linkOfB)).Error.Should().Be(PasswordLinkService.DeadLink, "enabling does not bring it back");
        (await acting.Users.GetAsync(b.Id)).Value!.LinkExpiresAt.Should().BeNull();
    }

    [Fact]
    public async Task SendLink_ToWhomItMayNot_IsRefusedAndSendsNothing_R6()
    {
        var manager = await _shop.AddUserWithAsync("manager@example.com", Permissions.Users.Edit, Permissions.Users.Create);
        var strong = await _shop.AddUserWithAsync("strong@example.com", Permissions.Orders.Edit);
        var robot = await _shop.AddUserAsync("robot@example.com", "manager-group", UserKind.Integration);
        var off = await _shop.AddUserAsync("off@example.com", "manager-group", enabled: false);
        await using var acting = _shop.As(manager);

        (await acting.Users.SendLinkAsync(strong.Id)).Error!.Code.Should().Be("more-than-held");
        (await acting.Users.SendLinkAsync(robot.Id)).Error!.Code.Should().Be("integration-never-signs-in");
        (await acting.Users.SendLinkAsync(off.Id)).Error!.Code.Should().Be("user-disabled");
        (await acting.Users.SendLinkAsync(999)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await acting.Users.InviteAsync(Nadia with { GroupCode = "strong-group" })).Error!.Code.Should().Be("more-than-held");
        _shop.Mails.Sent.Should().BeEmpty();
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task InviteAsync_MailServerAway_ThePersonIsThereAndTheInvitationIsSentAgain()
    {
        _shop.Mails.Broken = true;
        var invited = await InviteAsync();

        invited.NotSent!.Code.Should().Be("mail-not-sent");
        await using var acting = _shop.AsCommandLine();
        (await acting.Users.GetAsync(invited.User.Id)).Value!.IsInvited.Should().BeTrue();
        _shop.Mails.Broken = false;
        (await acting.Users.SendLinkAsync(invited.User.Id)).Value!.NotSent.Should().BeNull();
        (await ChooseAsync(_shop.Mails.LastToken)).Error.Should().BeNull();
    }

    [Fact]
    public async Task InviteAsync_SameEmailTwice_IsRefusedAtTheEmail()
    {
        await InviteAsync();
        await using var acting = _shop.AsCommandLine();

        (await acting.Users.InviteAsync(Nadia with { Email = "NADIA+new@example.com" })).Error!.Fields.Keys.Should().Equal("email");
    }

    private async Task<SentLink> InviteAsync()
    {
        await _shop.AddOwnerAsync();
        await using var acting = _shop.AsCommandLine();
        var invited = await acting.Users.InviteAsync(Nadia);
        invited.Error.Should().BeNull();
        return invited.Value!;
    }

    private Task<Result<int>> ChooseAsync(string? token, string password = NewPassword) =>
        Links.ChoosePasswordAsync(token, password, password, System.Net.IPAddress.Loopback);
}
