using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>Several keys are changed in one transaction, with a result for each.</summary>
public sealed class KeyBulkTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(KeyBulkAction.Pause, AuditActions.ApiKeyPaused, KeyRefusal.Disabled)]
    [InlineData(KeyBulkAction.Disable, AuditActions.ApiKeyDisabled, KeyRefusal.Disabled)]
    [InlineData(KeyBulkAction.Revoke, AuditActions.ApiKeyRevoked, KeyRefusal.Revoked)]
    public async Task Apply_ToSeveral_StopsThemOnEveryNode_InOneChangeWithAnEntryForEach_R8_R12(
        KeyBulkAction action, string audited, KeyRefusal expected)
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        List<(ApiKeyRow Key, string Value)> keys = [];
        for (var count = 0; count < 3; count++)
            keys.Add(await _shop.AddKeyAsync(user, $"Key {count}"));
        await using var other = _shop.OtherNode();
        foreach (var (_, value) in keys)
            (await RefusalAsync(other, value)).Should().BeNull();
        var before = (await _shop.AuditAsync()).Count;
        await using var acting = _shop.AsCommandLine();

        var results = (await acting.Get<ApiKeyBulkService>().ApplyAsync(
            action, [.. keys.Select(k => k.Key.Id)], new PauseApiKeyRequest(TimeSpan.FromHours(1)))).Value!;

        results.Should().OnlyContain(r => r.Refusal == null).And.HaveCount(3);
        foreach (var (_, value) in keys)
            (await RefusalAsync(other, value)).Should().Be(expected);
        var entries = (await _shop.AuditAsync()).Skip(before).ToList();
        entries.Select(e => (e.Action, e.TargetId)).Should().BeEquivalentTo(keys.Select(k => (audited, k.Key.Id)));
        entries.Select(e => e.AccessVersion).Distinct().Should().ContainSingle("it is one change, so there is one wait");
    }

    [Fact]
    public async Task Apply_WithSomeRefused_DoesTheOthers_AndSaysWhyNot_R6()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var (weakKey, weakValue) = await _shop.AddKeyAsync(bot, "Weak");
        var (strongKey, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("strong@example.com", Permissions.Users.Edit), "Strong");
        var (revoked, _) = await _shop.AddKeyAsync(bot, "Revoked");
        await using (var operatorScope = _shop.AsCommandLine())
        {
            await operatorScope.Get<ApiKeyBulkService>().ApplyAsync(KeyBulkAction.Disable, [weakKey.Id, strongKey.Id]);
            await operatorScope.ApiKeys.RevokeAsync(revoked.Id);
        }

        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("helper@example.com", Permissions.ApiKeys.Edit, Permissions.Orders.View));
        var results = (await acting.Get<ApiKeyBulkService>().ApplyAsync(
            KeyBulkAction.Enable, [strongKey.Id, weakKey.Id, revoked.Id, 9_999])).Value!;

        results.Select(r => (r.Id, r.Name, r.Refusal?.Code)).Should().Equal(
            (strongKey.Id, "Strong", "more-than-held"),
            (weakKey.Id, "Weak", null),
            (revoked.Id, "Revoked", "key-revoked"),
            (9_999, string.Empty, Error.NotFound("API key").Code));
        (await RefusalAsync(_shop, weakValue)).Should().BeNull();
    }

    [Fact]
    public async Task Apply_Again_ChangesNothing_R8()
    {
        var (key, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View));
        await using var acting = _shop.AsCommandLine();
        await acting.Get<ApiKeyBulkService>().ApplyAsync(KeyBulkAction.Revoke, [key.Id, key.Id]);
        var before = (await _shop.AuditAsync()).Count;

        (await acting.Get<ApiKeyBulkService>().ApplyAsync(KeyBulkAction.Revoke, [key.Id])).Value!
            .Should().ContainSingle().Which.Refusal.Should().BeNull();

        (await _shop.AuditAsync()).Should().HaveCount(before);
    }

    [Fact]
    public async Task Apply_WithoutThePermissionOrWithBadInput_IsRefused_R1()
    {
        var (key, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View));
        await using var editor = _shop.As(await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit));
        (await editor.Get<ApiKeyBulkService>().ApplyAsync(KeyBulkAction.Revoke, [key.Id])).Error!.Kind.Should().Be(ErrorKind.Forbidden);
        await using var deleter = _shop.As(await _shop.AddUserWithAsync("deleter@example.com", Permissions.ApiKeys.Delete));
        var bulk = deleter.Get<ApiKeyBulkService>();
        (await bulk.ApplyAsync(KeyBulkAction.Disable, [key.Id])).Error!.Kind.Should().Be(ErrorKind.Forbidden);

        (await bulk.ApplyAsync(KeyBulkAction.Revoke, [])).Error!.Fields.Should().ContainKey("ids");
        (await bulk.ApplyAsync(KeyBulkAction.Revoke, [.. Enumerable.Range(1, ApiKeyBulkService.MostKeys + 1)])).Error!.Fields
            .Should().ContainKey("ids");
        (await editor.Get<ApiKeyBulkService>().ApplyAsync(KeyBulkAction.Pause, [key.Id])).Error!.Fields.Should().ContainKey("until");
        (await editor.Get<ApiKeyBulkService>().ApplyAsync((KeyBulkAction)9, [key.Id])).Error!.Fields.Should().ContainKey("action");
    }

    private static async Task<KeyRefusal?> RefusalAsync(TestShop node, string value) =>
        (await node.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
