using System.Globalization;
using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.PermissionHistory;

/// <summary>Time travel as a property: whatever is changed in whatever order, what the history says of any time is what a replay of the
/// audit log up to that time says (design §9).</summary>
[Trait("Needs", "Time")]
public sealed class PermissionHistoryReplayTests
{
    private static readonly string[] Grantable =
        [Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Products.View, Permissions.Users.View];

    private static readonly Func<World, int, int, Task<Error?>>[] Steps =
    [
        async (w, thing, how) => (await w.Acting.UserGroups.CreateAsync(
            new($"group-{w.Next}", $"Group {w.Next}", Choice(how)))).Error,
        async (w, thing, how) => (await w.Acting.UserGroups.SetPermissionsAsync(await w.GroupAsync(thing), Choice(how))).Error,
        async (w, thing, how) => (await w.Acting.UserGroups.DeleteAsync(await w.GroupAsync(thing), await w.GroupAsync(how))).Error,
        async (w, thing, how) => (await w.Acting.Users.CreateAsync(new()
        {
            Email = $"user-{w.Next}@example.com",
            FirstName = "User",
            GroupCode = await w.GroupAsync(how),
            Kind = UserKind.Person,
            Password = TestShop.Password,
        })).Error,
        async (w, thing, how) => await w.EditAsync(await w.UserAsync(thing), await w.GroupAsync(how)),
        async (w, thing, how) => await w.EditAsync(await w.UserAsync(thing), await w.GroupAsync(how)),
        async (w, thing, how) => (await w.Acting.Users.DisableAsync(await w.UserAsync(thing))).Error,
        async (w, thing, how) => (await w.Acting.Users.EnableAsync(await w.UserAsync(thing))).Error,
        async (w, thing, how) => (await w.Acting.ApiKeys.CreateAsync(
            new CreateApiKeyRequest($"Key {w.Next}", await w.UserAsync(thing), how % 3 == 0 ? KeyEnd.InDays(1) : null))).Error,
        async (w, thing, how) => (await w.Acting.ApiKeys.DisableAsync(await w.KeyAsync(thing))).Error,
        async (w, thing, how) => (await w.Acting.ApiKeys.EnableAsync(await w.KeyAsync(thing))).Error,
        async (w, thing, how) => (await w.Acting.ApiKeys.RevokeAsync(await w.KeyAsync(thing))).Error,
        async (w, thing, how) => (await w.Acting.ApiKeys.EndInAsync(await w.KeyAsync(thing), how + 1)).Error,
        async (w, thing, how) => (await w.Acting.ApiKeys.RenameAsync(await w.KeyAsync(thing), $"Renamed {how}")).Error,
        async (w, thing, how) => await w.TransferAsync(await w.UserAsync(thing)),
    ];

    /// <summary>A step: which change, of which thing, and how.</summary>
    private static readonly Gen<(int Step, int Thing, int How)[]> Sequences =
        Gen.Select(Gen.Int[0, Steps.Length - 1], Gen.Int[0, 7], Gen.Int[0, 15]).Array[10, 30];

    [Fact]
    public Task History_AnySequenceOfChanges_EqualsAReplayOfTheAuditLog() => Sequences.SampleAsync(
        async sequence =>
        {
            await using var world = await World.MakeAsync();
            var times = new List<DateTime> { world.Now };
            foreach (var (step, thing, how) in sequence)
            {
                world.Shop.Time.Advance(TimeSpan.FromMinutes(how * 20));
                // Refusals are steps as well: they change nothing.
                await Steps[step](world, thing, how);
                times.Add(world.Now);
            }

            world.Shop.Time.Advance(TimeSpan.FromMinutes(1));
            var entries = await world.Shop.AuditAsync();
            foreach (var at in times.Concat(times.Select(t => t.AddMinutes(-1)).Where(t => t >= times[0])).Append(world.Now).Distinct())
            {
                var replay = new Replay();
                foreach (var entry in entries.Where(e => e.At <= at))
                    replay.Apply(entry);
                foreach (var user in await world.IdsAsync(db => db.Users.Select(u => u.Id)))
                    Words(await world.History.OfUserAsync(user, at)).Should().Be(replay.OfUser(user), "user {0} at {1:O}", user, at);
                foreach (var key in await world.IdsAsync(db => db.ApiKeys.Select(k => k.Id)))
                    Words(await world.History.OfKeyAsync(key, at)).Should().Be(replay.OfKey(key, at), "key {0} at {1:O}", key, at);
            }
        },
        iter: 6,
        threads: 1);

    private static string[] Choice(int bits) => [.. Grantable.Where((_, i) => (bits & (1 << i)) != 0)];

    private static string Words(Result<PastPermissions> past)
    {
        past.Error.Should().BeNull();
        var held = past.Value!.Permissions.Select(p => p.Permission.Name).Order(StringComparer.Ordinal);
        return $"{past.Value.Status} {past.Value.User?.Id}: {string.Join(' ', held)}";
    }

    private sealed class World(TestShop shop) : IAsyncDisposable
    {
        private int _count;

        public TestShop Shop { get; } = shop;

        public Acting Acting { get; } = shop.AsCommandLine();

        public PermissionHistoryService History => Acting.Get<PermissionHistoryService>();

        public DateTime Now => Shop.Time.GetUtcNow().UtcDateTime;

        public string Next => (++_count).ToString(CultureInfo.InvariantCulture);

        public static async Task<World> MakeAsync()
        {
            var world = new World(new TestShop());
            foreach (var step in (int[])[0, 3, 3, 8])
                (await Steps[step](world, 1, 3)).Should().BeNull();
            return world;
        }

