using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Notices;
using CommerceKitty.Admin.Features.Settings;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Notices;

/// <summary>People are told that keys expire: each time once, however many nodes and restarts there are.</summary>
public sealed class NoticeTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Run_EachThreshold_IsToldOnce()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        var key = await AddAsync(maker, "Till", 30);
        await RunAsync();
        (await NoticesAsync()).Should().BeEmpty();

        foreach (var days in (int[])[16, 1, 10, 1, 2, 1, 5])
        {
            _shop.Time.Advance(TimeSpan.FromDays(days));
            await RunAsync();
            await RunAsync();
        }

        (await NoticesAsync()).Select(n => (n.ApiKeyId, n.Threshold, n.Recipients.Single().UserId))
            .Should().Equal((key, 14, maker.Id), (key, 3, maker.Id), (key, 0, maker.Id));
        (await _shop.AuditAsync()).Should().ContainSingle(e => e.Action == AuditActions.ApiKeyExpired);
    }

    [Fact]
    public async Task Run_AfterALongSilence_TellsTheMostUrgentAlone()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        await AddAsync(maker, "Till", 30);
        _shop.Time.Advance(TimeSpan.FromDays(29));

        await RunAsync();

        (await NoticesAsync()).Where(n => n.Recipients.Count > 0).Select(n => n.Threshold).Should().Equal(3);
        _shop.Mails.Sent.Should().ContainSingle();
        _shop.Time.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        (await NoticesAsync()).Where(n => n.Recipients.Count > 0).Select(n => n.Threshold).Should().BeEquivalentTo([3, 0]);
        (await NoticesAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task Run_KeyMadeForAFewDays_IsNoNewsBeforeItsOwnThreshold()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        await AddAsync(maker, "Short", 5);

        await RunAsync();

        (await NoticesAsync()).Should().OnlyContain(n => n.Recipients.Count == 0);
        _shop.Time.Advance(TimeSpan.FromDays(3));
        await RunAsync();
        (await NoticesAsync()).Where(n => n.Recipients.Count > 0).Select(n => n.Threshold).Should().Equal(3);
    }

    [Fact]
    public async Task Run_ClockForwardAndBack_TellsNothingTwice_AndWhatEndedStaysEnded_R4()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create, Permissions.ApiKeys.Edit);
        await using var acting = _shop.As(maker);
        var created = (await acting.ApiKeys.CreateAsync(new("Till", maker.Id, KeyEnd.InDays(30)))).Value!;
        _shop.Time.Advance(TimeSpan.FromDays(31));
        await RunAsync();
        var told = (await NoticesAsync()).Count;

        // The fake clock of another node, whose database this is, never left the first day.
        await using var other = _shop.OtherNode();
        await other.Services.GetRequiredService<NoticeRounds>().RunOnceAsync();

        (await NoticesAsync()).Should().HaveCount(told);
        var verifier = other.Services.GetRequiredService<ApiKeyVerifier>();
        (await verifier.VerifyAsync(created.Secret.Reveal().AsMemory())).Refusal.Should().Be(KeyRefusal.Expired);
        await using var there = other.As(maker);
        (await there.KeyQueries.ListAsync(new ApiKeyQuery())).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.ViewAll);
        await using var line = other.AsCommandLine();
        (await line.KeyQueries.GetAsync(created.Key.Id)).Value!.Status.Should().Be(ApiKeyStatus.Expired);
        (await there.ApiKeys.ExpireAsync(created.Key.Id, KeyEnd.InDays(90))).Error.Should().BeNull();
        (await verifier.VerifyAsync(created.Secret.Reveal().AsMemory())).Refusal.Should().BeNull("someone gave it another end");
    }

    [Fact]
    public async Task Run_SeveralNodesAtOnce_TellOnce()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        for (var i = 0; i < 5; i++)
            await AddAsync(maker, $"Key {i}", 14);
        await using var second = _shop.OtherNode();
        await using var third = _shop.OtherNode();
        TestShop[] nodes = [_shop, second, third];

        await Task.WhenAll(nodes.Select(n => n.Services.GetRequiredService<NoticeRounds>().RunOnceAsync()));

        (await NoticesAsync()).Should().HaveCount(5);
        nodes.Sum(n => n.Mails.Sent.Count).Should().Be(1, "one mail, however many keys and nodes");
    }

    [Fact]
    public async Task Run_Recipients_AreTheResponsibleAndTheEditors_OrSomebodyAtLeast()
    {
        var owner = await _shop.AddOwnerAsync();
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit);
        await _shop.AddUserWithAsync("viewer@example.com", Permissions.ApiKeys.View);
        var heir = await _shop.AddUserWithAsync("heir@example.com");
        await using var operating = _shop.AsCommandLine();
        var (all, own, gone, handed) = (
            await AddAsync(maker, "All", 14), await AddAsync(maker, "Own", 14), await AddAsync(heir, "Gone", 14, byLine: true),
            await AddAsync(maker, "Handed over", 14));
        await operating.ApiKeys.RevokeAsync(all);
        (await operating.ApiKeys.SetResponsibleAsync(handed, heir.Id)).Error.Should().BeNull();
        await operating.Get<SettingsService>().SaveAsync(new() { NoticesToEditors = false });

        await RunAsync();

        var told = (await NoticesAsync()).ToDictionary(n => n.ApiKeyId, n => n.Recipients.Select(r => r.UserId).Order().ToArray());
        told.Keys.Should().BeEquivalentTo([own, gone, handed], "a revoked key is over");
        told[own].Should().Equal(maker.Id);
        told[handed].Should().Equal(heir.Id);
        told[gone].Should().BeEquivalentTo([owner.Id, editor.Id], "nobody is responsible, so those who can do something are told");
    }

    [Fact]
    public async Task Mail_OneEachDay_NamesEachKeyOnce_AndIsTriedAgain()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        await AddAsync(maker, "First", 14);
        await AddAsync(maker, "Second", 14);
        var third = await AddAsync(maker, "Third", 40);
        _shop.Mails.Broken = true;
        await RunAsync();
        _shop.Mails.Sent.Should().BeEmpty();
        _shop.Mails.Broken = false;
        await RunAsync();
        _shop.Mails.Sent.Should().BeEmpty("another try comes later");
        _shop.Time.Advance(TimeSpan.FromMinutes(30));
        await RunAsync();

        var (to, text) = _shop.Mails.Sent.Should().ContainSingle().Which;
        to.Should().Be("maker@example.com");
        text.Should().Contain("First expires on 7 December 2026 at 09:00 UTC.").And.Contain("Second expires on");
        text.Should().Contain("/configuration/api-keys/");
        await using var operating = _shop.AsCommandLine();
        (await operating.ApiKeys.ExpireAsync(third, KeyEnd.On(Now.AddDays(14).AddMinutes(-30)))).Error.Should().BeNull();
        await RunAsync();
        _shop.Mails.Sent.Should().HaveCount(1, "a person gets one mail a day");
        _shop.Time.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        _shop.Mails.Sent[^1].Text.Should().Contain("Third").And.NotContain("First");
    }

    [Fact]
    public async Task Mail_SwitchedOffOrSettled_IsNotSent()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        var key = await AddAsync(maker, "First", 14);
        await using var operating = _shop.AsCommandLine();
        await operating.Get<SettingsService>().SaveAsync(new() { NoticesByMail = false });
        await RunAsync();
        await operating.ApiKeys.RevokeAsync(key);
        await operating.Get<SettingsService>().SaveAsync(new() { NoticesByMail = true });

        await RunAsync();

        _shop.Mails.Sent.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mail_PersonDisabledOrWithoutThePermissionByNow_IsNotSent_R3(bool disabled)
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit);
        await AddAsync(maker, "First", 14);
        _shop.Mails.Broken = true;
        await RunAsync();
        if (disabled)
            await _shop.SetEnabledAsync(editor, enabled: false);
        else
            await _shop.SetPermissionsAsync("editor-group");
        _shop.Mails.Broken = false;
        _shop.Time.Advance(TimeSpan.FromMinutes(30));

        await RunAsync();

        _shop.Mails.Sent.Should().ContainSingle().Which.To.Should().Be("maker@example.com");
    }

    [Fact]
    public async Task List_OnesOwn_UntilReadOrNoLongerTrue_R3()
    {
        var maker = await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create);
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit);
        var key = await AddAsync(maker, "First", 14);
        await RunAsync();
        await using var making = _shop.As(maker);
        await using var editing = _shop.As(editor);
        await using var byKey = await _shop.ByKeyOfAsync(maker);

        (await ListAsync(making)).Should().ContainSingle().Which.Should()
            .Match<NoticeRow>(n => n.KeyName == "First" && n.ExpiresAt == Now.AddDays(14) && !n.IsRead);
        (await making.Get<NoticeService>().MarkReadAsync()).Error.Should().BeNull();
        (await ListAsync(making)).Should().ContainSingle().Which.IsRead.Should().BeTrue();
        (await ListAsync(editing)).Should().ContainSingle().Which.IsRead.Should().BeFalse("each reads for oneself");
        (await byKey.Get<NoticeService>().ListAsync()).Error!.Kind.Should().Be(Admin.Common.ErrorKind.Unauthenticated);
        await _shop.SetPermissionsAsync("editor-group");
        (await ListAsync(editing)).Should().BeEmpty("the editor lost the permission");
        await using var operating = _shop.AsCommandLine();
        await operating.ApiKeys.ExpireAsync(key, KeyEnd.InDays(200));
        (await ListAsync(making)).Should().BeEmpty("the key has another end");
    }

    private static async Task<IReadOnlyList<NoticeRow>> ListAsync(Acting acting) =>
        (await acting.Get<NoticeService>().ListAsync()).Value!;

    private async Task<int> AddAsync(User user, string name, int days, bool byLine = false)
    {
        await using var acting = byLine ? _shop.AsCommandLine() : _shop.As(user);
        return (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest(name, user.Id, KeyEnd.InDays(days)))).Value!.Key.Id;
    }

    private Task RunAsync() => _shop.Services.GetRequiredService<NoticeRounds>().RunOnceAsync();

    private async Task<List<Notice>> NoticesAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.Notices.AsNoTracking().Include(n => n.Recipients).OrderBy(n => n.Id).ToListAsync();
    }
}
