using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Dossier;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.KeyIdentification;
using CommerceKitty.Admin.Features.LeastPrivilege;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Features.Requests;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceKitty.Admin.Tests.Features;

/// <summary>The questions that support staff ask of a key or a user (R15), each answered from the demo shop's past by somebody of the
/// support group, whose permissions are all that is needed.</summary>
public sealed class TwelveQuestionsTests(TwelveQuestionsTests.PastShop fixture) : IClassFixture<TwelveQuestionsTests.PastShop>
{
    private readonly TestShop _shop = fixture.Shop;
    private readonly Acting _support = fixture.Support;

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task One_WhoseKeyIsThisValue_ByItsHash()
    {
        await using var db = _shop.OpenDatabase();
        var zapier = await db.ApiKeys.SingleAsync(k => k.Name == "Zapier production");
        var hash = Convert.ToHexString(zapier.Hash);

        var found = (await _support.Get<KeyIdentificationService>().IdentifyAsync([hash])).Value![hash];

        (found.Key.Name, found.Key.UserName, found.Key.CreatedBy).Should().Be(("Zapier production", "Zapier Flow", "Olivia Okafor"));
    }

    [Fact]
    public async Task Two_IsItAliveAndIfNotWhoEndedItWhen()
    {
        await using var db = _shop.OpenDatabase();
        var revoked = Convert.ToHexString((await db.ApiKeys.SingleAsync(k => k.Name == "Black Friday load test")).Hash);
        var leavers = Convert.ToHexString((await db.ApiKeys.SingleAsync(k => k.Name == "Jonas' laptop")).Hash);
        var alive = Convert.ToHexString((await db.ApiKeys.SingleAsync(k => k.Name == "Zapier production")).Hash);

        var found = (await _support.Get<KeyIdentificationService>().IdentifyAsync([revoked, leavers, alive])).Value!;

        found[revoked].Ending.Should().Match<KeyEnding>(e => e.By == "Olivia Okafor" && e.At == Now.AddDays(-22));
        found[leavers].Key.Status.Should().Be(ApiKeyStatus.UserDisabled);
        found[leavers].Ending!.At.Should().Be(Now.AddDays(-20));
        found[alive].Should().Match<IdentifiedKey>(k => k.Key.Status == ApiKeyStatus.Active && k.Ending == null);
    }

    [Fact]
    public async Task Three_WhyWasTheCallRefused_ByRequestIdAndByKeyAndTime()
    {
        var feed = await KeyAsync("Price feed");
        var lately = new RefusalQuery { From = Now.AddHours(-3), Before = Now };

        var refusals = (await _support.Get<RefusalService>().ListOfKeyAsync(feed, lately)).Value!.Items;

        refusals.Should().NotBeEmpty().And.OnlyContain(r =>
            r.Reason == RefusalReason.Forbidden && r.Permission == Permissions.Products.Edit
            && r.CauseAction == AuditActions.UserGroupPermissionsChanged && r.CauseAt == Now.AddDays(-4));
        var requestId = refusals[0].LastRequestId;
        var story = (await _support.Get<RequestFinder>().FindAsync([requestId])).Value!.Should().ContainSingle().Subject;
        (story.ApiKeyName, story.Outcome).Should().Be(("Price feed", "answered 403: Permission missing"));
        story.Cause!.CauseActor.Should().Be(refusals[0].CauseActor).And.NotBeNullOrEmpty();
        (await _support.Get<FindService>().FindAsync(requestId)).Items.Should().ContainSingle(f => f.Kind == "Requests");
    }

    [Fact]
    public async Task Four_WhatDidItDoYesterday()
    {
        var nightly = await KeyAsync("Nightly inventory sync");
        var yesterday = Now.Date.AddDays(-1);

        var usage = (await _support.Get<ApiKeyUsageQueries>().GetAsync(
            nightly, new($"{yesterday:yyyy-MM-dd}", $"{yesterday.AddDays(1):yyyy-MM-dd}", "hour"))).Value!;

        usage.Data.Should().ContainSingle().Which.Start.Hour.Should().Be(2);
        usage.Requests.Should().BeInRange(110, 140);
        usage.Data[0].Counts.Select(c => c.Permission).Should().Equal(Permissions.Inventory.Edit, Permissions.Inventory.ViewAll);
        usage.Addresses.Should().ContainSingle().Which.Address.Should().Be("203.0.113.7");
        var ofYesterday = new CallQuery { From = yesterday, Before = yesterday.AddDays(1) };
        var calls = (await _support.Get<CallService>().ListAsync(nightly, ofYesterday)).Value!.Items;
        calls.Should().NotBeEmpty().And.OnlyContain(c => c.Status == 200);
        calls.Select(c => $"{c.Method} {c.Route}").Should().Contain("PUT /api/v1/inventory/{source}/{sku}");
    }

