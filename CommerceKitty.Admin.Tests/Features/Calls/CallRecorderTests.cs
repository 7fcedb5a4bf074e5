using System.Diagnostics;
using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Features.Calls;

/// <summary>Recent calls are noted without objects, written behind and bounded (design §9).</summary>
public sealed class CallRecorderTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    private CallRecorder Recorder => _shop.Services.GetRequiredService<CallRecorder>();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Answered_CallOfAKey_IsWhatWasAskedAndAnswered_R15()
    {
        var key = await AddKeyAsync();
        var http = Request(key, status: 201, requestId: "request-1");
        http.Request.Method = "POST";
        http.Request.QueryString = new("?secret=1");
        http.Request.Headers.UserAgent = "Zapier/1 " + ApiKeyToken.Create();

        Recorder.Answered(http, Stopwatch.GetTimestamp());
        await Recorder.FlushAsync();

        var call = (await RowsAsync()).Should().ContainSingle().Subject;
        (call.ApiKeyId, call.Method, call.Status, call.Address, call.RequestId, call.Reason, call.LeftOut).Should()
            .Be((key, "POST", 201, "203.0.113.7", "request-1", null, 0));
        call.At.Should().BeOnOrBefore(_shop.Time.GetUtcNow().UtcDateTime);
        call.UserAgent.Should().StartWith("Zapier/1 kitty_").And.Match(a => ApiKeyToken.IndexIn(a) < 0, "R5");
    }

    [Fact]
    public async Task Answered_RefusedCallOfAKnownKey_HasItsReason_R15()
    {
        var key = await AddKeyAsync();
        var http = new DefaultHttpContext { Response = { StatusCode = 401 }, TraceIdentifier = "refused-1" };
        http.Features.Set(new RefusedRequest(key, RefusalReason.Revoked));
        Recorder.Answered(http, Stopwatch.GetTimestamp());
        var nobody = new DefaultHttpContext { Response = { StatusCode = 401 } };
        nobody.Features.Set(new RefusedRequest(null, RefusalReason.Unknown));
        Recorder.Answered(nobody, Stopwatch.GetTimestamp());
        await Recorder.FlushAsync();

        (await RowsAsync()).Should().ContainSingle().Which.Reason.Should().Be(RefusalReason.Revoked);
        await using var acting = _shop.As(await _shop.AddOwnerAsync());
        var found = (await acting.Get<CallService>().FindByRequestIdsAsync(["refused-1", "other"])).Value!;
        found.Should().ContainSingle().Which.Call.ApiKeyId.Should().Be(key);
    }

    [Fact]
    public async Task Answered_MoreThanOneASecond_IsSampledAndSaysSo_R15()
    {
        var key = await AddKeyAsync();
        const int Calls = 10_000;
        for (var i = 0; i < Calls; i++)
        {
            Recorder.Answered(Request(key), Stopwatch.GetTimestamp());
            _shop.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        Recorder.Answered(Request(key), Stopwatch.GetTimestamp());
        Recorder.Waiting.Should().BeInRange(100, 130, "one a second, and some that come at once");
        await Recorder.FlushAsync();

        var rows = await RowsAsync();
        (rows.Count + rows.Sum(r => (long)r.LeftOut)).Should().Be(Calls + 1, "what is not listed is counted");
    }

    [Fact]
    public async Task Flush_ManyCalls_KeepsTheNewestAndFailedOnes_R15()
    {
        var key = await AddKeyAsync();
        for (var i = 0; i < 500; i++)
        {
            Recorder.Answered(Request(key, i % 10 == 0 ? 409 : 200, $"request-{i}"), Stopwatch.GetTimestamp());
            _shop.Time.Advance(TimeSpan.FromSeconds(2));
            if (i % 20 == 19)
                await Recorder.FlushAsync();
        }

        var rows = await RowsAsync();
        rows.Count(r => r.Status == 409).Should().Be(50, "failed ones stay");
        rows.Count(r => r.Status == 200).Should().BeInRange(180, 260);
        rows.Should().Contain(r => r.RequestId == "request-499").And.NotContain(r => r.RequestId == "request-1");

        _shop.Time.Advance(TimeSpan.FromDays(8));
        for (var i = 500; i < 800; i++)
        {
            Recorder.Answered(Request(key, 200, $"request-{i}"), Stopwatch.GetTimestamp());
            _shop.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await Recorder.FlushAsync();
        (await RowsAsync()).Should().HaveCount(ApiKeyCall.MostKept).And.NotContain(r => r.Status == 409, "after seven days they go");
    }

    [Fact]
    public async Task Answered_ManyKeysAtOnce_IsBoundedInMemory()
    {
        var key = await AddKeyAsync();
        for (var i = 1; i <= 10_000; i++)
            Recorder.Answered(Request(key + i), Stopwatch.GetTimestamp());

        Recorder.Waiting.Should().Be(CallRecorder.MostWaiting);
    }

    [Fact]
    public async Task Flush_DatabaseAway_KeepsAllForTheNextTime_R11()
    {
        var key = await AddKeyAsync();
        Recorder.Answered(Request(key), Stopwatch.GetTimestamp());
        await using var db = _shop.OpenDatabase();
        await db.Database.ExecuteSqlRawAsync("alter table \"ApiKeyCalls\" rename to \"Away\"");
        await Recorder.Awaiting(r => r.FlushAsync()).Should().ThrowAsync<Exception>();
        Recorder.Answered(Request(key), Stopwatch.GetTimestamp());
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"ApiKeyCalls\"");

        await Recorder.FlushAsync();
        (await RowsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Flush_OldCallsCannotBeDeleted_WritesNoneTwice_R11()
    {
        var key = await AddKeyAsync();
        // More than are kept, so that the oldest are deleted.
        for (var i = 0; i < ApiKeyCall.MostKept; i++)
        {
            Recorder.Answered(Request(key, 200, $"request-{i}"), Stopwatch.GetTimestamp());
            _shop.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await Recorder.FlushAsync();
        await using var db = _shop.OpenDatabase();
        await ForbidDeletingAsync(db);
        for (var i = 0; i < 100; i++)
        {
            Recorder.Answered(Request(key, 200, $"later-{i}"), Stopwatch.GetTimestamp());
            _shop.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await Recorder.Awaiting(r => r.FlushAsync()).Should().ThrowAsync<Exception>();

        Recorder.Waiting.Should().Be(0, "all are written");
        (await RowsAsync()).Where(r => r.RequestId.StartsWith("later-", StringComparison.Ordinal)).Should().HaveCount(100);
    }

    [Fact]
    public async Task Answered_UserAgentOf30Kilobytes_IsNotHeldWhole()
    {
        var http = Request(await AddKeyAsync());
        http.Request.Headers.UserAgent = new string('x', 30 * 1024);

        Recorder.Answered(http, Stopwatch.GetTimestamp());
        await Recorder.FlushAsync();

        ApiKeyLastUse.BoundUserAgent(http.Request.Headers.UserAgent.ToString()).Should().HaveLength(ApiKeyLastUse.UserAgentLength);
        (await RowsAsync()).Should().ContainSingle().Which.UserAgent.Should().HaveLength(ApiKeyLastUse.UserAgentLength);
    }

    [Fact]
    public async Task Answered_SameClient_MakesNoObjects()
    {
        var key = await AddKeyAsync();
        var http = Request(key);
        Recorder.Answered(http, Stopwatch.GetTimestamp());

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Recorder.Answered(http, Stopwatch.GetTimestamp());

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public async Task Upkeep_OlderThan400Days_IsDeleted()
    {
        var key = await AddKeyAsync();
        Recorder.Answered(Request(key), Stopwatch.GetTimestamp());
        await Recorder.FlushAsync();
        _shop.Time.Advance(TimeSpan.FromDays(401));
        using var upkeep = new Upkeep(
            _shop.Services.GetRequiredService<UnitOfWork>(), [new CallUpkeep()], _shop.Time, NullLogger<Upkeep>.Instance);

        await upkeep.RunOnceAsync();

        (await RowsAsync()).Should().BeEmpty();
    }

    private static async Task ForbidDeletingAsync(CommerceKittyDbContext db)
    {
        if (TestDatabase.Provider == "Sqlite")
        {
            await db.Database.ExecuteSqlRawAsync(
                "create trigger kept before delete on \"ApiKeyCalls\" begin select raise(abort, 'kept'); end");
            return;
        }

        await db.Database.ExecuteSqlRawAsync("""
            create function kept() returns trigger language plpgsql as $$ begin raise exception 'kept'; end $$;
            create trigger kept before delete on "ApiKeyCalls" for each row execute function kept();
            """);
    }

    private static HttpContext Request(int key, int status = 200, string requestId = "request") => new DefaultHttpContext
    {
        User = ShopSeeding.Principal(
            new UserAccess(1, "bot@example.com", "Bot", false, true, string.Empty, string.Empty, string.Empty, PermissionSet.None), key),
        Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.7") },
        Request = { Method = "GET" },
        Response = { StatusCode = status },
        TraceIdentifier = requestId,
    };

    private async Task<int> AddKeyAsync() => (await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com"))).Key.Id;

    private async Task<List<ApiKeyCall>> RowsAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.ApiKeyCalls.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
    }
}
