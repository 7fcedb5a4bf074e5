using System.Globalization;
using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Demo;

/// <summary>The demo shop's keys and their past: 90 days of use, rejected requests and changes. Nobody knows their values: their hashes
/// are random bytes, of which no value is known.</summary>
internal sealed class DemoKeys
{
    private const string HintAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const string Erp = "erp";
    private const string Accounting = "accounting";
    private const string Leaver = "jonas";

    /// <summary>Which node counted.</summary>
    private static readonly Guid Node = new("0c0ffee0-0000-4000-8000-0000000000ca");

    private static readonly DemoKey[] Keys =
    [
        new("Nightly inventory sync", "integration", "admin", 88, DemoRhythm.Nightly,
            [Permissions.Inventory.Edit, Permissions.Inventory.ViewAll], "inventory-sync/2.3 (Python 3.13)", "203.0.113.7")
        { ExpiresIn = 277 },
        new("Zapier production", "zapier", "owner", 87, DemoRhythm.Chatty,
            [Permissions.Orders.ViewAll, Permissions.Orders.View], "Zapier", "198.51.100.20"),
        new("Zapier staging", "zapier", "owner", 89, DemoRhythm.Hourly, [Permissions.Orders.ViewAll], "Zapier", "198.51.100.21")
        { SilentFor = 74 },
        new("Marketplace bridge", Erp, "admin", 61, DemoRhythm.Hourly,
            [Permissions.Orders.Create, Permissions.Inventory.ViewAll], "bridge/1.8", "203.0.113.40")
        { RequestsPerMinute = 60, RejectedFor = 30, Reason = RefusalReason.Limited },
        new("Sales dashboard", "viewer", "viewer", 82, DemoRhythm.Hourly,
            [Permissions.Orders.ViewAll, Permissions.Products.ViewAll], "grafana-infinity/3", "203.0.113.64")
        { ExpiresIn = 9 },
        new("Price feed", Erp, "admin", 45, DemoRhythm.Hourly, [Permissions.Products.ViewAll], "pricefeed/0.9", "203.0.113.41")
        { RejectedFor = 4, Reason = RefusalReason.Forbidden, Forbidden = Permissions.Products.Edit },
        new("Accounting export", Accounting, "owner", 70, DemoRhythm.Nightly,
            [Permissions.Orders.ViewAll], "Go-http-client/2.0", "192.0.2.15"),
        new("Warehouse handhelds", "ops", "ops", 84, DemoRhythm.OfficeHours,
            [Permissions.Orders.Edit, Permissions.Inventory.Edit], "okhttp/5.0", "192.0.2.80")
        { ExpiresIn = 160 },
        new("Label printer", "ops", "ops", 52, DemoRhythm.OfficeHours, [Permissions.Orders.View], "curl/8.10", "192.0.2.81"),
        new("Weekly stock report", "integration", "ops", 80, DemoRhythm.Weekly,
            [Permissions.Inventory.ViewAll], "curl/8.10", "192.0.2.82"),
        new("Old ERP connector", Erp, "admin", 89, DemoRhythm.Hourly, [Permissions.Orders.ViewAll], "erp-link/1.0", "203.0.113.90")
        { SilentFor = 12, RejectedFor = 12, Reason = RefusalReason.Disabled, EndedBy = "admin" },
        new("Black Friday load test", "integration", "ops", 30, DemoRhythm.OfficeHours,
            [Permissions.Orders.ViewAll], "k6/1.3", "192.0.2.99")
        { SilentFor = 22, RejectedFor = 22, Reason = RefusalReason.Revoked, EndedBy = "owner" },
        new("Supplier portal", Accounting, "admin", 68, DemoRhythm.OfficeHours, [Permissions.Products.ViewAll], "portal/4", "198.51.100.77")
        { ExpiresIn = -3, SilentFor = 3, RejectedFor = 3, Reason = RefusalReason.Expired },
        new("Jonas' laptop", Leaver, Leaver, 86, DemoRhythm.OfficeHours, [Permissions.Orders.View], "PostmanRuntime/7.4", "198.51.100.140")
        { SilentFor = 20, RejectedFor = 20, Reason = RefusalReason.UserDisabled },
        new("Migration 2026", "admin", "admin", 40, DemoRhythm.Never, [], string.Empty, string.Empty),
    ];

    /// <summary>How many calls of an hour are among the recent ones; the others are left out, as the recorder does.</summary>
    private const int CallsKeptOfHour = 3;