    [Fact]
    public async Task Five_WhatWouldBreakIfIRevokeIt()
    {
        var impact = (await _support.Get<ApiKeyImpactQueries>().GetImpactAsync(await KeyAsync("Nightly inventory sync"))).Value!;

        impact.InDay.Should().BeInRange(110, 140);
        impact.InMonth.Should().BeGreaterThan(25 * 110);
        impact.Addresses.Most.Select(a => a.Address).Should().Equal("203.0.113.7");
        impact.Routes.Should().BeEquivalentTo("GET /api/v1/inventory", "PUT /api/v1/inventory/{source}/{sku}");
        impact.Rhythm.Should().Match<KeyRhythm>(r => r.Kind == KeyRhythmKind.Daily && r.Next.Hour == 2 && r.Next > Now);
    }

    [Fact]
    public async Task Six_WhichKeysHasALeaverSeen()
    {
        await using var db = _shop.OpenDatabase();
        var jonas = await db.Users.SingleAsync(u => u.Email!.StartsWith("jonas@"));
        var admin = await db.Users.SingleAsync(u => u.Email == "admin@commercekitty.example");

        (await _support.Get<ApiKeyQueries>().ListOfUserAsync(jonas.Id)).Value!.ActingAs.Select(k => k.Key.Name).Should()
            .Equal("Jonas' laptop");
        (await _support.Get<ApiKeyQueries>().ListOfUserAsync(admin.Id)).Value!.Seen.Select(k => k.Key.Name).Should()
            .Contain(["Nightly inventory sync", "Price feed", "Old ERP connector"]).And.NotContain("Zapier production");
    }

    [Fact]
    public async Task SevenAndEight_WhatCouldItDoThenThroughWhichGroupAndWhoGaveThat()
    {
        // Days pass here, so it is a shop of its own.
        await using var later = new PastShop();
        await later.InitializeAsync();
        var (shop, zapier) = (later.Shop, await KeyAsync("Zapier production"));
        await using var acting = shop.AsCommandLine();
        shop.Time.Advance(TimeSpan.FromDays(1));
        (await acting.UserGroups.SetPermissionsAsync(
            DemoShop.ZapierGroup, [Permissions.Orders.ViewAll, Permissions.Orders.View, Permissions.Orders.Edit])).Error.Should().BeNull();
        var then = shop.Time.GetUtcNow().UtcDateTime;
        shop.Time.Advance(TimeSpan.FromDays(1));
        (await acting.UserGroups.SetPermissionsAsync(DemoShop.ZapierGroup, [Permissions.Orders.ViewAll])).Error.Should().BeNull();
        var history = later.Support.Get<PermissionHistoryService>();

        var past = (await history.OfKeyAsync(zapier, then)).Value!;

        past.Permissions.Select(p => p.Permission.Name).Should()
            .BeEquivalentTo(Permissions.Orders.ViewAll, Permissions.Orders.View, Permissions.Orders.Edit);
        past.Permissions.Should().OnlyContain(p => p.GrantedBy == "group:zapier");
        past.Permissions.Single(p => p.Permission.Name == Permissions.Orders.Edit).By!.Name.Should().Be("Command line (tester)");
        past.Lost.Permissions.Select(p => p.Name).Should().BeEquivalentTo(Permissions.Orders.View, Permissions.Orders.Edit);
        (await history.OfKeyAsync(zapier, then.AddDays(-30))).Error!.Fields["at"][0].Should().Contain("recorded since");
    }

    [Fact]
    public async Task Nine_WhichOfItsPermissionsAreUnused()
    {
        var details = (await _support.Get<ApiKeyQueries>().GetDetailsAsync(await KeyAsync("Marketplace bridge"))).Value!;

        var unused = details.Holder.Permissions.Permissions.Select(p => p.Name).Except(details.Uses.Keys).ToList();
        details.Uses.Keys.Should().Equal(Permissions.Orders.Create);
        unused.Should().Contain(Permissions.Inventory.ViewAll).And.NotContain(Permissions.Orders.Create);
        var report = (await _support.Get<LeastPrivilegeService>().GetAsync(details.Holder.UserId)).Value!;
        report.Used.Permissions.Select(p => p.Name).Should().Contain(Permissions.Orders.Create);
        report.Unused.Count.Should().BePositive();
    }

    [Fact]
    public async Task Ten_WhichKeysAreIdleOldOrEndless()
    {
        var counts = (await _support.Get<ApiKeyFindingService>().CountAsync()).Value!.ToDictionary(c => c.Finding, c => c.Count);

        foreach (var finding in (ApiKeyFinding[])[ApiKeyFinding.Expiring, ApiKeyFinding.NeverExpires, ApiKeyFinding.NeverUsed])
        {
            var keys = (await _support.Get<ApiKeyQueries>().ListAsync(new ApiKeyQuery { Finding = finding })).Value!;
            keys.Total.Should().Be(counts[finding]).And.BePositive();
        }

        (await NamesAsync(ApiKeyFinding.Expiring)).Should().Equal("Sales dashboard");
        (await NamesAsync(ApiKeyFinding.NeverUsed)).Should().Equal("Migration 2026");
    }

