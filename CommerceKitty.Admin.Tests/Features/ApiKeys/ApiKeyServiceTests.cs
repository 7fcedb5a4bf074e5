using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Common;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class ApiKeyServiceTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

    public static TheoryData<string> BadNameCases => new(BadNames.Refused.Keys);

    public static TheoryData<string> GoodNameCases => new(BadNames.Accepted.Keys);

    public static TheoryData<ApiKeySort> Sorts => new(Enum.GetValues<ApiKeySort>());

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EndInAsync_OnlyEverSooner_AuditedAndChecked()
    {
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        var (key, value) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View));
        await using var acting = _shop.AsCommandLine();

        (await acting.ApiKeys.EndInAsync(key.Id, 24)).Value!.ExpiresAt.Should().Be(now.AddHours(24));
        (await acting.ApiKeys.EndInAsync(key.Id, 168)).Value!.ExpiresAt.Should().Be(now.AddHours(24), "it only takes power away");
        (await acting.ApiKeys.EndInAsync(key.Id, 1)).Value!.ExpiresAt.Should().Be(now.AddHours(1));
        (await acting.ApiKeys.EndInAsync(key.Id, 0)).Error!.Fields.Keys.Should().Equal("hours");
        (await acting.ApiKeys.EndInAsync(key.Id, 169)).Error!.Fields.Keys.Should().Equal("hours");
        (await _shop.AuditAsync()).Count(a => a.Action == AuditActions.ApiKeyEndSet).Should().Be(2);
        _shop.Time.Advance(TimeSpan.FromHours(1));
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Expired);
        await acting.ApiKeys.RevokeAsync(key.Id);
        (await acting.ApiKeys.EndInAsync(key.Id, 24)).Error!.Code.Should().Be("key-revoked");
        var reader = await _shop.AddUserWithAsync("reader@example.com", Permissions.ApiKeys.View);
        await using var reading = _shop.As(reader);
        (await reading.ApiKeys.EndInAsync(key.Id, 24)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.Edit);
    }

    [Fact]
    public async Task CreateAsync_ByOwner_StoresHashAndHintAndAuditsOnce_R5_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("integration", Permissions.Orders.View);
        var robot = await _shop.AddUserAsync("robot@example.com", "integration", UserKind.Integration);
        await using var acting = _shop.As(owner);

        var created = await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("  Nightly sync ", robot.Id));

        created.IsDone.Should().BeTrue();
        var value = created.Value!.Secret.Reveal();
        ApiKeyToken.IsWellFormed(value).Should().BeTrue();
        await using var db = _shop.OpenDatabase();
        var stored = db.ApiKeys.Single();
        stored.Name.Should().Be("Nightly sync");
        stored.Hash.Should().Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(value)));
        stored.Hint.Should().Be(value[..10]);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.ApiKeyCreated);
        entry.ActorUserId.Should().Be(owner.Id);
        entry.After.Should().NotContain(value[10..]);
    }

    [Fact]
    public async Task ListCandidatesAsync_AnyActor_AreExactlyTheUsersThatCreateAccepts_R6()
    {
        var sets = new string[][]
        {
            [],
            [Permissions.Orders.View],
            [Permissions.Orders.View, Permissions.Orders.Edit],
            [Permissions.ApiKeys.Create],
            Everything,
        };
        var users = new List<User> { await _shop.AddOwnerAsync() };
        foreach (var (set, index) in sets.Select((s, i) => (s, i)))
        {
            users.Add(await _shop.AddUserWithAsync(Email("person", index), set));
            users.Add(await _shop.AddUserAsync(Email("robot", index), $"person-{index}-group", UserKind.Integration));
        }

        users.Add(await _shop.AddUserAsync("off@example.com", "nothing", enabled: false));
        var actors = new[]
        {
            users[0],
            await _shop.AddUserWithAsync("weak@example.com", Permissions.ApiKeys.Create, Permissions.Orders.View),
            await _shop.AddUserWithAsync("strong@example.com", Everything),
        };
        users.AddRange(actors[1..]);

        foreach (var actor in actors)
        {
            await using var acting = _shop.As(actor);
            var offered = (await acting.KeyQueries.ListCandidatesAsync()).Value!;
            var accepted = new List<int>();
            foreach (var user in users)
            {
                if ((await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", user.Id))).IsDone)
                    accepted.Add(user.Id);
            }

            offered.Select(c => c.Access.UserId).Should().BeEquivalentTo(accepted, actor.Email);
            offered.Select(c => c.IsIntegration).Should().BeInDescendingOrder("integration users come first");
        }
    }

    [Fact]
    public async Task CreateAsync_ForAStrongerUserOrTheOwner_IsRefusedAndChangesNothing_R6()
    {
        var owner = await _shop.AddOwnerAsync();
        var stronger = await _shop.AddUserWithAsync("stronger@example.com", Permissions.Orders.Edit);
        await using var acting = _shop.As(await _shop.AddUserWithAsync("maker@example.com", Permissions.ApiKeys.Create));
        await using var admin = _shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything));

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", stronger.Id))).Error!.Code.Should().Be("more-than-held");
        (await admin.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", owner.Id))).Error!.Code.Should().Be("only-owner");

        await NothingHappenedAsync();
    }

    [Fact]
    public async Task CreateAsync_ForADisabledOrMissingUser_IsAFieldError()
    {
        var owner = await _shop.AddOwnerAsync();
        var disabled = await _shop.AddUserAsync("off@example.com", "nothing", enabled: false);
        await using var acting = _shop.As(owner);

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", disabled.Id))).Error!.Fields.Keys.Should().Equal("userId");
        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", 999))).Error!.Fields.Keys.Should().Equal("userId");

        await NothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(BadNameCases))]
    public async Task CreateAsync_BadName_IsRefusedAtTheName(string what)
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.As(owner);

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest(BadNames.Refused[what], owner.Id)))
            .Error!.Fields.Keys.Should()
            .Equal("name");

        await NothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(GoodNameCases))]
    public async Task CreateAsync_GoodName_IsStoredAsData(string what)
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.As(owner);

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest(BadNames.Accepted[what].Typed, owner.Id)))
            .Value!.Key.Name.Should().Be(BadNames.Accepted[what].Kept);
    }

    [Fact]
    public async Task CreateOrRename_NameThatHoldsAKeyValue_IsRefused_R5()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, value) = await _shop.AddKeyAsync(owner);
        await using var acting = _shop.As(owner);

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest($"for {value}", owner.Id))).Error!.Fields.Keys.Should().Equal("name");
        var renamed = await acting.ApiKeys.RenameAsync(key.Id, value[..20]);

        renamed.Error!.Fields.Keys.Should().Equal("name");
        renamed.Error.Message.Should().NotContain(value[..20]);
        (await acting.KeyQueries.GetAsync(key.Id)).Value!.Name.Should().Be("Test key");
    }

    [Fact]
    public async Task CreateAsync_AuditEntryCannotBeWritten_MakesNoKey_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        await using (var db = _shop.OpenDatabase())
            await db.Database.ExecuteSqlRawAsync("DROP TABLE \"AuditEntries\"");
        await using var acting = _shop.As(owner);

        await acting
            .Invoking(a => a.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", owner.Id)))
            .Should()
            .ThrowAsync<DbUpdateException>();

        await using var after = _shop.OpenDatabase();
        (await after.ApiKeys.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task EveryChange_AuditEntryCannotBeWritten_ChangesNothing_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var (active, _) = await _shop.AddKeyAsync(owner);
        var (disabled, _) = await _shop.AddKeyAsync(owner);
        await using var acting = _shop.As(owner);
        await acting.ApiKeys.DisableAsync(disabled.Id);
        await using (var db = _shop.OpenDatabase())
            await db.Database.ExecuteSqlRawAsync("DROP TABLE \"AuditEntries\"");

        foreach (var change in new Func<Task>[]
        {
            () => acting.ApiKeys.DisableAsync(active.Id),
            () => acting.ApiKeys.RevokeAsync(active.Id),
            () => acting.ApiKeys.RenameAsync(active.Id, "Other"),
            () => acting.ApiKeys.EnableAsync(disabled.Id),
        })
        {
            await change.Should().ThrowAsync<DbUpdateException>();
        }

        (await acting.KeyQueries.GetAsync(active.Id)).Value.Should().BeEquivalentTo(active);
        (await acting.KeyQueries.GetAsync(disabled.Id)).Value!.Enabled.Should().BeFalse();
    }

    [Fact]
    public async Task EnableAsync_UserGrewStronger_IsRefused_R6()
    {
        var robot = await _shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        var (key, _) = await _shop.AddKeyAsync(robot);
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit, Permissions.Orders.View));
        await acting.ApiKeys.DisableAsync(key.Id);
        (await acting.ApiKeys.EnableAsync(key.Id)).Value!.Status.Should().Be(ApiKeyStatus.Active);
        await acting.ApiKeys.DisableAsync(key.Id);
        await using (var operatorScope = _shop.AsCommandLine())
            await operatorScope.UserGroups.SetPermissionsAsync("robot-group", [Permissions.Orders.View, Permissions.Orders.Edit]);

        (await acting.ApiKeys.EnableAsync(key.Id)).Error!.Code.Should().Be("more-than-held");

        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.ApiKeyEnabled).Should().Be(1);
    }

    [Fact]
    public async Task DisableAndRevoke_KeyOfTheOwner_NeedOnlyThePermission_R6()
    {
        var (key, _) = await _shop.AddKeyAsync(await _shop.AddOwnerAsync());
        await using var editor = _shop.As(await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit));
        await using var deleter = _shop.As(await _shop.AddUserWithAsync("deleter@example.com", Permissions.ApiKeys.Delete));

        (await editor.ApiKeys.DisableAsync(key.Id)).Value!.Status.Should().Be(ApiKeyStatus.Disabled);
        (await deleter.ApiKeys.RevokeAsync(key.Id)).Value!.Status.Should().Be(ApiKeyStatus.Revoked);
    }

    [Fact]
    public async Task Revoked_Key_StaysRevokedWithItsNameAndTime()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, value) = await _shop.AddKeyAsync(owner);
        await using var acting = _shop.As(owner);

        var revoked = (await acting.ApiKeys.RevokeAsync(key.Id)).Value!;
        _shop.Time.Advance(TimeSpan.FromMinutes(1));

        (await acting.ApiKeys.EnableAsync(key.Id)).Error!.Code.Should().Be("key-revoked");
        (await acting.ApiKeys.DisableAsync(key.Id)).Error!.Code.Should().Be("key-revoked");
        (await acting.ApiKeys.RevokeAsync(key.Id)).Value.Should().BeEquivalentTo(revoked);
        revoked.ToResource().Enabled.Should().BeFalse();
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Revoked);
    }

    [Fact]
    public async Task EveryChange_Repeated_AuditsOnce_R8()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, _) = await _shop.AddKeyAsync(owner);
        await using var acting = _shop.As(owner);

        for (var i = 0; i < 2; i++)
            (await acting.ApiKeys.RenameAsync(key.Id, " Other ")).Value!.Name.Should().Be("Other");
        for (var i = 0; i < 2; i++)
            (await acting.ApiKeys.DisableAsync(key.Id)).IsDone.Should().BeTrue();
        for (var i = 0; i < 2; i++)
            (await acting.ApiKeys.EnableAsync(key.Id)).IsDone.Should().BeTrue();
        for (var i = 0; i < 2; i++)
            (await acting.ApiKeys.RevokeAsync(key.Id)).IsDone.Should().BeTrue();

        (await _shop.AuditAsync()).Select(e => e.Action).Should().Equal(
            AuditActions.ApiKeyCreated,
            AuditActions.ApiKeyRenamed,
            AuditActions.ApiKeyDisabled,
            AuditActions.ApiKeyEnabled,
            AuditActions.ApiKeyRevoked);
    }

    [Fact]
    public async Task ByKey_OfTheOwner_MayReadDisableAndRevokeButNotCreateOrEnable_R7()
    {
        var owner = await _shop.AddOwnerAsync();
        var (other, _) = await _shop.AddKeyAsync(owner, "Other");
        await using var acting = await _shop.ByKeyOfAsync(owner);

        (await acting.KeyQueries.ListAsync(new ApiKeyQuery())).Value!.Total.Should().Be(2);
        (await acting.KeyQueries.GetOwnAsync()).Value!.Name.Should().Be("Test key");
        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", owner.Id))).Error!.Code.Should().Be("key-cannot-grant");
        (await acting.KeyQueries.ListCandidatesAsync()).Value.Should().BeEmpty();
        (await acting.ApiKeys.DisableAsync(other.Id)).IsDone.Should().BeTrue();
        (await acting.ApiKeys.EnableAsync(other.Id)).Error!.Code.Should().Be("key-cannot-grant");
        (await acting.ApiKeys.RevokeAsync(other.Id)).IsDone.Should().BeTrue();
        (await _shop.AuditAsync()).Last().ActorApiKeyId.Should().NotBeNull();
    }

    [Fact]
    public async Task EveryMethod_WithoutExactlyItsPermission_IsRefused_R1_R2()
    {
        var owner = await _shop.AddOwnerAsync();
        var (key, _) = await _shop.AddKeyAsync(owner);
        var calls = new (string Permission, Func<Acting, Task<Error?>> Call)[]
        {
            (Permissions.ApiKeys.ViewAll, async a => (await a.KeyQueries.ListAsync(new ApiKeyQuery())).Error),
            (Permissions.ApiKeys.View, async a => (await a.KeyQueries.GetAsync(key.Id)).Error),
            (Permissions.ApiKeys.Create, async a => (await a.KeyQueries.ListCandidatesAsync()).Error),
            (Permissions.ApiKeys.Create, async a => (await a.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", owner.Id))).Error),
            (Permissions.ApiKeys.Edit, async a => (await a.ApiKeys.RenameAsync(key.Id, "Other")).Error),
            (Permissions.ApiKeys.Edit, async a => (await a.ApiKeys.EnableAsync(key.Id)).Error),
            (Permissions.ApiKeys.Edit, async a => (await a.ApiKeys.DisableAsync(key.Id)).Error),
            (Permissions.ApiKeys.Delete, async a => (await a.ApiKeys.RevokeAsync(key.Id)).Error),
        };
        foreach (var ((permission, call), index) in calls.Select((c, i) => (c, i)))
        {
            await using var lacking = _shop.As(
                await _shop.AddUserWithAsync(Email("lacking", index), Everything.Where(p => p != permission)));
            await using var nobody = _shop.AsNobody();
            (await call(lacking))!.MissingPermission.Should().Be(permission);
            (await call(nobody)).Should().Be(Error.Unauthenticated);
        }

        (await _shop.AuditAsync()).Should().ContainSingle("only the key's creation happened");
    }

    [Fact]
    public async Task EveryMethod_ActorDisabledMeanwhile_IsRefused_R3()
    {
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        await using var open = _shop.As(admin);
        (await open.KeyQueries.ListAsync(new ApiKeyQuery())).IsDone.Should().BeTrue();

        await _shop.SetEnabledAsync(admin, enabled: false);

        (await open.KeyQueries.ListAsync(new ApiKeyQuery())).Error.Should().Be(Error.Unauthenticated);
        (await open.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", admin.Id))).Error.Should().Be(Error.Unauthenticated);
    }

    [Fact]
    public async Task CreateAsync_ActorLostItsPowerAfterTheDemand_IsRefusedInTheTransaction_R6()
    {
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        var stale = await _shop.Services.GetRequiredService<AccessReader>().FindUserAsync(admin.Id);
        await _shop.AddOwnerAsync();
        await _shop.SetPermissionsAsync("admin-group", Permissions.ApiKeys.View);
        // An actor as the demand saw it a moment ago.
        await using var acting = new Acting(_shop.Services, c => c.ActAs(Actor.Person(stale!, address: null)));

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", admin.Id)))
            .Error!.MissingPermission.Should()
            .Be(Permissions.ApiKeys.Create);
    }

    [Fact]
    public async Task ListAsync_Search_FindsNameHintUserAndPastedValue()
    {
        var owner = await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("integration");
        var robot = await _shop.AddUserAsync("robot@example.com", "integration", UserKind.Integration);
        var (_, value) = await _shop.AddKeyAsync(owner, "100% [a_b] Größe");
        await _shop.AddKeyAsync(robot, "Plain 100 axb");
        await using var acting = _shop.As(owner);

        (await Names(value)).Should().Equal("100% [a_b] Größe");
        (await Names($"  Authorization: Bearer {value}\n")).Should().Equal("100% [a_b] Größe");
        (await Names(value[..10])).Should().Equal("100% [a_b] Größe");
        (await Names("100%")).Should().Equal("100% [a_b] Größe");
        (await Names("a_b")).Should().Equal("100% [a_b] Größe");
        (await Names("[a_b]")).Should().Equal("100% [a_b] Größe");
        (await Names("GRÖSSE")).Should().BeEmpty();
        (await Names("gRÖße")).Should().Equal("100% [a_b] Größe");
        (await Names("\\")).Should().BeEmpty();
        (await Names("ROBOT@example")).Should().Equal("Plain 100 axb");
        (await Names("robot te")).Should().Equal("Plain 100 axb");
        (await Names("  ")).Should().HaveCount(2);
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery { UserId = robot.Id })).Value!.Total.Should().Be(1);

        async Task<IEnumerable<string>> Names(string search) =>
            (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Search = search })).Value!.Items.Select(k => k.Name);
    }

    [Fact]
    public async Task ListAsync_Statuses_RevokedAreHiddenUnlessAskedFor()
    {
        var owner = await _shop.AddOwnerAsync();
        var keys = new List<int>();
        for (var i = 0; i < 3; i++)
            keys.Add((await _shop.AddKeyAsync(owner)).Key.Id);
        await using var acting = _shop.As(owner);
        await acting.ApiKeys.DisableAsync(keys[1]);
        await acting.ApiKeys.RevokeAsync(keys[2]);

        (await Ids(new ApiKeyQuery())).Should().BeEquivalentTo(keys[..2]);
        (await Ids(new ApiKeyQuery { IncludeRevoked = true })).Should().BeEquivalentTo(keys);
        (await Ids(new ApiKeyQuery { Status = ApiKeyStatus.Active })).Should().Equal(keys[0]);
        (await Ids(new ApiKeyQuery { Status = ApiKeyStatus.Disabled })).Should().Equal(keys[1]);
        (await Ids(new ApiKeyQuery { Status = ApiKeyStatus.Revoked })).Should().Equal(keys[2]);

        async Task<IEnumerable<int>> Ids(ApiKeyQuery query) => (await acting.KeyQueries.ListAsync(query)).Value!.Items.Select(k => k.Id);
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task ListAsync_EverySort_OrdersBothWaysAcrossPages(ApiKeySort sort)
    {
        var owner = await _shop.AddOwnerAsync();
        var robot = await _shop.AddUserWithAsync("a-robot@example.com");
        var (first, _) = await _shop.AddKeyAsync(owner, "beta");
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        var (second, _) = await _shop.AddKeyAsync(robot, "Alpha");
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        var (third, _) = await _shop.AddKeyAsync(robot, "gamma");
        await using var acting = _shop.As(owner);
        await acting.ApiKeys.DisableAsync(first.Id);
        var uses = _shop.Services.GetRequiredService<ApiKeyUseRecorder>();
        uses.Accepted(third.Id, System.Net.IPAddress.Loopback, "test");
        await uses.FlushAsync();

        var rising = await Ids(descending: false);
        (await Ids(descending: true)).Should().Equal(Enumerable.Reverse(rising));
        ApiKeyRow[] rows = [first, second, third];
        rising.Should().Equal(sort switch
        {
            ApiKeySort.Name => [second.Id, first.Id, third.Id],
            ApiKeySort.Hint => rows.OrderBy(k => k.Hint, StringComparer.Ordinal).Select(k => k.Id),
            ApiKeySort.User => [second.Id, third.Id, first.Id],
            ApiKeySort.Status => [second.Id, third.Id, first.Id],
            _ => [first.Id, second.Id, third.Id],
        });

        async Task<List<int>> Ids(bool descending)
        {
            var ids = new List<int>();
            for (var i = 0; i < 3; i++)
            {
                var query = new ApiKeyQuery { Sort = sort, Descending = descending, Window = new PageWindow(i, 1) };
                ids.AddRange((await acting.KeyQueries.ListAsync(query)).Value!.Items.Select(k => k.Id));
            }

            return ids;
        }
    }

    [Fact]
    public async Task EveryMethod_UnknownKey_IsNotFound()
    {
        await using var acting = _shop.As(await _shop.AddOwnerAsync());

        foreach (var result in new[]
        {
            await acting.KeyQueries.GetAsync(9), await acting.ApiKeys.RenameAsync(9, "Name"), await acting.ApiKeys.EnableAsync(9),
            await acting.ApiKeys.DisableAsync(9), await acting.ApiKeys.RevokeAsync(9), await acting.KeyQueries.GetOwnAsync(),
        })
        {
            result.Error!.Kind.Should().Be(ErrorKind.NotFound);
        }
    }

    private static string Email(string name, int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}-{number}@example.com");

    private async Task NothingHappenedAsync()
    {
        await using var db = _shop.OpenDatabase();
        (await db.ApiKeys.CountAsync()).Should().Be(0);
        (await _shop.AuditAsync()).Should().BeEmpty();
    }
}
