using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>A person rotates a key: what works, for how long, and what is known of it.</summary>
public sealed class KeyRenewalTests : IAsyncDisposable
{
    private static readonly IPAddress Caller = IPAddress.Parse("203.0.113.9");

    private readonly TestShop _shop = new();

    private int _users;

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(RotationOverlap.OneHour, 1)]
    [InlineData(RotationOverlap.OneDay, 24)]
    [InlineData(RotationOverlap.SevenDays, 168)]
    public async Task Rotate_WithOverlap_BothWorkThenOnlyTheNew_R4(RotationOverlap overlap, int hours)
    {
        var (key, old) = await AddKeyAsync();

        var rotated = await RotateAsync(key.Id, overlap);

        rotated.PreviousUntil.Should().Be(Now.AddHours(hours));
        foreach (var value in (string[])[old, rotated.Secret.Reveal()])
            (await RefusalAsync(value)).Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromSeconds(1));
        (await RefusalAsync(old)).Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        (await RefusalAsync(old)).Should().Be(KeyRefusal.Replaced);
        (await RefusalAsync(rotated.Secret.Reveal())).Should().BeNull();
    }

    [Fact]
    public async Task Rotate_WithoutOverlap_EndsTheOldAtOnce_AlsoForANodeWhoseClockIsBehind_R12()
    {
        var (key, old) = await AddKeyAsync();
        await using var other = _shop.OtherNode();
        other.Time.SetUtcNow(_shop.Time.GetUtcNow());
        (await RefusalAsync(old, other)).Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromMinutes(5));

        await RotateAsync(key.Id, RotationOverlap.None);

        (await RefusalAsync(old, other)).Should().Be(KeyRefusal.Replaced, "no clocks are compared across nodes");
    }

    [Fact]
    public async Task Rotate_ByAnotherPerson_WhoSawAWorkingValueIsListedForThem_R15()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        var maker = await _shop.AddOwnerAsync();
        string[] enough = [Permissions.ApiKeys.Edit, Permissions.ApiKeys.ViewAll, Permissions.ApiKeys.View, Permissions.Orders.View];
        var (ann, ben) = (await _shop.AddUserWithAsync("ann@example.com", enough), await _shop.AddUserWithAsync("ben@example.com", enough));
        int key;
        await using (var making = _shop.As(maker))
            key = (await making.ApiKeys.CreateAsync(new CreateApiKeyRequest("Sync", bot.Id))).Value!.Key.Id;
        (await SeersAsync()).Should().Equal(maker.Id);

        await RotateAsAsync(ann, RotationOverlap.OneHour);
        (await SeersAsync()).Should().Equal([maker.Id, ann.Id], "the first value works for an hour");
        _shop.Time.Advance(TimeSpan.FromHours(1));
        (await SeersAsync()).Should().Equal(ann.Id);

        await RotateAsAsync(ben, RotationOverlap.None);
        (await SeersAsync()).Should().Equal([ben.Id], "what ann saw has ended");
        await using var looking = _shop.AsCommandLine();
        (await looking.KeyQueries.GetDetailsAsync(key)).Value!.RotatedBy!.Id.Should().Be(ben.Id);

        async Task RotateAsAsync(User person, RotationOverlap overlap)
        {
            await using var acting = _shop.As(person);
            (await acting.Get<ApiKeyRotationService>().RotateAsync(key, overlap)).Error.Should().BeNull();
        }

        async Task<List<int>> SeersAsync()
        {
            await using var acting = _shop.AsCommandLine();
            var seers = new List<int>();
            foreach (var person in (User[])[maker, ann, ben])
            {
                if ((await acting.KeyQueries.ListOfUserAsync(person.Id)).Value!.Seen.Any(k => k.Key.Id == key))
                    seers.Add(person.Id);
            }

            return seers;
        }
    }

    [Fact]
    public async Task Rotate_UntilFirstUse_GivesTheOldAnHourFromThen()
    {
        var (key, old) = await AddKeyAsync();
        var rotated = await RotateAsync(key.Id, RotationOverlap.FirstUse);
        _shop.Time.Advance(TimeSpan.FromDays(3));
        (await RefusalAsync(old)).Should().BeNull("the new value was not used yet");
        Use(key.Id, old);
        await Recorder.FlushAsync();
        (await StoredAsync(key.Id)).PreviousEndsOnUse.Should().BeTrue("a use of the old value is not what it waits for");

        Use(key.Id, rotated.Secret.Reveal());
        var firstUse = Now;
        _shop.Time.Advance(TimeSpan.FromSeconds(5));
        await Recorder.FlushAsync();

        (await StoredAsync(key.Id)).PreviousUntil.Should().Be(firstUse.AddHours(1));
        var entry = (await _shop.AuditAsync())[^1];
        (entry.Action, entry.TargetId, entry.Actor).Should().Be((AuditActions.ApiKeyPreviousEndSet, key.Id, "System"));
        (await RefusalAsync(old)).Should().BeNull();
        _shop.Time.SetUtcNow(new DateTimeOffset(firstUse, TimeSpan.Zero).AddHours(1));
        (await RefusalAsync(old)).Should().Be(KeyRefusal.Replaced);
    }

    [Fact]
    public async Task Rotate_UntilFirstUseThatNeverComes_EndsTheOldAfter30Days()
    {
        var (key, old) = await AddKeyAsync();
        await RotateAsync(key.Id, RotationOverlap.FirstUse);

        _shop.Time.Advance(TimeSpan.FromDays(30));

        (await RefusalAsync(old)).Should().Be(KeyRefusal.Replaced);
    }

    [Fact]
    public async Task Rotate_Twice_LeavesTwoValues_AndRemembersTheOldest()
    {
        var (key, oldest) = await AddKeyAsync();
        var older = (await RotateAsync(key.Id, RotationOverlap.SevenDays)).Secret.Reveal();

        var newest = (await RotateAsync(key.Id, RotationOverlap.SevenDays)).Secret.Reveal();

        (await RefusalAsync(oldest)).Should().Be(KeyRefusal.Replaced);
        (await RefusalAsync(older)).Should().BeNull();
        (await RefusalAsync(newest)).Should().BeNull();
        await using var acting = _shop.AsCommandLine();
        (await acting.ApiKeys.LookUpAsync(Convert.ToHexString(ApiKeyToken.Hash(oldest)))).Value!.Id.Should().Be(key.Id);
    }

    [Fact]
    public async Task Rotate_Often_RemembersTenEndedValues()
    {
        var (key, first) = await AddKeyAsync();
        string last = first;
        for (var count = 0; count < ApiKeyEndedValue.MostOfKey + 1; count++)
        {
            _shop.Time.Advance(TimeSpan.FromMinutes(1));
            var rotated = await RotateAsync(key.Id, RotationOverlap.None);
            last = count == 0 ? rotated.Secret.Reveal() : last;
        }

        await using var fresh = _shop.OtherNode();
        (await RefusalAsync(last, fresh)).Should().Be(KeyRefusal.Replaced);
        (await RefusalAsync(first, fresh)).Should().Be(KeyRefusal.Unknown, "the memory is bounded");
        await using var db = _shop.OpenDatabase();
        (await db.ApiKeyEndedValues.CountAsync(v => v.ApiKeyId == key.Id)).Should().Be(ApiKeyEndedValue.MostOfKey);
    }

    [Fact]
    public async Task Rotate_ByTwoAtOnce_OneWinsAndTheOtherIsTold()
    {
        var (key, _) = await AddKeyAsync();
        var owner = await _shop.AddOwnerAsync();
        await using var one = _shop.As(owner);
        await using var two = _shop.As(owner);

        var results = await Task.WhenAll(
            one.Get<ApiKeyRotationService>().RotateAsync(key.Id, RotationOverlap.OneDay, key.Version),
            two.Get<ApiKeyRotationService>().RotateAsync(key.Id, RotationOverlap.OneDay, key.Version));

        var won = results.Single(r => r.IsDone).Value!;
        results.Single(r => !r.IsDone).Error!.Code.Should().Be(Error.Stale("API key").Code);
        (await RefusalAsync(won.Secret.Reveal())).Should().BeNull();
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.ApiKeyRotated).Should().Be(1);
    }

    [Fact]
    public async Task Rotate_RevokedExpiredOrMissing_IsRefused()
    {
        await using var acting = _shop.AsCommandLine();
        var (revoked, _) = await AddKeyAsync();
        await acting.ApiKeys.RevokeAsync(revoked.Id);
        var expiring = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Short", revoked.UserId, KeyEnd.InDays(1)))).Value!.Key;
        _shop.Time.Advance(TimeSpan.FromDays(1));
        var rotation = acting.Get<ApiKeyRotationService>();

        (await rotation.RotateAsync(revoked.Id, RotationOverlap.None)).Error!.Code.Should().Be("key-revoked");
        (await rotation.RotateAsync(expiring.Id, RotationOverlap.None)).Error!.Code.Should().Be("key-expired");
        (await rotation.RotateAsync(9_999, RotationOverlap.None)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await rotation.RotateAsync(expiring.Id, (RotationOverlap)99)).Error!.Fields.Should().ContainKey("overlap");
    }

    [Fact]
    public async Task Rotate_ByKeyOrWithoutThePermission_IsRefused_R7()
    {
        var (key, _) = await AddKeyAsync();
        await using var byKey = await _shop.ByKeyOfAsync(await _shop.AddOwnerAsync());
        (await byKey.Get<ApiKeyRotationService>().RotateAsync(key.Id, RotationOverlap.OneDay)).Error!.Code.Should().Be("key-cannot-grant");

        await using var viewer = _shop.As(await _shop.AddUserWithAsync("viewer@example.com", Permissions.ApiKeys.View));
        (await viewer.Get<ApiKeyRotationService>().RotateAsync(key.Id, RotationOverlap.OneDay)).Error!.Kind
            .Should().Be(ErrorKind.Forbidden);
        (await viewer.Get<ApiKeyRotationService>().EndPreviousAsync(key.Id)).Error!.Kind.Should().Be(ErrorKind.Forbidden);
    }

    [Fact]
    public async Task Rotate_IsOneEntryWithoutAnyValue_R8()
    {
        var (key, old) = await AddKeyAsync();
        var before = (await _shop.AuditAsync()).Count;

        var rotated = await RotateAsync(key.Id, RotationOverlap.FirstUse);

        var entry = (await _shop.AuditAsync()).Skip(before).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.ApiKeyRotated);
        $"{entry.Before}{entry.After}".Should().Contain(key.Hint).And.Contain(rotated.Key.Hint)
            .And.NotContain(old).And.NotContain(rotated.Secret.Reveal());
    }

    [Fact]
    public async Task EndPrevious_EndsItOnEveryNodeAtOnce_R12()
    {
        var (key, old) = await AddKeyAsync();
        var renewed = (await RotateAsync(key.Id, RotationOverlap.SevenDays)).Secret.Reveal();
        await using var other = _shop.OtherNode();
        (await RefusalAsync(old, other)).Should().BeNull();
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<ApiKeyRotationService>().EndPreviousAsync(key.Id)).Value!.PreviousUntil.Should().BeNull();

        (await RefusalAsync(old, other)).Should().Be(KeyRefusal.Replaced);
        (await RefusalAsync(renewed, other)).Should().BeNull();
        (await _shop.AuditAsync())[^1].Action.Should().Be(AuditActions.ApiKeyPreviousEnded);
        (await acting.Get<ApiKeyRotationService>().EndPreviousAsync(key.Id)).Error!.Code.Should().Be("no-old-value");
    }

    [Fact]
    public async Task Values_SaysWhoUsesWhich_AndWhenTheOldIsSafeToEnd_R15()
    {
        var (key, old) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        var values = acting.Get<KeyValueQueries>();
        (await values.GetAsync(key.Id)).Value.Should().BeNull("it has one value");
        var renewed = (await RotateAsync(key.Id, RotationOverlap.SevenDays)).Secret.Reveal();
        (await values.GetAsync(key.Id)).Value.Should().Match<KeyValues>(v =>
            v.Previous!.LastUsedAt == null && v.Current.LastUsedAt == null && !v.IsPreviousUnused);

        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Use(key.Id, old);
        Use(key.Id, old);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Use(key.Id, renewed);

        (await values.GetAsync(key.Id)).Value.Should().Match<KeyValues>(v =>
            v.Previous!.Hint == key.Hint && v.Previous.LastUsedFrom == "203.0.113.9" && v.Previous.Addresses.Single().Count == 2
            && v.Current.LastUsedAt == Now && v.IsPreviousUnused);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Use(key.Id, old);
        (await values.GetAsync(key.Id)).Value!.IsPreviousUnused.Should().BeFalse("it was used again");
    }

    [Fact]
    public async Task Values_OfManyAddresses_TellsSomeApart()
    {
        var (key, old) = await AddKeyAsync();
        await RotateAsync(key.Id, RotationOverlap.SevenDays);
        for (var host = 1; host <= ApiKeyValueUse.MostAddresses + 5; host++)
            Recorder.Used(key.Id, ApiKeyToken.TryHash(old)!.Value, new IPAddress([10, 0, 0, (byte)host]), "curl");
        await using var acting = _shop.AsCommandLine();

        var previous = (await acting.Get<KeyValueQueries>().GetAsync(key.Id)).Value!.Previous!;

        previous.Addresses.Should().HaveCount(ApiKeyValueUse.MostAddresses + 1);
        previous.Addresses.Single(a => a.Address.Length == 0).Count.Should().Be(5);
    }

    [Fact]
    public async Task Recorder_AfterSilence_LetsGoAndStartsAgain()
    {
        var (key, old) = await AddKeyAsync();
        await RotateAsync(key.Id, RotationOverlap.SevenDays);
        for (var time = 0; time < 3; time++)
        {
            Use(key.Id, old);
            for (var flush = 0; flush < 3; flush++)
                await Recorder.FlushAsync();
        }

        await using var db = _shop.OpenDatabase();
        (await db.ApiKeyValueUses.SingleAsync(u => u.ApiKeyId == key.Id)).Count.Should().Be(3);
    }

    [Fact]
    public async Task RevokeOwn_EndsTheKeyWithAllItsValues_WithoutAPermission_R7()
    {
        var (key, old) = await AddKeyAsync();
        var renewed = (await RotateAsync(key.Id, RotationOverlap.SevenDays)).Secret.Reveal();
        await using var byKey = await _shop.ByKeyAsync(renewed);

        (await byKey.ApiKeys.RevokeOwnAsync()).Error.Should().BeNull();

        (await RefusalAsync(old)).Should().Be(KeyRefusal.Revoked);
        (await RefusalAsync(renewed)).Should().Be(KeyRefusal.Revoked);
        var entry = (await _shop.AuditAsync())[^1];
        (entry.Action, entry.TargetId, entry.ActorApiKeyId).Should().Be((AuditActions.ApiKeyRevoked, key.Id, key.Id));
        await using var person = _shop.As(await _shop.AddOwnerAsync());
        (await person.ApiKeys.RevokeOwnAsync()).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task RevokeOwn_WithAReplacedValue_EndsThatValueAlone_R7()
    {
        var (key, old) = await AddKeyAsync();
        var renewed = (await RotateAsync(key.Id, RotationOverlap.SevenDays)).Secret.Reveal();
        await using var byOld = await _shop.ByKeyAsync(old);

        (await byOld.ApiKeys.RevokeOwnAsync()).Error.Should().BeNull();

        (await RefusalAsync(old)).Should().Be(KeyRefusal.Replaced);
        (await RefusalAsync(renewed)).Should().BeNull("a holder of the old value must not end the new one");
        (await _shop.AuditAsync())[^1].Action.Should().Be(AuditActions.ApiKeyPreviousEnded);
    }

    [Fact]
    public async Task Revoke_AfterAPause_SaysThatTheKeyWorked_R8()
    {
        var (key, _) = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.PauseAsync(key.Id, new PauseApiKeyRequest(TimeSpan.FromHours(1)));
        _shop.Time.Advance(TimeSpan.FromHours(2));

        await acting.ApiKeys.RevokeAsync(key.Id);

        (await _shop.AuditAsync())[^1].Before.Should().Contain("Active");
    }

    private ApiKeyValueRecorder Recorder => _shop.Services.GetRequiredService<ApiKeyValueRecorder>();

    private void Use(int key, string value) => Recorder.Used(key, ApiKeyToken.TryHash(value)!.Value, Caller, "curl");

    private async Task<(ApiKeyRow Key, string Value)> AddKeyAsync() =>
        await _shop.AddKeyAsync(await _shop.AddUserWithAsync($"b{Interlocked.Increment(ref _users)}@example.com", Permissions.Orders.View));

    private async Task<RotatedApiKey> RotateAsync(int id, RotationOverlap overlap)
    {
        await using var acting = _shop.AsCommandLine();
        var rotated = await acting.Get<ApiKeyRotationService>().RotateAsync(id, overlap);
        rotated.Error.Should().BeNull();
        return rotated.Value!;
    }

    private async Task<ApiKey> StoredAsync(int id)
    {
        await using var db = _shop.OpenDatabase();
        return await db.ApiKeys.AsNoTracking().SingleAsync(k => k.Id == id);
    }

    private async Task<KeyRefusal?> RefusalAsync(string value, TestShop? node = null) =>
        (await (node ?? _shop).Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