    [Fact]
    public async Task Eleven_IsAnythingStillUsingTheOldValue()
    {
        var user = await _shop.AddUserWithAsync("rotating@example.com", Permissions.Orders.View);
        var (key, old) = await _shop.AddKeyAsync(user, "Rotating");
        string renewed;
        await using (var acting = _shop.AsCommandLine())
        {
            renewed = (await acting.Get<ApiKeyRotationService>().RotateAsync(key.Id, RotationOverlap.OneHour)).Value!.Secret.Reveal();
        }

        var recorder = _shop.Services.GetRequiredService<ApiKeyValueRecorder>();
        recorder.Used(key.Id, ApiKeyToken.TryHash(old)!.Value, IPAddress.Parse("203.0.113.9"), "old-cron");
        recorder.Used(key.Id, ApiKeyToken.TryHash(renewed)!.Value, IPAddress.Parse("198.51.100.7"), "new-job");

        var values = (await _support.Get<KeyValueQueries>().GetAsync(key.Id)).Value!;

        values.Previous!.Addresses.Should().ContainSingle().Which.Should()
            .Match<KeyAddress>(a => a.Address == "203.0.113.9" && a.Count == 1 && a.UserAgent == "old-cron");
        values.Current.Addresses.Should().ContainSingle().Which.Address.Should().Be("198.51.100.7");
        values.IsPreviousUnused.Should().BeFalse();

        await _shop.AddAsync(new Refusal
        {
            Hour = Now,
            ApiKeyId = key.Id,
            Reason = RefusalReason.Replaced,
            Permission = string.Empty,
            Address = "203.0.113.9",
            Count = 3,
            FirstAt = Now,
            LastAt = Now,
            LastRequestId = "old-value-1",
        });

        var tried = (await _support.Get<RefusalService>().ListOfKeyAsync(key.Id, new RefusalQuery { Reason = RefusalReason.Replaced }))
            .Value!.Items;

        tried.Should().ContainSingle().Which.Should().Match<RefusalRow>(r => r.Count == 3 && r.Address == "203.0.113.9");
        (await _support.Get<KeyValueQueries>().GetAsync(key.Id)).Value!.Tried.Should().ContainSingle().Which.Count.Should().Be(3);
        (await NamesAsync(ApiKeyFinding.OldValueTried)).Should().Equal("Rotating");
    }

    [Fact]
    public async Task Twelve_GiveMeEverythingAboutThisUser()
    {
        await using var db = _shop.OpenDatabase();
        var erp = await db.Users.SingleAsync(u => u.Email == "erp@commercekitty.example");
        var dossier = _support.Get<DossierService>();

        var cover = (await dossier.GetAsync(erp.Id)).Value!;

        cover.LeftOut.Should().BeEmpty();
        var keys = (await dossier.ReadAsync(erp.Id, DossierPart.Keys)).Value!;
        keys.Rows.Select(r => r[NameColumn(keys)]).Should()
            .BeEquivalentTo((string[])["Marketplace bridge", "Price feed", "Old ERP connector"]);
        foreach (var part in (DossierPart[])[DossierPart.Usage, DossierPart.Calls, DossierPart.Refusals, DossierPart.Audit])
            (await dossier.ReadAsync(erp.Id, part)).Value!.Rows.Should().NotBeEmpty(part.Title);
        (await dossier.ReadAsync(erp.Id, DossierPart.Verification)).Value!.Rows.Should().ContainSingle();

        static int NameColumn(DossierTable table) => table.Columns.ToList().FindIndex(c => c.Name == "name");
    }

    private async Task<IEnumerable<string>> NamesAsync(ApiKeyFinding finding) =>
        (await _support.Get<ApiKeyQueries>().ListAsync(new ApiKeyQuery { Finding = finding })).Value!.Items.Select(k => k.Name);

    private async Task<int> KeyAsync(string name)
    {
        await using var db = _shop.OpenDatabase();
        return await db.ApiKeys.Where(k => k.Name == name).Select(k => k.Id).SingleAsync();
    }

    /// <summary>The demo shop with its past, and somebody of its support.</summary>
    public sealed class PastShop : IAsyncLifetime
    {
        public TestShop Shop { get; } = new(Environments.Development);

        public Acting Support { get; private set; } = default!;

        public async ValueTask InitializeAsync()
        {
            Shop.Services.GetRequiredService<IConfiguration>()["Demo:Keys"] = "true";
            (await Shop.Services.GetRequiredService<DemoShop>().SeedAsync()).Should().BeTrue();
            await using var db = Shop.OpenDatabase();
            Support = Shop.As(await db.Users.SingleAsync(u => u.Email == "support@commercekitty.example"));
        }

        public async ValueTask DisposeAsync()
        {
            await Support.DisposeAsync();
            await Shop.DisposeAsync();
        }
    }
}