    /// <summary>How many days recent calls go back.</summary>
    private const int CallDays = 2;

    /// <summary>For how many days addresses are told.</summary>
    private const int AddressDays = 30;

    /// <summary>What is called with each permission.</summary>
    private static readonly Dictionary<string, (string Method, string Route)> Routes = new()
    {
        [Permissions.Orders.ViewAll] = ("GET", "/api/v1/orders"),
        [Permissions.Orders.View] = ("GET", "/api/v1/orders/{id}"),
        [Permissions.Orders.Create] = ("POST", "/api/v1/orders"),
        [Permissions.Orders.Edit] = ("PATCH", "/api/v1/orders/{id}"),
        [Permissions.Inventory.ViewAll] = ("GET", "/api/v1/inventory"),
        [Permissions.Inventory.Edit] = ("PUT", "/api/v1/inventory/{source}/{sku}"),
        [Permissions.Products.ViewAll] = ("GET", "/api/v1/products"),
        [Permissions.Products.Edit] = ("PATCH", "/api/v1/products/{id}"),
    };

    private readonly DemoRandom _random = new(0xCA_11_0C_A7);
    // Calls and addresses came later than the rest: their own chances leave the rest as it was.
    private readonly DemoRandom _callRandom = new(0x0C_0F_FE_E5);
    private readonly List<AuditEntry> _audit = [];
    private readonly Dictionary<string, User> _users = [];
    private readonly Dictionary<string, Actor> _actors = [];
    private readonly Work _work;
    private readonly DateTime _hour;

    private DemoKeys(Work work) =>
        (_work, _hour) = (work, work.Now.AddTicks(-(work.Now.Ticks % TimeSpan.TicksPerHour)));

    /// <summary>Adds all of it. The shop's users and groups are there.</summary>
    public static Task AddAsync(Work work, CancellationToken ct) => new DemoKeys(work).AddAsync(ct);

    /// <summary>Says of each refusal which audit entry is its cause. The entries have their IDs once their transaction is
    /// committed.</summary>
    public static async Task NameCausesAsync(Work work, CancellationToken ct)
    {
        var causes = new RefusalCauses();
        foreach (var refusal in await work.Db.Refusals.OrderBy(r => r.Id).ToListAsync(ct))
            refusal.CauseId = await causes.FindAsync(work.Db, refusal, ct);
    }

    private async Task AddAsync(CancellationToken ct)
    {
        await ReadUsersAsync(ct);
        var keys = Keys.Select(k => (Demo: k, Row: NewKey(k))).ToList();
        _work.Db.ApiKeys.AddRange(keys.Select(k => k.Row));
        await _work.SaveAsync(ct);
        foreach (var (demo, row) in keys)
        {
            AddPast(demo, row);
            AddUse(demo, row);
        }

        // The leaver's keys ended with the user.
        var leaver = _users[Leaver];
        Note(
            _work.Now.AddDays(-20), "admin", AuditActions.UserDisabled, new("users", leaver.Id, leaver.Name),
            new { Enabled = true }, new { Enabled = false });
        await NarrowAsync(ct);
        // What could be done before is told by entries only.
        (await _work.Db.Set<AccessVersion>().SingleAsync(v => v.Id == AccessVersion.RowId, ct)).HistoryFrom = _work.Now;
        _work.AddEntries(_audit.OrderBy(e => e.At));
    }

    private async Task ReadUsersAsync(CancellationToken ct)
    {
        foreach (var user in await _work.Db.Users.OrderBy(u => u.Id).ToListAsync(ct))
        {
            var mailbox = user.Email!.Split('@')[0];
            _users[mailbox] = user;
            if (user.Kind == UserKind.Person && await AccessReader.FindUserAsync(_work.Db, user.Id, ct) is { } access)
                _actors[mailbox] = Actor.Person(access, IPAddress.Parse("192.0.2.10"));
        }
    }

