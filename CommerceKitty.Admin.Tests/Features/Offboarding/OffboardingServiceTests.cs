using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Offboarding;

/// <summary>A leaver is disabled and each of their keys gets its own result.</summary>
public sealed class OffboardingServiceTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task OffboardAsync_EachAction_HasItsResultAndItsAuditEntries_R1_R8()
    {
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        var leaver = await _shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        var heir = await _shop.AddUserWithAsync("heir@example.com", Permissions.Orders.View);
        var keep = await _shop.AddKeyAsync(leaver, "Keep");
        var revoke = await _shop.AddKeyAsync(leaver, "Revoke");
        var end = await _shop.AddKeyAsync(leaver, "End");
        var reissue = await _shop.AddKeyAsync(leaver, "Reissue");
        await using var acting = _shop.As(admin);
        var before = (await _shop.AuditAsync()).Count;

        var result = (await acting.Get<OffboardingService>().OffboardAsync(leaver.Id, new()
        {
            Keys =
            [
                new() { Id = keep.Key.Id, Action = KeyDisposition.Keep },
                new() { Id = revoke.Key.Id, Action = KeyDisposition.Revoke },
                new() { Id = end.Key.Id, Action = KeyDisposition.End, EndsInHours = 24 },
                new() { Id = reissue.Key.Id, Action = KeyDisposition.Reissue, UserId = heir.Id, EndsInHours = 1 },
            ],
        })).Value!;

        result.User.Enabled.Should().BeFalse();
        result.Keys.Select(k => k.Status).Should().Equal(
            OffboardedKeyStatus.Kept, OffboardedKeyStatus.Revoked, OffboardedKeyStatus.Ending, OffboardedKeyStatus.Reissued);
        var replacement = result.Keys[3].Replacement!;
        (replacement.Key.Name, replacement.Key.UserId).Should().Be(("Reissue", heir.Id));
        (await RefusalAsync(replacement.Secret.Reveal())).Should().BeNull("the new key works");
        (await RefusalAsync(revoke.Value)).Should().Be(KeyRefusal.Revoked);
        (await RefusalAsync(keep.Value)).Should().Be(KeyRefusal.UserDisabled);
        (await _shop.AuditAsync()).Skip(before).Select(e => e.Action).Should().Equal(
            AuditActions.UserDisabled,
            AuditActions.ApiKeyRevoked,
            AuditActions.ApiKeyEndSet,
            AuditActions.ApiKeyEndSet,
            AuditActions.ApiKeyCreated);
    }

    [Fact]
    public async Task OffboardAsync_WithoutThePermissionForOneKey_RefusesThatKeyAndStaysDisabled_R1()
    {
        var helper = await _shop.AddUserWithAsync("helper@example.com", Permissions.Users.Edit, Permissions.Users.View);
        var leaver = await _shop.AddUserWithAsync("leaver@example.com");
        var (key, _) = await _shop.AddKeyAsync(leaver);
        await using var acting = _shop.As(helper);

        var result = (await acting.Get<OffboardingService>().OffboardAsync(
            leaver.Id, new() { Keys = [new() { Id = key.Id, Action = KeyDisposition.Revoke }] })).Value!;

        result.User.Enabled.Should().BeFalse();
        var refused = result.Keys.Should().ContainSingle().Subject;
        (refused.Status, refused.Refusal!.MissingPermission).Should().Be((OffboardedKeyStatus.Refused, Permissions.ApiKeys.Delete));
        await using var db = _shop.OpenDatabase();
        (await db.ApiKeys.SingleAsync(k => k.Id == key.Id)).RevokedAt.Should().BeNull();
    }

    [Fact]
    public async Task OffboardAsync_ReissueByKeyOrToAStrongerUser_IsRefusedForThatKey_R6_R7()
    {
        var owner = await _shop.AddOwnerAsync();
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        var leaver = await _shop.AddUserWithAsync("leaver@example.com");
        var second = await _shop.AddUserWithAsync("second@example.com");
        var (key, _) = await _shop.AddKeyAsync(leaver);
        var (other, _) = await _shop.AddKeyAsync(second);
        await using var person = _shop.As(admin);
        await using var byKey = await _shop.ByKeyOfAsync(admin);

        var stronger = (await person.Get<OffboardingService>().OffboardAsync(leaver.Id, Reissue(key.Id, owner.Id))).Value!;
        var minted = (await byKey.Get<OffboardingService>().OffboardAsync(second.Id, Reissue(other.Id, admin.Id))).Value!;

        stronger.Keys[0].Refusal!.Code.Should().Be("only-owner");
        minted.Keys[0].Refusal!.Code.Should().Be("key-cannot-grant");
        (await person.KeyQueries.ListAsync(new ApiKeyQuery { IncludeRevoked = true })).Value!.Total.Should().Be(3, "no key was made");
    }

    [Fact]
    public async Task OffboardAsync_KeyOfAnotherUser_IsNotFound()
    {
        var leaver = await _shop.AddUserWithAsync("leaver@example.com");
        var (foreign, value) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("other@example.com"));
        await using var acting = _shop.AsCommandLine();

        var result = (await acting.Get<OffboardingService>().OffboardAsync(
            leaver.Id, new() { Keys = [new() { Id = foreign.Id, Action = KeyDisposition.Revoke }] })).Value!;

        (result.Keys[0].Name, result.Keys[0].Refusal!.Kind).Should().Be((null, ErrorKind.NotFound));
        (await RefusalAsync(value)).Should().BeNull();
    }

    [Fact]
    public async Task OffboardAsync_WithoutUsersEdit_OrNobody_IsRefusedAndDisablesNobody_R1()
    {
        var leaver = await _shop.AddUserWithAsync("leaver@example.com");
        var viewer = await _shop.AddUserWithAsync("viewer@example.com", Everything.Where(p => p != Permissions.Users.Edit));
        await using var acting = _shop.As(viewer);
        await using var nobody = _shop.AsNobody();

        var refused = await acting.Get<OffboardingService>().OffboardAsync(leaver.Id, new() { Keys = [null] });

        refused.Error!.MissingPermission.Should().Be(Permissions.Users.Edit, "a caller without permission learns nothing about the input");
        (await nobody.Get<OffboardingService>().OffboardAsync(leaver.Id, new())).Error.Should().Be(Error.Unauthenticated);
        await using var db = _shop.OpenDatabase();
        (await db.Users.SingleAsync(u => u.Id == leaver.Id)).Enabled.Should().BeTrue();
    }

    [Fact]
    public async Task OffboardAsync_BadInput_NamesEachFieldAndDoesNothing()
    {
        var leaver = await _shop.AddUserWithAsync("leaver@example.com");
        await using var acting = _shop.AsCommandLine();

        var refused = await acting.Get<OffboardingService>().OffboardAsync(leaver.Id, new()
        {
            Keys =
            [
                null,
                new() { Action = KeyDisposition.Keep },
                new() { Id = 1 },
                new() { Id = 1, Action = KeyDisposition.End },
                new() { Id = 3, Action = KeyDisposition.End, EndsInHours = 169 },
                new() { Id = 4, Action = KeyDisposition.Reissue },
            ],
        });

        refused.Error!.Fields.Keys.Should().BeEquivalentTo(
            "keys[0]", "keys[1].id", "keys[2].action", "keys[3].id", "keys[3].endsInHours", "keys[4].endsInHours", "keys[5].userId");
        (await acting.Users.GetAsync(leaver.Id)).Value!.Enabled.Should().BeTrue();
    }

    [Fact]
    public async Task OffboardAsync_OwnerOrOneself_IsRefusedAsAWhole()
    {
        var owner = await _shop.AddOwnerAsync();
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        await using var acting = _shop.As(admin);

        (await acting.Get<OffboardingService>().OffboardAsync(owner.Id, new())).Error!.Code.Should().Be("owner-stays-enabled");
        (await acting.Get<OffboardingService>().OffboardAsync(admin.Id, new())).Error!.Code.Should().Be("not-yourself");
    }

    private static OffboardingRequest Reissue(int keyId, int userId) =>
        new() { Keys = [new() { Id = keyId, Action = KeyDisposition.Reissue, UserId = userId }] };

    private async Task<KeyRefusal?> RefusalAsync(string value) =>
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
