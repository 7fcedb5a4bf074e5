using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Settings;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Settings;

public sealed class SettingsServiceTests : IAsyncDisposable
{
    private static readonly SettingsChange NoEndless = new() { EndlessKeys = EndlessKeys.Refused };

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Save_WhatIsGiven_ChangesItAloneAndIsAudited_R8()
    {
        await using var acting = _shop.AsCommandLine();

        var saved = (await SaveAsync(acting, new() { DefaultLifeDays = 90, NoticeDays = " 7,30, 7 ,0" })).Value!;

        (saved.DefaultLifeDays, saved.NoticeDays, saved.IdleDays, saved.Version).Should().Be((90, "30,7,0", 90, 1));
        saved.Notices.Should().Equal(30, 7, 0);
        var entry = (await _shop.AuditAsync()).Single(e => e.Action == AuditActions.SettingsChanged);
        entry.Before.Should().Contain("\"defaultLifeDays\":365");
        entry.After.Should().Contain("\"defaultLifeDays\":90");
        (await SaveAsync(acting, new() { DefaultLifeDays = 90 })).Value!.Version.Should().Be(1, "nothing changes");
        (await acting.Get<SettingsService>().SaveAsync(new() { IdleDays = 30 }, expectedVersion: 0)).Error!
            .Should().Be(Error.ChangedMeanwhile);
        var user = await _shop.AddUserWithAsync("bot@example.com");
        var key = (await acting.ApiKeys.CreateAsync(new("Key", user.Id))).Value!.Key;
        key.ExpiresAt.Should().Be(key.CreatedAt.AddDays(90));
    }

    [Fact]
    public async Task Save_Nonsense_IsRefusedByField()
    {
        await using var acting = _shop.AsCommandLine();
        (SettingsChange Change, string Field)[] bad =
        [
            (new() { LongestLifeDays = 0 }, "longestLifeDays"), (new() { LongestLifeDays = 3651 }, "longestLifeDays"),
            (new() { LongestLifeDays = 100 }, "defaultLifeDays"), (new() { DefaultLifeDays = -1 }, "defaultLifeDays"),
            (new() { IdleDays = int.MaxValue }, "idleDays"), (new() { RotationDays = 0 }, "rotationDays"),
            (new() { EndlessKeys = (EndlessKeys)9 }, "endlessKeys"), (new() { NoticeDays = "soon" }, "noticeDays"),
            (new() { NoticeDays = "14,-3" }, "noticeDays"), (new() { NoticeDays = "366" }, "noticeDays"),
            (new() { NoticeDays = "1,2,3,4,5,6,7" }, "noticeDays"),
        ];

        foreach (var (change, field) in bad)
            (await SaveAsync(acting, change)).Error!.Fields.Keys.Should().Contain(field, change.ToString());

        (await acting.Get<SettingsService>().GetAsync()).Value!.Version.Should().Be(0);
    }

    [Fact]
    public async Task SaveAndGet_WithoutPermission_AreRefused()
    {
        await using var viewer = _shop.As(await _shop.AddUserWithAsync("viewer@example.com", Permissions.Settings.View));
        var editing = await _shop.AddUserWithAsync("editor@example.com", Permissions.Settings.Edit);
        await using var editor = _shop.As(editing);
        await using var byKey = await _shop.ByKeyOfAsync(editing);
        await _shop.AddKeyAsync(editing);

        (await viewer.Get<SettingsService>().GetAsync()).Error.Should().BeNull();
        (await SaveAsync(viewer, NoEndless)).Error!.MissingPermission.Should().Be(Permissions.Settings.Edit);
        (await editor.Get<SettingsService>().GetAsync()).Error!.MissingPermission.Should().Be(Permissions.Settings.View);
        (await SaveAsync(editor, NoEndless, ExistingKeys.Block)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.Edit);
        (await editor.Get<SettingsService>().PreviewAsync(NoEndless)).Value!.Some.Should().BeEmpty("the editor may not list keys");
        (await SaveAsync(byKey, NoEndless, ExistingKeys.Leave)).Error!.Code.Should().Be("key-cannot-grant", "R7");
        (await SaveAsync(editor, NoEndless, ExistingKeys.Leave)).Error.Should().BeNull();
    }