    private ApiKey NewKey(DemoKey demo)
    {
        var maker = _users[demo.MadeBy];
        var key = new ApiKey
        {
            Name = demo.Name,
            UserId = _users[demo.Holder].Id,
            Hash = [.. Enumerable.Range(0, ApiKeyToken.HashLength).Select(_ => (byte)_random.Next(256))],
            Hint = ApiKeyToken.Prefix + string.Concat(Enumerable.Range(0, 4).Select(_ => HintAlphabet[_random.Next(HintAlphabet.Length)])),
            CreatedAt = _work.Now.AddDays(-demo.Age),
            CreatedById = maker.Id,
            CreatedBy = maker.Name,
            ExpiresAt = demo.ExpiresIn is { } days ? _work.Now.AddDays(days) : null,
            RequestsPerMinute = demo.RequestsPerMinute,
        };
        if (demo is { EndedBy: { } by, Reason: RefusalReason.Revoked })
            key.Revoke(_users[by].Name, _work.Now.AddDays(-demo.RejectedFor));
        else if (demo.EndedBy is not null)
            key.Disable();
        return key;
    }

    private void AddPast(DemoKey demo, ApiKey key)
    {
        var target = new AuditTarget("api-keys", key.Id, key.Name);
        Note(key.CreatedAt, demo.MadeBy, AuditActions.ApiKeyCreated, target, before: null,
            new { key.Name, key.Hint, ActsAs = _users[demo.Holder].Email, key.ExpiresAt });
        if (demo.RequestsPerMinute is { } limit)
        {
            Note(key.CreatedAt.AddDays(2), demo.MadeBy, AuditActions.ApiKeyLimited, target,
                new { RequestsPerMinute = (int?)null }, new { RequestsPerMinute = limit });
        }

        if (demo.EndedBy is { } by)
        {
            var at = _work.Now.AddDays(-demo.RejectedFor);
            if (demo.Reason == RefusalReason.Revoked)
                Note(at, by, AuditActions.ApiKeyRevoked, target, new { Status = "Active" }, new { Status = "Revoked" });
            else
                Note(at, by, AuditActions.ApiKeyDisabled, target, new { Enabled = true }, new { Enabled = false });
        }
    }