        public async ValueTask DisposeAsync()
        {
            await Acting.DisposeAsync();
            await Shop.DisposeAsync();
        }

        public async Task<List<int>> IdsAsync(Func<CommerceKitty.Admin.Data.CommerceKittyDbContext, IQueryable<int>> query)
        {
            await using var db = Shop.OpenDatabase();
            return await query(db).Order().ToListAsync();
        }

        public async Task<int> UserAsync(int choice) => Choose(await IdsAsync(db => db.Users.Select(u => u.Id)), choice);

        public async Task<int> KeyAsync(int choice) => Choose(await IdsAsync(db => db.ApiKeys.Select(k => k.Id)), choice);

        public async Task<string> GroupAsync(int choice)
        {
            await using var db = Shop.OpenDatabase();
            var codes = await db.Roles.OrderBy(g => g.Id).Select(g => g.Code).ToListAsync();
            return codes.Count == 0 ? "none" : codes[choice % codes.Count];
        }

        public async Task<Error?> EditAsync(int id, string group)
        {
            await using var db = Shop.OpenDatabase();
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == id);
            var edit = new UserEdit { Email = user.Email, FirstName = user.FirstName, LastName = user.LastName, GroupCode = group };
            return (await Acting.Users.EditAsync(id, edit, user.ConcurrencyStamp!)).Error;
        }

        public async Task<Error?> TransferAsync(int heir)
        {
            await using var db = Shop.OpenDatabase();
            var owner = await db.Users.AsNoTracking().SingleAsync(u => u.IsOwner);
            await using var acting = Shop.As(owner);
            return (await acting.Get<OwnerService>().TransferOwnershipAsync(heir, TestShop.Password)).Error;
        }

        private static int Choose(List<int> ids, int choice) => ids.Count == 0 ? 0 : ids[choice % ids.Count];
    }

    /// <summary>The state that the audit log's entries tell.</summary>
    private sealed class Replay
    {
        private readonly Dictionary<int, (string Email, bool Enabled, bool Owner, string Group)> _users = [];
        private readonly Dictionary<string, string[]> _groups = [];
        private readonly Dictionary<int, string> _codes = [];
        private readonly Dictionary<int, (int User, bool Enabled, bool Revoked, DateTime? End)> _keys = [];

        public void Apply(AuditEntry entry)
        {
            var after = entry.After is null ? default : JsonDocument.Parse(entry.After).RootElement;
            var before = entry.Before is null ? default : JsonDocument.Parse(entry.Before).RootElement;
            var id = entry.TargetId;
            switch (entry.Action)
            {
                case AuditActions.UserGroupCreated or AuditActions.UserGroupPermissionsChanged:
                    var code = after.TryGetProperty("code", out var named) ? named.GetString()! : _codes[id];
                    _codes[id] = code;
                    _groups[code] = [.. after.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!)];
                    break;
                case AuditActions.UserGroupDeleted:
                    _groups.Remove(before.GetProperty("code").GetString()!);
                    break;
                case AuditActions.UserCreated:
                    _users[id] = (after.GetProperty("email").GetString()!, true, after.GetProperty("owner").GetBoolean(),
                        after.GetProperty("group").GetString()!);
                    break;
                case AuditActions.UserEdited or AuditActions.UserMoved:
                    _users[id] = _users[id] with { Group = after.GetProperty("group").GetString()! };
                    break;
                case AuditActions.UserEnabled or AuditActions.UserDisabled:
                    _users[id] = _users[id] with { Enabled = entry.Action == AuditActions.UserEnabled };
                    break;
                case AuditActions.OwnershipTransferred:
                    var old = _users.Single(u => u.Value.Owner).Key;
                    _users[old] = _users[old] with { Owner = false };
                    _users[id] = _users[id] with { Owner = true };
                    break;
                case AuditActions.ApiKeyCreated:
                    var holder = _users.Single(u => u.Value.Email == after.GetProperty("actsAs").GetString()).Key;
                    _keys[id] = (holder, true, false, End(after));
                    break;
                case AuditActions.ApiKeyEnabled or AuditActions.ApiKeyDisabled:
                    _keys[id] = _keys[id] with { Enabled = entry.Action == AuditActions.ApiKeyEnabled };
                    break;
                case AuditActions.ApiKeyRevoked:
                    _keys[id] = _keys[id] with { Revoked = true };
                    break;
                case AuditActions.ApiKeyEndSet:
                    _keys[id] = _keys[id] with { End = End(after) };
                    break;
                default:
                    break;
            }
        }

        public string OfUser(int id) => !_users.TryGetValue(id, out var user) ? "NotCreated : "
            : !user.Enabled ? $"Disabled {id}: "
            : $"Active {id}: {Held(user)}";

        public string OfKey(int id, DateTime at)
        {
            if (!_keys.TryGetValue(id, out var key))
                return "NotCreated : ";
            var user = _users[key.User];
            var status = key.Revoked ? "Revoked"
                : key.End <= at ? "Expired"
                : !key.Enabled ? "Disabled"
                : !user.Enabled ? "UserDisabled"
                : "Active";
            return $"{status} {key.User}: {(status == "Active" ? Held(user) : string.Empty)}";
        }

        private static DateTime? End(JsonElement fields) =>
            fields.GetProperty("expiresAt") is { ValueKind: JsonValueKind.String } end ? end.GetDateTime().ToUniversalTime() : null;

        private string Held((string Email, bool Enabled, bool Owner, string Group) user) => string.Join(
            ' ',
            (user.Owner ? PermissionCatalogue.All.Select(p => p.Name) : _groups.GetValueOrDefault(user.Group, []))
                .Order(StringComparer.Ordinal));
    }
}