    [Fact]
    public async Task Save_StricterWithKeysBeyondIt_AsksFirst()
    {
        await using var acting = _shop.AsCommandLine();
        var bot = await _shop.AddUserWithAsync("bot@example.com");
        var (endless, _) = await _shop.AddKeyAsync(bot, "Endless");
        var longer = (await acting.ApiKeys.CreateAsync(new("Longer", bot.Id, KeyEnd.InDays(200)))).Value!.Key;
        await acting.ApiKeys.CreateAsync(new("Shorter", bot.Id, KeyEnd.InDays(50)));
        var revoked = await _shop.AddKeyAsync(bot, "Revoked");
        await acting.ApiKeys.RevokeAsync(revoked.Key.Id);
        var change = NoEndless with { LongestLifeDays = 90, DefaultLifeDays = 90 };

        var preview = (await acting.Get<SettingsService>().PreviewAsync(change)).Value!;
        var undecided = (await SaveAsync(acting, change)).Error!;

        preview.Count.Should().Be(2);
        preview.Some.Select(k => k.Name).Should().Equal("Endless", "Longer");
        undecided.Fields["existing"].Should().Equal(
            "2 existing keys are beyond the new policy. Say what becomes of them: leave, end or block.");
        (await acting.Get<SettingsService>().GetAsync()).Value!.LongestLifeDays.Should().Be(3650, "nothing was saved");
        (await SaveAsync(acting, change, ExistingKeys.End, 91)).Error!.Fields.Should().ContainKey("endInDays");

        (await SaveAsync(acting, change, ExistingKeys.End, 30)).Error.Should().BeNull();

        var soon = _shop.Time.GetUtcNow().UtcDateTime.AddDays(30);
        (await acting.KeyQueries.GetAsync(endless.Id)).Value!.ExpiresAt.Should().Be(soon);
        (await acting.KeyQueries.GetAsync(longer.Id)).Value!.ExpiresAt.Should().Be(soon);
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.ApiKeyEndSet).Should().Be(2, "one entry for each key");
        (await acting.ApiKeys.ExpireAsync(longer.Id, KeyEnd.InDays(100))).Error!.Fields.Should().ContainKey("expiresAt");
        (await acting.ApiKeys.ExpireAsync(longer.Id, KeyEnd.Never("x"))).Error!.Fields.Should().ContainKey("expiresAt");
        (await acting.ApiKeys.CreateAsync(new("New", bot.Id, KeyEnd.Never("x")))).Error!.Fields.Should().ContainKey("expiresAt");
        (await acting.ApiKeys.CreateAsync(new("New", bot.Id, KeyEnd.InDays(91)))).Error!.Fields.Should().ContainKey("expiresAt");
        (await acting.ApiKeys.CreateAsync(new("New", bot.Id, KeyEnd.InDays(90)))).Error.Should().BeNull();
        (await SaveAsync(acting, new() { IdleDays = 30 })).Error.Should().BeNull("nothing gets stricter");
    }

    [Fact]
    public async Task Save_Block_StopsKeysAndEnablingTakesAnEnd_R12()
    {
        await using var acting = _shop.AsCommandLine();
        var (key, value) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com"));
        var verifier = _shop.Services.GetRequiredService<ApiKeyVerifier>();
        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().BeNull();

        (await SaveAsync(acting, NoEndless, ExistingKeys.Block)).Error.Should().BeNull();

        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Disabled);
        (await acting.ApiKeys.EnableAsync(key.Id)).Error!.Code.Should().Be("beyond-policy");
        (await acting.ApiKeys.EditAsync(key.Id, new() { Enabled = true })).Error!.Code.Should().Be("beyond-policy");
        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(30))).Error.Should().BeNull();
        (await acting.ApiKeys.EnableAsync(key.Id)).Error.Should().BeNull();
        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task Save_WhileKeysAreMade_NoneSlipsThroughUndecided()
    {
        await using var acting = _shop.AsCommandLine();
        var bot = await _shop.AddUserWithAsync("bot@example.com");

        var making = Enumerable.Range(0, 8).Select(async i =>
        {
            await using var other = _shop.AsCommandLine();
            return await other.ApiKeys.CreateAsync(new CreateApiKeyRequest($"Key {i}", bot.Id, KeyEnd.Never("Race")));
        }).ToList();
        var saved = await SaveAsync(acting, NoEndless, ExistingKeys.Block);
        await Task.WhenAll(making);

        saved.Error.Should().BeNull();
        await using var db = _shop.OpenDatabase();
        (await db.ApiKeys.CountAsync(k => k.ExpiresAt == null && k.Enabled)).Should().Be(0, "each was either refused or blocked");
    }

    [Fact]
    public async Task GrantSettings_OlderAccount_GivesTheStandardGroupsTheirPermissionsOnce()
    {
        string[] settings = [Permissions.Settings.View, Permissions.Settings.Edit];
        var all = PermissionCatalogue.All.Select(p => p.Name).Except(settings).ToList();
        await _shop.AddGroupAsync(StandardGroups.Admin, all.Except([Permissions.Users.Delete, Permissions.UserGroups.Delete]));
        await _shop.AddGroupAsync(StandardGroups.Viewer, Permissions.Orders.View);

        await GrantAsync();

        (await GrantedAsync(StandardGroups.Admin)).Should().Contain(settings);
        (await GrantedAsync(StandardGroups.Viewer)).Should().Equal([Permissions.Orders.View], "people narrowed it");
        (await _shop.AuditAsync()).Should().ContainSingle(e => e.Action == AuditActions.UserGroupPermissionsChanged);
        await _shop.SetPermissionsAsync(StandardGroups.Admin, [.. all.Except([Permissions.Users.Delete, Permissions.UserGroups.Delete])]);
        await GrantAsync();
        (await GrantedAsync(StandardGroups.Admin)).Should().NotContain(settings, "what people took away stays away");
    }

    private static Task<Result<AccountSettings>> SaveAsync(
        Acting acting, SettingsChange change, ExistingKeys? existing = null, int? endInDays = null) =>
        acting.Get<SettingsService>().SaveAsync(change, existing, endInDays);

    private async Task GrantAsync() =>
        (await _shop.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, async work =>
        {
            await StandardGroups.GrantSettingsAsync(work);
            return Done.Value;
        })).Error.Should().BeNull();

    private async Task<IEnumerable<string>> GrantedAsync(string code)
    {
        await using var acting = _shop.AsCommandLine();
        return (await acting.UserGroups.GetAsync(code)).Value!.Permissions;
    }
}