    /// <summary>Since the price feed fails: somebody took the permission from its group.</summary>
    private async Task NarrowAsync(CancellationToken ct)
    {
        var user = _users[Erp];
        var group = await (
            from membership in _work.Db.UserRoles
            join role in _work.Db.Roles on membership.RoleId equals role.Id
            where membership.UserId == user.Id
            select role).SingleAsync(ct);
        var names = await _work.Db.RoleClaims
            .Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission)
            .OrderBy(c => c.ClaimValue)
            .Select(c => c.ClaimValue!)
            .ToListAsync(ct);
        Note(
            _work.Now.AddDays(-4), "admin", AuditActions.UserGroupPermissionsChanged, new("user-groups", group.Id, group.Name!),
            new { Permissions = names.Append(Permissions.Products.Edit).Order(StringComparer.Ordinal) }, new { Permissions = names });
    }

    private void AddUse(DemoKey demo, ApiKey key)
    {
        var first = _hour.AddDays(-Math.Min(demo.Age, DemoShop.Days - 1));
        DateTime? last = null;
        for (var hour = first; hour < _hour; hour = hour.AddHours(1))
        {
            var calls = CallsIn(hour, demo.Rhythm);
            if (calls == 0)
                continue;
            var ago = (_hour - hour).TotalDays;
            if (ago >= demo.SilentFor)
            {
                last = hour.AddMinutes(_random.Next(55)).AddSeconds(_random.Next(60));
                AddAccepted(demo, key, hour, calls);
            }

            if (demo.Reason is { } reason && ago < demo.RejectedFor)
                AddRejected(demo, key, hour, reason, reason == RefusalReason.Limited ? _random.Next(4) : Math.Min(calls, 6));
        }

        if (last is { } at)
        {
            _work.Db.ApiKeyLastUses.Add(
                new ApiKeyLastUse { ApiKeyId = key.Id, At = at, Address = demo.Address, UserAgent = demo.Client });
        }
    }

    private int CallsIn(DateTime hour, DemoRhythm rhythm)
    {
        var weekend = hour.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return rhythm switch
        {
            DemoRhythm.Nightly => hour.Hour == 2 ? _random.Between(110, 140) : 0,
            DemoRhythm.Hourly => _random.Between(3, 6),
            DemoRhythm.Chatty => hour.Hour is < 7 or > 21 ? _random.Next(4) : weekend ? _random.Next(12) : _random.Between(20, 80),
            DemoRhythm.OfficeHours => weekend || hour.Hour is < 8 or > 17 ? 0 : _random.Next(14),
            DemoRhythm.Weekly => hour is { DayOfWeek: DayOfWeek.Sunday, Hour: 6 } ? 1 : 0,
            _ => 0,
        };
    }

    private void AddAccepted(DemoKey demo, ApiKey key, DateTime hour, int calls)
    {
        // The last of its permissions is used for a tenth.
        var rare = demo.Permissions.Length > 1 ? calls / 10 : 0;
        Count(key, hour, demo.Permissions[0], KeyUseResult.Accepted, calls - rare);
        if (rare > 0)
            Count(key, hour, demo.Permissions[^1], KeyUseResult.Accepted, rare);
        AddCalls(demo, key, hour, calls - rare, demo.Permissions[0], 200, reason: null);
        if (rare > 0)
            AddCalls(demo, key, hour, rare, demo.Permissions[^1], 200, reason: null);
        if (hour >= _hour.AddDays(-AddressDays))
        {
            _work.Db.ApiKeyAddresses.Add(new ApiKeyAddress
            {
                ApiKeyId = key.Id,
                Hour = hour,
                Address = demo.Address,
                Count = calls,
                LastAt = hour.AddMinutes(50),
                UserAgent = demo.Client,
            });
        }
    }

    /// <summary>The recent calls of an hour, evenly spread.</summary>
    /// <returns>The last one's request ID; null for an hour that is too long ago.</returns>
    private string? AddCalls(
        DemoKey demo, ApiKey key, DateTime hour, int calls, string permission, int status, RefusalReason? reason)
    {
        if (hour < _hour.AddDays(-CallDays))
            return null;
        string? requestId = null;
        var kept = Math.Min(calls, CallsKeptOfHour);
        var (method, route) = Routes[permission];
        for (var i = 0; i < kept; i++)
        {
            requestId = RequestId(_callRandom);
            _work.Db.ApiKeyCalls.Add(new ApiKeyCall
            {
                ApiKeyId = key.Id,
                At = hour.AddMinutes(60.0 / kept * i).AddSeconds(_callRandom.Next(900)),
                Method = method,
                Route = route,
                Status = status,
                Microseconds = _callRandom.Between(700, 9_000),
                Address = demo.Address,
                UserAgent = demo.Client,
                RequestId = requestId,
                Reason = reason,
                LeftOut = (calls - kept) / kept,
            });
        }

        return requestId;
    }

    private static string RequestId(DemoRandom random) =>
        string.Create(CultureInfo.InvariantCulture, $"0HN{random.Next(1 << 30):X8}:{random.Next(1 << 16):X8}");

    private void AddRejected(DemoKey demo, ApiKey key, DateTime hour, RefusalReason reason, int calls)
    {
        if (calls == 0)
            return;
        var permission = demo.Forbidden ?? demo.Permissions[0];
        Count(key, hour, reason is RefusalReason.Forbidden or RefusalReason.Limited ? permission : string.Empty, ResultOf(reason), calls);
        var requestId = AddCalls(demo, key, hour, calls, permission, StatusOf(reason), reason);
        var firstAt = hour.AddMinutes(_random.Between(1, 10));
        _work.Db.Refusals.Add(new Refusal
        {
            Hour = hour,
            ApiKeyId = key.Id,
            Reason = reason,
            Permission = permission,
            Address = demo.Address,
            Count = calls,
            FirstAt = firstAt,
            LastAt = calls == 1 ? firstAt : hour.AddMinutes(_random.Between(11, 59)),
            LastRequestId = RequestId(_random) is var invented && requestId is null ? invented : requestId,
        });
    }

    private void Count(ApiKey key, DateTime hour, string permission, KeyUseResult result, long count) =>
        _work.Db.ApiKeyUsages.Add(new ApiKeyUsage
        {
            ApiKeyId = key.Id,
            Hour = hour,
            Permission = permission,
            Result = result,
            Node = Node,
            Count = count,
        });

    private void Note(DateTime at, string mailbox, string action, AuditTarget target, object? before, object? after) =>
        _audit.Add(AuditTrail.Entry(at, _actors[mailbox], action, target, before, after));

    private static int StatusOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Forbidden => StatusCodes.Status403Forbidden,
        RefusalReason.Limited => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status401Unauthorized,
    };

    private static KeyUseResult ResultOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Disabled => KeyUseResult.Disabled,
        RefusalReason.Revoked => KeyUseResult.Revoked,
        RefusalReason.Expired => KeyUseResult.Expired,
        RefusalReason.UserDisabled => KeyUseResult.UserDisabled,
        RefusalReason.Limited => KeyUseResult.Limited,
        _ => KeyUseResult.Forbidden,
    };
}
