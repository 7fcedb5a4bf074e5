using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.LeastPrivilege;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using CsCheck;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Security;

/// <summary>R6 as a property: whatever anybody holds, by whatever path they try, nobody ends with a permission that the actor did not
/// hold, unless they had it before. Add a path that gives power to <see cref="Paths"/>, and a step to <see cref="Steps"/>.</summary>
[Trait("Needs", "Time")]
public sealed class NoEscalationTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    /// <summary>Every path by which one operation gives power: what it needs besides, what it gives, and the operation.</summary>
    private static readonly Path[] Paths =
    [
        new(
            "create a key",
            [Permissions.ApiKeys.Create],
            w => w.Given,
            async (a, w) => (await a.ApiKeys.CreateAsync(new CreateApiKeyRequest("New", w.Strong.Id))).Error),
        new(
            "rotate a key",
            [Permissions.ApiKeys.Edit],
            w => w.Given,
            async (a, w) => (await a.Get<ApiKeyRotationService>().RotateAsync(w.PausedKey.Id, RotationOverlap.None)).Error),
        new(
            "enable several keys",
            [Permissions.ApiKeys.Edit],
            w => w.Given,
            async (a, w) =>
            {
                var done = await a.Get<ApiKeyBulkService>().ApplyAsync(KeyBulkAction.Enable, [w.PausedKey.Id]);
                return done.IsDone ? done.Value[0].Refusal : done.Error;
            }),
        new("enable a key", [Permissions.ApiKeys.Edit], w => w.Given, async (a, w) => (await a.ApiKeys.EnableAsync(w.PausedKey.Id)).Error),
        new(
            "enable a key by editing it",
            [Permissions.ApiKeys.Edit, Permissions.ApiKeys.View],
            w => w.Given,
            async (a, w) => (await a.ApiKeys.EditAsync(w.PausedKey.Id, new() { Enabled = true })).Error),
        new(
            "allow a key more requests",
            [Permissions.ApiKeys.Edit],
            w => w.Given,
            async (a, w) => (await a.ApiKeys.LimitAsync(w.PausedKey.Id, RateLimitSettings.Maximum)).Error),
        new(
            "give a key a later end",
            [Permissions.ApiKeys.Edit],
            w => w.Given,
            async (a, w) => (await a.ApiKeys.ExpireAsync(w.PausedKey.Id, KeyEnd.InDays(90))).Error),
        new(
            "create a user in a group",
            [Permissions.Users.Create],
            w => w.Given,
            async (a, w) => (await a.Users.CreateAsync(NewUser(w.StrongGroup.Code))).Error),
        new("enable a user", [Permissions.Users.Edit], w => w.Given, async (a, w) => (await a.Users.EnableAsync(w.Stopped.Id)).Error),
        new(
            "move a user into a stronger group",
            [Permissions.Users.Edit],
            w => w.Given.With(w.Kept),
            async (a, w) => (await a.Users.EditAsync(w.Weak.Id, Edit(w.Weak) with { GroupCode = "strong" }, w.Weak.ConcurrencyStamp!)).Error
        ),
        new(
            "move a strong user into another group",
            [Permissions.Users.Edit],
            w => w.Given.With(w.Kept),
            async (a, w) =>
                (await a.Users.EditAsync(w.Strong.Id, Edit(w.Strong) with { GroupCode = "weak" }, w.Strong.ConcurrencyStamp!)).Error),
        new(
            "change a user's email",
            [Permissions.Users.Edit],
            w => w.Given,
            async (a, w) =>
                (
                    await a.Users.EditAsync(
                        w.Strong.Id,
                        Edit(w.Strong) with
                        {
                            Email = "mine@example.com",
                            GroupCode = "strong",
                        },
                        w.Strong.ConcurrencyStamp!)).Error),
        new(
            "make a person of an integration",
            [Permissions.Users.Edit],
            w => w.Given,
            async (a, w) =>
                (
                    await a.Users.EditAsync(
                        w.Bot.Id,
                        Edit(w.Bot) with
                        {
                            GroupCode = "strong",
                            Kind = UserKind.Person,
                        },
                        w.Bot.ConcurrencyStamp!)).Error),
        new(
            "mail a link to choose a password",
            [Permissions.Users.Edit],
            w => w.Given,
            async (a, w) => (await a.Users.SendLinkAsync(w.Strong.Id)).Error),
        new(
            "invite a user into a group",
            [Permissions.Users.Create],
            w => w.Given,
            async (a, w) => (await a.Users.InviteAsync(NewUser("strong") with { Kind = UserKind.Person })).Error),
        new(
            "create a group",
            [Permissions.UserGroups.Create],
            w => w.Given,
            async (a, w) => (await a.UserGroups.CreateAsync(new("new", "New", Names(w.Given)))).Error),
        new(
            "set a group's permissions",
            [Permissions.UserGroups.Edit],
            w => w.Given.Without(w.Kept),
            async (a, w) => (await a.UserGroups.SetPermissionsAsync("weak", Names(w.Given))).Error),
        new(
            "duplicate a group",
            [Permissions.UserGroups.Create, Permissions.UserGroups.View],
            w => w.Given,
            async (a, w) => (await a.UserGroups.DuplicateAsync("strong", "copy", "Copy")).Error),
        new(
            "delete a group, its users into a stronger one",
            [Permissions.UserGroups.Delete, Permissions.Users.Edit],
            w => w.Given.With(w.Kept),
            async (a, w) => (await a.UserGroups.DeleteAsync("weak", "strong")).Error),
        new(
            "delete a group, its strong users into another",
            [Permissions.UserGroups.Delete, Permissions.Users.Edit],
            w => w.Given.With(w.Kept),
            async (a, w) => (await a.UserGroups.DeleteAsync("strong", "weak")).Error),
    ];

    /// <summary>The services that work on users, groups, keys and the ownership: everything that could give power is a method of
    /// theirs.</summary>
    private static readonly Type[] Services =
    [
        typeof(ApiKeyService),
        typeof(ApiKeyQueries),
        typeof(ApiKeyUsageQueries),
        typeof(ApiKeyImpactQueries),
        typeof(ApiKeyFindingService),
        typeof(ApiKeyRotationService),
        typeof(KeyValueQueries),
        typeof(ApiKeyNetworkService),
        typeof(ApiKeyBulkService),
        typeof(UserService),
        typeof(UserGroupService),
        typeof(OwnerService),
        typeof(UserSessionService),
        typeof(LeastPrivilegeService),
    ];

    /// <summary>Their methods that are in <see cref="Paths"/>; the ownership's, the moves to smaller groups, pauses that end earlier and
    /// wider networks in tests of their own.</summary>
    private static readonly string[] GivePower =
    [
        "ApiKeyService.CreateAsync",
        "ApiKeyService.EnableAsync",
        "ApiKeyService.EditAsync",
        "ApiKeyService.LimitAsync",
        "ApiKeyRotationService.RotateAsync",
        "ApiKeyBulkService.ApplyAsync",
        "ApiKeyService.PauseAsync", "ApiKeyNetworkService.SetAsync",
        "ApiKeyService.ExpireAsync",
        "UserService.CreateAsync",
        "UserService.InviteAsync",
        "UserService.EnableAsync",
        "UserService.EditAsync", "UserService.SendLinkAsync", "UserGroupService.CreateAsync", "UserGroupService.SetPermissionsAsync",
        "UserGroupService.DuplicateAsync",
        "UserGroupService.DeleteAsync",
        "OwnerService.TransferOwnershipAsync",
        "OwnerService.ResetOwnerPasswordAsync",
        "LeastPrivilegeService.ApplyAsync", "LeastPrivilegeService.UndoAsync",
    ];

    /// <summary>Their methods that give none: they read, take away, or change what a thing is called.</summary>
    private static readonly string[] GiveNone =
    [
        "ApiKeyService.LookUpAsync", "ApiKeyService.RenameAsync", "ApiKeyService.DisableAsync", "ApiKeyService.EndInAsync",
        "ApiKeyService.RevokeAsync", "ApiKeyService.RevokeOwnAsync",
        "ApiKeyRotationService.RotateOwnAsync", "ApiKeyRotationService.EndPreviousAsync", "KeyValueQueries.GetAsync",
        "ApiKeyNetworkService.PreviewAsync",
        "ApiKeyService.SetResponsibleAsync",
        "ApiKeyQueries.ListPeopleAsync", "ApiKeyQueries.GetPolicyAsync",
        "ApiKeyQueries.ListAsync", "ApiKeyQueries.ListAllAsync", "ApiKeyQueries.ListHolderGroupsAsync", "ApiKeyQueries.ListOfUserAsync",
        "ApiKeyQueries.GetAsync",
        "ApiKeyQueries.GetDetailsAsync",
        "ApiKeyUsageQueries.GetAsync", "ApiKeyUsageQueries.ListHoursAsync", "ApiKeyUsageQueries.ListWeeksAsync",
        "ApiKeyUsageQueries.ListAllHoursAsync",
        "ApiKeyFindingService.CountAsync", "ApiKeyFindingService.ListOfKeyAsync", "ApiKeyFindingService.AcceptAsync",
        "ApiKeyFindingService.ReopenAsync",
        "ApiKeyImpactQueries.GetImpactAsync", "ApiKeyImpactQueries.GetReceiptAsync",
        "ApiKeyQueries.GetOwnAsync", "ApiKeyQueries.ListCandidatesAsync",
        "UserService.ListAsync",
        "UserService.ListAllAsync",
        "UserService.ListGroupsAsync",
        "UserService.GetAsync",
        "UserService.GetDetailsAsync",
        "UserService.FindByEmailAsync",
        "UserService.PreviewMoveAsync",
        "UserService.DisableAsync",
        "UserGroupService.ListAsync",
        "UserGroupService.ListAssignableAsync",
        "UserGroupService.ListMovableToAsync",
        "UserGroupService.GetAsync",
        "UserGroupService.ListMoveTargetsAsync",
        "UserGroupService.ListGrantableAsync",
        "UserGroupService.GetReachAsync",
        "UserGroupService.CountKeysUsingAsync",
        "UserGroupService.RenameAsync",
        "UserSessionService.EndAsync", "UserSessionService.EndAllAsync",
        "LeastPrivilegeService.GetAsync",
    ];

    /// <summary>What an attacker may try, one after another, on any user, key and group there is.</summary>
    private static readonly (string Name, Func<Acting, Shelf, Pick, Task<Error?>> Do)[] Steps =
    [
        ("create key", async (a, s, p) => (await a.ApiKeys.CreateAsync(new CreateApiKeyRequest("New", p.Of(s.Users)))).Error),
        ("enable key", async (a, s, p) => (await a.ApiKeys.EnableAsync(p.Of(s.Keys))).Error),
        ("edit key", async (a, s, p) => (await a.ApiKeys.EditAsync(p.Of(s.Keys), new() { Name = $"Key {p.Two}", Enabled = true })).Error),
        (
            "rotate key",
            async (a, s, p) => (await a.Get<ApiKeyRotationService>().RotateAsync(p.Of(s.Keys), RotationOverlap.OneHour)).Error),
        (
            "pause key",
            async (a, s, p) =>
                (await a.ApiKeys.PauseAsync(p.Of(s.Keys), new PauseApiKeyRequest(TimeSpan.FromMinutes(p.Two % 60 + 1)))).Error),
        ("extend key", async (a, s, p) => (await a.ApiKeys.ExpireAsync(p.Of(s.Keys), KeyEnd.InDays(300))).Error),
        ("disable key", async (a, s, p) => (await a.ApiKeys.DisableAsync(p.Of(s.Keys))).Error),
        (
            "create user",
            async (a, s, p) => (await a.Users.CreateAsync(NewUser(p.Of(s.Groups)) with { Email = $"new{s.Users.Count}@example.com" })).Error
        ),
        ("enable user", async (a, s, p) => (await a.Users.EnableAsync(p.Of(s.Users))).Error),
        ("disable user", async (a, s, p) => (await a.Users.DisableAsync(p.Of(s.Users))).Error),
        ("move user", async (a, s, p) =>
        {
            var (id, email, stamp) = p.Of(s.Editable);
            return (await a.Users.EditAsync(id, new() { Email = email, FirstName = "Moved", GroupCode = p.Other(s.Groups) }, stamp)).Error;
        }),
        ("read its mail", async (a, s, p) =>
        {
            // The mailbox of the attacker: whatever power its owner comes to have is the attacker's.
            var (id, email, stamp) = p.Of(s.Editable);
            return (
                await a.Users.EditAsync(
                    id,
                    new()
                    {
                        Email = Stolen(id),
                        FirstName = email,
                        GroupCode = s.GroupOf.GetValueOrDefault(id),
                    },
                    stamp)).Error;
        }),
        ("mail a link", async (a, s, p) => (await a.Users.SendLinkAsync(p.Of(s.Users))).Error),
        (
            "invite",
            async (a, s, p) =>
                (await a.Users.InviteAsync(NewUser(p.Of(s.Groups)) with { Email = $"invited{s.Users.Count}@example.com" })).Error),
        ("change kind", async (a, s, p) =>
        {
            var (id, email, stamp) = p.Of(s.Editable);
            var edit = new UserEdit
            {
                Email = email,
                FirstName = "Kind",
                GroupCode = s.GroupOf.GetValueOrDefault(id),
                Kind = p.Two % 2 == 0 ? UserKind.Person : UserKind.Integration,
            };
            return (await a.Users.EditAsync(id, edit, stamp)).Error;
        }),
        ("sign out", async (a, s, p) => (await a.Get<UserSessionService>().EndAllAsync(p.Of(s.Users))).Error),
        (
            "create group",
            async (a, s, p) => (await a.UserGroups.CreateAsync(new($"g{s.Groups.Count}", $"g{s.Groups.Count}", Names(p.Set)))).Error),
        ("set group", async (a, s, p) => (await a.UserGroups.SetPermissionsAsync(p.Of(s.Groups), Names(p.Set))).Error),
        ("empty group", async (a, s, p) => (await a.UserGroups.SetPermissionsAsync(p.Of(s.Groups), [])).Error),
        (
            "duplicate group",
            async (a, s, p) => (await a.UserGroups.DuplicateAsync(p.Of(s.Groups), $"c{s.Groups.Count}", $"c{s.Groups.Count}")).Error),
        ("delete group", async (a, s, p) => (await a.UserGroups.DeleteAsync(p.Of(s.Groups), p.Other(s.Groups))).Error),
        ("reduce", async (a, s, p) =>
        {
            var (id, _, stamp) = p.Of(s.Editable);
            return await ReduceAsync(a, id, stamp, $"r{s.Groups.Count}", p.Set);
        }),
        ("undo the reduction", async (a, s, p) => (await a.Get<LeastPrivilegeService>().UndoAsync(p.Of(s.Users))).Error),
    ];

    /// <summary>Sets near the border of what is allowed: the actor's own, parts of it, one permission more, anything.</summary>
    private static readonly Gen<(PermissionSet Actor, PermissionSet Given, PermissionSet Kept)> Sets = Gen.Select(
            PermissionSetTests.Names,
            PermissionSetTests.Names,
            PermissionSetTests.Names,
            Gen.Int[0, 5],
            Gen.Int[0, 3],
            Gen.Int[0, PermissionCatalogue.All.Length - 1])
            .Select((one, two, three, relation, tools, extra) =>
            {
                var actor = PermissionSet.Of(one);
                // Three times of four the actor holds the tools of an administrator.
                if (tools > 0)
                    actor = actor.With(
                        PermissionSet.Of(
                            Everything.Where(n =>
                                n.StartsWith("users.", StringComparison.Ordinal)
                                || n.StartsWith("user-groups.", StringComparison.Ordinal)
                                || n.StartsWith("api-keys.", StringComparison.Ordinal))));
                var part = actor.Without(PermissionSet.Of(two));
                var given = relation switch
                {
                    0 => actor,
                    1 or 2 => part,
                    3 => part.With(PermissionSet.Of([PermissionCatalogue.All[extra].Name])),
                    4 => PermissionSet.All,
                    _ => PermissionSet.Of(two),
                };
                var kept = PermissionSet.Of(three);
                return (actor, given, relation % 2 == 0 ? actor.Without(kept) : kept);
            });

    private readonly TestShop _shop = new();

    public static TheoryData<string> PathNames => new(Paths.Select(p => p.Name));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [MemberData(nameof(PathNames))]
    public Task Person_AnyTwoSets_GivesExactlyWhatItHolds_R6(string path) => Sets.SampleAsync(
        async sets =>
        {
            var (actor, given, kept) = sets;
            var world = await MakeAsync(actor, given, kept);
            var tried = Paths.Single(p => p.Name == path);
            var before = await PowersAsync();

            var error = await DoAsync(tried, world, _shop.As(world.Actor));

            var allowed = tried.Needs.All(actor.Contains) && actor.Covers(tried.Gives(world));
            (error is null).Should().Be(allowed, $"the actor {(allowed ? "holds" : "does not hold")} enough ({error?.Message})");
            NoneAbove(actor, before, await PowersAsync());
        },
        iter: 40,
        threads: 1);

    [Theory]
    [MemberData(nameof(PathNames))]
    public Task Owner_AnySets_MayGiveAnything_R6(string path) => Sets.SampleAsync(
        async sets =>
        {
            var world = await MakeAsync(sets.Actor, sets.Given, sets.Kept, owner: true);

            (await DoAsync(Paths.Single(p => p.Name == path), world, _shop.As(world.Actor))).Should().BeNull();
        },
        iter: 5,
        threads: 1);

    [Theory]
    [MemberData(nameof(PathNames))]
    public Task Key_AnySetsEvenTheOwners_NeverGivesAnything_R7(string path) => Sets.SampleAsync(
        async sets =>
        {
            var world = await MakeAsync(sets.Actor, sets.Given, sets.Kept, owner: sets.Given.Count % 2 == 0);
            await using var db = _shop.OpenDatabase();
            var access = (await AccessReader.FindUserAsync(db, world.Actor.Id))!;
            var before = await PowersAsync();

            var error = await DoAsync(
                Paths.Single(p => p.Name == path),
                world,
                new Acting(_shop.Services, c => c.ActAs(Actor.ByKey(access, world.PausedKey.Id, address: null))));

            var after = await PowersAsync();
            NoneAbove(PermissionSet.None, before, after);
            if (error is null)
                after.Should().HaveSameCount(before, "what was not refused only took away");
        },
        iter: 20,
        threads: 1);

    [Theory]
    [MemberData(nameof(PathNames))]
    public Task CommandLine_AnySets_MayAndIsAuditedAsSuch_R6_R8(string path) => Sets.SampleAsync(
        async sets =>
        {
            var world = await MakeAsync(sets.Actor, sets.Given, sets.Kept);
            var entries = (await _shop.AuditAsync()).Count;

            (await DoAsync(Paths.Single(p => p.Name == path), world, _shop.AsCommandLine())).Should().BeNull();

            var written = (await _shop.AuditAsync()).Skip(entries).ToList();
            written.Should().OnlyContain(e => e.ActorKind == ActorKind.CommandLine && e.Actor == "Command line (tester)");
            if (world.Given != world.Kept)
                written.Should().NotBeEmpty();
        },
        iter: 5,
        threads: 1);

    /// <summary>Any walk of up to seven steps: mint a key for a weak user and then strengthen its group or move it, stop and start,
    /// empty a strong group, mint and fill it again, copy and delete, and all that nobody thought of.</summary>
    [Fact]
    public Task AnyWalk_ByOnePerson_EndsWithNobodyAboveThem_R6() =>
        Gen.Select(Sets, Gen.Select(Gen.Int[0, Steps.Length - 1], Gen.Int[0, 1000], Gen.Int[0, 1000], PermissionSetTests.Names).Array[2, 7])
            .SampleAsync(
        async (sets, walk) =>
        {
            var (actor, given, kept) = sets;
            var world = await MakeAsync(actor, given, kept);
            var before = await PowersAsync();
            var done = new List<string>();
            foreach (var (step, one, two, names) in walk)
            {
                // Half of the time only what the actor may give, so that the walk gets somewhere.
                var set = two % 2 == 0 ? PermissionSet.Of(names) : actor.Without(PermissionSet.Of(names));
                await using var acting = _shop.As(world.Actor);
                if (await Steps[step].Do(acting, await ShelfAsync(), new Pick(one, two, set)) is null)
                    done.Add(Steps[step].Name);
            }

            NoneAbove(actor, before, await PowersAsync(), string.Join(", ", done));
        },
        iter: 150,
        threads: 1);

    /// <summary>A new operation is either proven here to give no more than is held, or said to give nothing.</summary>
    [Fact]
    public void Operations_OfEveryService_AreInTheMatrixOrGiveNothing_R6()
    {
        var operations = Services.SelectMany(s => s.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(m => $"{s.Name}.{m.Name}")).Distinct();

        operations
            .Should()
            .BeEquivalentTo(
                [.. GivePower, .. GiveNone],
                "an operation that gives power needs a path in the matrix: add it to Paths and Steps, and name it here");
        typeof(ApiKey).GetProperty(nameof(ApiKey.UserId))!.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()
            .Should().Contain(typeof(IsExternalInit), "no operation points a key at another user; one that does belongs into the matrix");
    }

    [Fact]
    public Task TransferOwnership_AnybodyButTheOwnerInPerson_IsRefused_R6_R7() => Sets.SampleAsync(
        async sets =>
        {
            var asOwner = sets.Given.Count % 2 == 0;
            var world = await MakeAsync(sets.Actor, sets.Given, sets.Kept, owner: asOwner);
            await using var db = _shop.OpenDatabase();
            var access = (await AccessReader.FindUserAsync(db, world.Actor.Id))!;
            var before = await PowersAsync();
            var ways = new List<Acting>
            {
                new(_shop.Services, c => c.ActAs(Actor.ByKey(access, world.PausedKey.Id, address: null))),
                _shop.AsCommandLine(),
                asOwner ? _shop.As(world.Weak) : _shop.As(world.Actor),
            };

            foreach (var way in ways)
            {
                (await way.Get<OwnerService>().TransferOwnershipAsync(world.Strong.Id, TestShop.Password))
                    .Error!.Code.Should()
                    .Be("only-owner");
                await way.DisposeAsync();
            }

            (await PowersAsync()).Should().BeEquivalentTo(before);
        },
        iter: 10,
        threads: 1);

    /// <summary>A move to a smaller group takes power away, but it puts a user into a group, and its undoing gives everything
    /// back.</summary>
    [Fact]
    public Task ReduceAndUndo_AnyTwoSets_GivesExactlyWhatIsHeld_R6() => Sets.SampleAsync(
        async sets =>
        {
            var (actor, given, kept) = sets;
            if (given == PermissionSet.None)
                return;
            string[] tools = [Permissions.Users.Edit, Permissions.Users.View];
            var world = await MakeAsync(actor, given, kept);
            var before = await PowersAsync();

            Error? reduced;
            await using (var acting = _shop.As(world.Actor))
                reduced = await ReduceAsync(acting, world.Strong.Id, world.Strong.ConcurrencyStamp!, "less", PermissionSet.None);

            string[] more = [.. tools, Permissions.ApiKeys.View, Permissions.UserGroups.Create];
            (reduced is null).Should().Be(more.All(actor.Contains) && actor.Covers(given), reduced?.Message);
            NoneAbove(actor, before, await PowersAsync());
            if (reduced is not null)
            {
                await using var operatorScope = _shop.AsCommandLine();
                (await ReduceAsync(operatorScope, world.Strong.Id, world.Strong.ConcurrencyStamp!, "less", PermissionSet.None))
                    .Should().BeNull();
            }

            before = await PowersAsync();
            Error? undone;
            await using (var acting = _shop.As(world.Actor))
                undone = (await acting.Get<LeastPrivilegeService>().UndoAsync(world.Strong.Id)).Error;

            (undone is null).Should().Be(tools.All(actor.Contains) && actor.Covers(given), undone?.Message);
            NoneAbove(actor, before, await PowersAsync());
        },
        iter: 40,
        threads: 1);

    [Fact]
    public async Task MintForAWeakUserThenStrengthenIt_EachWay_IsRefusedAtTheSecondStep_R6()
    {
        var actor = PermissionSet.Of(Everything).Without(PermissionSet.Of([Permissions.Orders.Edit]));
        var world = await MakeAsync(actor, PermissionSet.Of([Permissions.Orders.Edit]), PermissionSet.None);
        await using var acting = _shop.As(world.Actor);
        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Minted", world.Weak.Id))).IsDone.Should().BeTrue();

        (await acting.UserGroups.SetPermissionsAsync("weak", [Permissions.Orders.Edit])).Error!.Code.Should().Be("more-than-held");
        (await acting.UserGroups.DeleteAsync("weak", "strong")).Error!.Code.Should().Be("more-than-held");
        (await acting.UserGroups.DuplicateAsync("strong", "copy", "Copy")).Error!.Code.Should().Be("more-than-held");
        // Taking away is allowed; giving it back is not.
        (await acting.UserGroups.SetPermissionsAsync("strong", [])).IsDone.Should().BeTrue();
        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Of the strong", world.Strong.Id))).IsDone.Should().BeTrue();
        (await acting.UserGroups.SetPermissionsAsync("strong", [Permissions.Orders.Edit])).Error!.Code.Should().Be("more-than-held");
        (await acting.Users.DisableAsync(world.Strong.Id)).IsDone.Should().BeTrue();
        (await acting.Users.EnableAsync(world.Strong.Id)).IsDone.Should().BeTrue("its group grants nothing now");
    }

    [Fact]
    public async Task OwnerAsTarget_ByWhoeverHoldsEverything_IsRefusedOnEachPath_R6()
    {
        await MakeAsync(PermissionSet.None, PermissionSet.All, PermissionSet.None, owner: true);
        var shelf = await ShelfAsync();
        int ownerId, adminId, keyId;
        await using (var db = _shop.OpenDatabase())
        {
            ownerId = await db.Users.Where(u => u.IsOwner).Select(u => u.Id).SingleAsync();
            adminId = await db.Users.Where(u => u.FirstName == "strong").Select(u => u.Id).SingleAsync();
            keyId = await db.ApiKeys.Where(k => k.UserId == adminId).Select(k => k.Id).FirstAsync();
            // A paused key of the owner's.
            await db.ApiKeys.Where(k => k.Id == keyId).ExecuteUpdateAsync(set => set.SetProperty(k => k.UserId, ownerId));
        }

        await using var acting = new Acting(_shop.Services, c => c.ActAs(Builders.ShopSeeding.Principal(new User
        {
            Id = adminId,
            FirstName = "strong",
            LastName = string.Empty,
            Email = "strong@example.com",
            SecurityStamp = "stamp",
        })));

        (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("New", ownerId))).Error!.Code.Should().Be("only-owner");
        (await acting.ApiKeys.EnableAsync(keyId)).Error!.Code.Should().Be("only-owner");
        (await acting.Users.EnableAsync(ownerId)).Error!.Code.Should().Be("only-owner");
        (await acting.UserGroups.DeleteAsync("actor", "strong")).Error!.Code.Should().Be("only-owner");
        (await acting.KeyQueries.ListCandidatesAsync())
            .Value!.Select(c => c.Access.UserId)
            .Should()
            .NotContain(ownerId)
            .And.HaveCount(shelf.Users.Count - 2);
    }

    [Fact]
    public Task ListCandidates_AnySets_OffersExactlyTheUsersThatCreatingAccepts_R6() => Sets.SampleAsync(
        async sets =>
        {
            var world = await MakeAsync(sets.Actor.With(PermissionSet.Of([Permissions.ApiKeys.Create])), sets.Given, sets.Kept);
            await using var acting = _shop.As(world.Actor);
            var offered = (await acting.KeyQueries.ListCandidatesAsync()).Value!.Select(c => c.Access.UserId).ToList();

            foreach (var user in (await ShelfAsync()).Users)
                (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("New", user)))
                    .IsDone.Should()
                    .Be(offered.Contains(user), $"user {user}");
        },
        iter: 40,
        threads: 1);

    [Fact]
    public Task ListMoveTargetsAndAssignable_AnySets_OfferExactlyTheGroupsOfR6() => Sets.SampleAsync(
        async sets =>
        {
            var actor = sets.Actor.With(
                PermissionSet.Of([Permissions.UserGroups.Delete, Permissions.Users.Edit, Permissions.Users.Create]));
            var world = await MakeAsync(actor, sets.Given, sets.Kept);
            await using var acting = _shop.As(world.Actor);
            var expected = new List<string>();
            if (actor.Covers(sets.Given))
                expected.Add("strong");
            if (actor.Covers(sets.Kept))
                expected.Add("weak");

            (await acting.UserGroups.ListMoveTargetsAsync("actor")).Value!.Select(g => g.Code).Should().Equal(expected);
            (await acting.UserGroups.ListAssignableAsync()).Value!.Select(g => g.Code).Should().Equal(expected.Prepend("actor"));
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void NoneAbove_SomebodyGainsWhatTheActorLacks_IsFound()
    {
        var weak = new Dictionary<string, PermissionSet> { ["user 1"] = PermissionSet.None };
        var strong = new Dictionary<string, PermissionSet> { ["user 1"] = PermissionSet.Of([Permissions.Orders.Edit]) };

        var act = () => NoneAbove(PermissionSet.Of([Permissions.Orders.View]), weak, strong);

        act.Should().Throw<Exception>("a test that finds nothing proves nothing");
        NoneAbove(PermissionSet.None, strong, strong);
    }

    private static CreateUserRequest NewUser(string group) =>
        new() { Email = "new@example.com", FirstName = "New", GroupCode = group, Kind = UserKind.Integration };

    private static string Stolen(int userId) => string.Create(CultureInfo.InvariantCulture, $"mine{userId}@attacker.example");

    private static UserEdit Edit(User user) => new() { Email = user.Email, FirstName = user.FirstName, LastName = user.LastName };

    private static string[] Names(PermissionSet set) => [.. set.Permissions.Select(p => p.Name)];

    private static async Task<Error?> DoAsync(Path path, World world, Acting acting)
    {
        await using (acting)
            return await path.Do(acting, world);
    }

    private static async Task<Error?> ReduceAsync(Acting acting, int userId, string stamp, string code, PermissionSet kept) =>
        (await acting.Get<LeastPrivilegeService>().ApplyAsync(
            userId, new LeastPrivilegeRequest(null, code, code, Names(kept)), stamp)).Error;

    private static void NoneAbove(
        PermissionSet actor, Dictionary<string, PermissionSet> before, Dictionary<string, PermissionSet> after, string? steps = null)
    {
        foreach (var (holder, power) in after)
        {
            var gained = power.Without(before.GetValueOrDefault(holder));
            actor.Covers(gained).Should().BeTrue($"{holder} gained {string.Join(", ", Names(gained.Without(actor)))} ({steps})");
        }
    }

    /// <summary>What everybody and everything holds: users and keys that work, and groups for everyone who joins them.</summary>
    private async Task<Dictionary<string, PermissionSet>> PowersAsync()
    {
        await using var db = _shop.OpenDatabase();
        var users = (await AccessReader.ListUsersAsync(db, db.Users)).ToDictionary(
            u => u.UserId,
            u => u.Enabled ? u.Permissions : PermissionSet.None);
        var powers = users.ToDictionary(u => $"user {u.Key}", u => u.Value);
        foreach (var key in await db.ApiKeys.AsNoTracking().ToListAsync())
        {
            // A paused key comes back by itself.
            var isLive = key.Status == ApiKeyStatus.Active || key is { RevokedAt: null, PausedUntil: not null };
            powers[$"key {key.Id}"] = isLive ? users[key.UserId] : PermissionSet.None;
        }

        // Who reads a mailbox has the power of its user, by "Forgot the password?".
        foreach (var stolen in await db.Users.AsNoTracking().Where(u => u.Email!.EndsWith("@attacker.example")).ToListAsync())
            powers["the attacker's mailbox"] = powers
                .GetValueOrDefault("the attacker's mailbox")
                .With(stolen.Kind == UserKind.Person ? users[stolen.Id] : PermissionSet.None);
        foreach (var claims in (await db.RoleClaims.AsNoTracking().ToListAsync()).GroupBy(c => c.RoleId))
            powers[$"group {claims.Key}"] = PermissionSet.Of(claims.Select(c => c.ClaimValue!));
        return powers;
    }

    private async Task<Shelf> ShelfAsync()
    {
        await using var db = _shop.OpenDatabase();
        return new(
            await db.Users.OrderBy(u => u.Id).Select(u => u.Id).ToListAsync(),
            await db.ApiKeys.OrderBy(k => k.Id).Select(k => k.Id).ToListAsync(),
            await db.Roles.OrderBy(g => g.Id).Select(g => g.Code).ToListAsync(),
            [.. (await db.Users.AsNoTracking().OrderBy(u => u.Id).ToListAsync()).Select(u => (u.Id, u.Email!, u.ConcurrencyStamp!))],
            await db.UserRoles.Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => new { m.UserId, g.Code })
                .ToDictionaryAsync(m => m.UserId, m => m.Code));
    }

    /// <summary>A shop of its own for one sample: the actor; a strong group with a user, a disabled user, an integration and a paused
    /// key; a weak group with a user and its key.</summary>
    private async Task<World> MakeAsync(PermissionSet actor, PermissionSet given, PermissionSet kept, bool owner = false)
    {
        await using var db = _shop.OpenDatabase();
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        await db.ApiKeyEndedValues.ExecuteDeleteAsync();
        await db.ApiKeys.ExecuteDeleteAsync();
        await db.UserLinks.ExecuteDeleteAsync();
        await db.UserRoles.ExecuteDeleteAsync();
        await db.RoleClaims.ExecuteDeleteAsync();
        await db.Users.ExecuteDeleteAsync();
        await db.Roles.ExecuteDeleteAsync();
        UserGroup Group(string code) =>
            new()
            {
                Code = code,
                Name = code,
                NormalizedName = code.ToUpperInvariant(),
                ConcurrencyStamp = "1",
                CreatedAt = now,
            };
        User Person(string name, bool enabled = true) => new()
        {
            UserName = name + "@example.com",
            NormalizedUserName = name.ToUpperInvariant() + "@EXAMPLE.COM",
            Email = name + "@example.com",
            NormalizedEmail = name.ToUpperInvariant() + "@EXAMPLE.COM",
            FirstName = name,
            LastName = string.Empty,
            SecurityStamp = "stamp",
            Enabled = enabled,
            PasswordHash = "nobody signs in here",
            IsOwner = name == (owner ? "actor" : "owner"),
            CreatedAt = now,
        };
        var (actorGroup, strongGroup, weakGroup) = (Group("actor"), Group("strong"), Group("weak"));
        var (actorUser, strong, stopped, weak, bot) = (
            Person("actor"),
            Person("strong"),
            Person("stopped", enabled: false),
            Person("weak"),
            Person("bot"));
        (bot.Kind, bot.PasswordHash) = (UserKind.Integration, null);
        db.AddRange(actorGroup, strongGroup, weakGroup, actorUser, strong, stopped, weak, bot);
        if (!owner)
            db.Add(Person("owner")); // In no group; there is always an owner.
        await db.SaveChangesAsync();
        foreach (var (group, set) in new[] { (actorGroup, actor), (strongGroup, given), (weakGroup, kept) })
            db.RoleClaims.AddRange(
                Names(set)
                    .Select(n => new IdentityRoleClaim<int>
                    {
                        RoleId = group.Id,
                        ClaimType = ClaimNames.Permission,
                        ClaimValue = n,
                    }));
        foreach (
            var (user, group) in new[]
            {
                (actorUser, actorGroup),
                (strong, strongGroup),
                (stopped, strongGroup),
                (bot, strongGroup),
                (weak, weakGroup),
            })
            db.UserRoles.Add(new() { UserId = user.Id, RoleId = group.Id });
        ApiKey Key(User user, bool enabled = true) => new()
        {
            Name = user.FirstName,
            UserId = user.Id,
            Hash = RandomNumberGenerator.GetBytes(32),
            Hint = "kitty_abcd",
            CreatedAt = now,
            CreatedBy = "test",
            Enabled = enabled,
        };
        var paused = Key(strong, enabled: false);
        paused.ExpiresAt = now.AddDays(30);
        db.AddRange(paused, Key(stopped), Key(weak), Key(weak, enabled: false));
        await db.SaveChangesAsync();
        return new(actorUser, strong, stopped, weak, bot, strongGroup, paused, given, kept);
    }

    private sealed record Path(string Name, string[] Needs, Func<World, PermissionSet> Gives, Func<Acting, World, Task<Error?>> Do);

    /// <summary>Given: what the strong group grants, and what is tried to be given. Kept: what the weak group grants already.</summary>
    private sealed record World(
        User Actor,
        User Strong,
        User Stopped,
        User Weak,
        User Bot,
        UserGroup StrongGroup,
        ApiKey PausedKey,
        PermissionSet Given,
        PermissionSet Kept);

    private sealed record Shelf(
        List<int> Users,
        List<int> Keys,
        List<string> Groups,
        List<(int Id, string Email, string Stamp)> Editable,
        Dictionary<int, string> GroupOf);

    private sealed record Pick(int One, int Two, PermissionSet Set)
    {
        public T Of<T>(List<T> items) => items[One % items.Count];

        public T Other<T>(List<T> items) => items[Two % items.Count];
    }
}
