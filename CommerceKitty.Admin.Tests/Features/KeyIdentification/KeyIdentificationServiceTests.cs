using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.KeyIdentification;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.KeyIdentification;

public sealed class KeyIdentificationServiceTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task IdentifyAsync_KeysInEachState_SaysWhichTheyAreAndWhoEndedThem_R15()
    {
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        var leaver = await _shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        var (works, worksValue) = await _shop.AddKeyAsync(user, "Works");
        var (disabled, disabledValue) = await _shop.AddKeyAsync(user, "Disabled");
        var (revoked, revokedValue) = await _shop.AddKeyAsync(user, "Revoked");
        var (_, leaversValue) = await _shop.AddKeyAsync(leaver, "Of a leaver");
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.DisableAsync(disabled.Id);
        await acting.ApiKeys.RevokeAsync(revoked.Id);
        await acting.Users.DisableAsync(leaver.Id);
        var stranger = ApiKeyToken.Create();

        var found = (await acting.Get<KeyIdentificationService>().IdentifyAsync(
            [Hash(worksValue), Hash(disabledValue), Hash(revokedValue), Hash(leaversValue), Hash(stranger)])).Value!;

        found.Should().HaveCount(4).And.NotContainKey(Hash(stranger));
        found[Hash(worksValue)].Should().Match<IdentifiedKey>(k => k.Key.Id == works.Id && !k.IsReplaced && k.Ending == null);
        found[Hash(disabledValue)].Ending!.By.Should().Be("Command line (tester)");
        found[Hash(revokedValue)].Key.Status.Should().Be(ApiKeyStatus.Revoked);
        found[Hash(revokedValue)].Ending!.At.Should().Be(_shop.Time.GetUtcNow().UtcDateTime);
        found[Hash(leaversValue)].Key.Status.Should().Be(ApiKeyStatus.UserDisabled);
        found[Hash(leaversValue)].Ending!.By.Should().Be("Command line (tester)");
        var audit = (await _shop.AuditAsync()).FindAll(e => e.Action == AuditActions.ApiKeyLookedUp);
        audit.Select(e => e.TargetId).Should().BeEquivalentTo([works.Id, disabled.Id, revoked.Id, found[Hash(leaversValue)].Key.Id, 0]);
        audit.Should().ContainSingle(e => e.TargetId == 0).Which.After.Should().Be("""{"values":1}""");
    }

    [Fact]
    public async Task IdentifyAsync_ValueBeforeARotation_SaysThatItWasReplaced()
    {
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        var (key, value) = await _shop.AddKeyAsync(user);
        await using (var byKey = await _shop.ByKeyAsync(value))
            (await byKey.Get<ApiKeyRotationService>().RotateOwnAsync(new() { OverlapHours = 2 })).Error.Should().BeNull();
        await using var acting = _shop.AsCommandLine();

        var found = (await acting.Get<KeyIdentificationService>().IdentifyAsync([Hash(value).ToLowerInvariant()])).Value!;

        found.Values.Should().ContainSingle().Which.Should()
            .Match<IdentifiedKey>(k => k.Key.Id == key.Id && k.IsReplaced && k.Key.PreviousUntil != null);
    }

    [Fact]
    public async Task IdentifyAsync_ManyValues_FindsTheFewThatAreOurs()
    {
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        var (_, first) = await _shop.AddKeyAsync(user, "First");
        var (_, second) = await _shop.AddKeyAsync(user, "Second");
        var hashes = Enumerable.Range(0, KeyIdentificationService.MaximumValues - 2).Select(_ => Hash(ApiKeyToken.Create())).ToList();
        await using var acting = _shop.AsCommandLine();
        var identification = acting.Get<KeyIdentificationService>();

        var found = (await identification.IdentifyAsync([Hash(first), .. hashes, Hash(second)])).Value!;

        found.Values.Select(k => k.Key.Name).Should().BeEquivalentTo("First", "Second");
        (await identification.IdentifyAsync([Hash(first), .. hashes, Hash(second), Hash("more")])).Error!.Fields
            .Should().ContainKey("hashes");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zz0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task IdentifyAsync_NoHash_IsRefused(string hash)
    {
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<KeyIdentificationService>().IdentifyAsync([hash])).Error!.Kind.Should().Be(ErrorKind.Invalid);
        (await acting.Get<KeyIdentificationService>().IdentifyAsync([])).Error!.Kind.Should().Be(ErrorKind.Invalid);
    }

    [Fact]
    public async Task IdentifyAsync_WithoutPermission_IsRefusedAndNotAudited_R1()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("weak@example.com", Permissions.Orders.View));
        var audited = (await _shop.AuditAsync()).Count;

        (await acting.Get<KeyIdentificationService>().IdentifyAsync([Hash("any")])).Error!.MissingPermission
            .Should().Be(Permissions.ApiKeys.View);

        (await _shop.AuditAsync()).Should().HaveCount(audited);
    }

    private static string Hash(string value) => Convert.ToHexString(ApiKeyToken.Hash(value));
}
