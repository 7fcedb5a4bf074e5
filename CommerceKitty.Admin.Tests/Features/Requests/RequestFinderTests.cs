using System.Diagnostics;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Requests;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Requests;

/// <summary>From a request ID to what happened (R15).</summary>
public sealed class RequestFinderTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Find_CallsAndRefusals_SaysWhatCameOfEachAndWhere_R15()
    {
        var key = await AddRequestsAsync();
        await using var acting = _shop.AsCommandLine();

        var found = (await acting.Get<RequestFinder>().FindAsync(["good-000001", "bad-000001", "stray-000001", "never-000001"])).Value!;

        var good = found.Should().ContainSingle(f => f.RequestId == "good-000001").Subject;
        (good.ApiKeyName, good.Outcome, good.Address).Should()
            .Be(("Nightly", "answered 200", $"/configuration/api-keys/{key}/calls?request=good-000001"));
        var bad = found.Should().ContainSingle(f => f.RequestId == "bad-000001").Subject;
        (bad.Outcome, bad.Cause!.ApiKeyId).Should().Be(("answered 401: Key revoked", key));
        var stray = found.Should().ContainSingle(f => f.RequestId == "stray-000001").Subject;
        (stray.ApiKeyId, stray.Outcome, stray.Address).Should()
            .Be((null, "refused: Unknown key", "/configuration/refusals?q=stray-000001"));
        found.Should().HaveCount(3);
    }

    [Fact]
    public async Task Find_WithoutTheListOfAllKeys_KnowsTheCallsAlone_R1()
    {
        await AddRequestsAsync();
        await using var viewer = _shop.As(await _shop.AddUserWithAsync("viewer@example.com", Permissions.ApiKeys.View));
        await using var lister = _shop.As(await _shop.AddUserWithAsync("lister@example.com", Permissions.ApiKeys.ViewAll));
        string[] ids = ["good-000001", "stray-000001"];

        (await viewer.Get<RequestFinder>().FindAsync(ids)).Value!.Select(f => f.RequestId).Should().Equal("good-000001");
        (await lister.Get<RequestFinder>().FindAsync(ids)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await lister.Get<FindService>().FindAsync("good-000001")).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task FindAnything_RequestId_LeadsToTheCall_R15()
    {
        var key = await AddRequestsAsync();
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<FindService>().FindAsync("bad-000001")).Items.Should().ContainSingle().Which.Should().Be(
            new Found("Requests", "bad-000001", "Nightly, GET of an unknown address, answered 401: Key revoked",
                $"/configuration/api-keys/{key}/calls?request=bad-000001"));
        (await acting.Get<FindService>().FindAsync("bad-00000")).Items.Should().BeEmpty("a request ID is found whole");
    }

    [Theory]
    [InlineData("0HNGB6T2J4V1Q:00000007", true)]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e4736", true)]
    [InlineData("mittens", false)]
    [InlineData("a 1 b 2 c", false)]
    [InlineData("12345", false)]
    [InlineData("'; drop--1", false)]
    public void IsRequestId_Text_IsOneWordWithADigit(string text, bool expected) =>
        RequestFinder.IsRequestId(text).Should().Be(expected);

    [Fact]
    public void IsRequestId_LongerThanAnyId_IsNot() =>
        RequestFinder.IsRequestId(new string('1', Refusal.RequestIdLength + 1)).Should().BeFalse();

    private async Task<int> AddRequestsAsync()
    {
        var (key, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View), "Nightly");
        var calls = _shop.Services.GetRequiredService<CallRecorder>();
        var good = new DefaultHttpContext { Response = { StatusCode = 401 }, TraceIdentifier = "bad-000001" };
        good.Request.Method = "GET";
        good.Features.Set(new RefusedRequest(key.Id, RefusalReason.Revoked));
        calls.Answered(good, Stopwatch.GetTimestamp());
        await calls.FlushAsync();
        await _shop.AddAsync(new ApiKeyCall
        {
            ApiKeyId = key.Id,
            At = _shop.Time.GetUtcNow().UtcDateTime,
            Method = "GET",
            Route = "/api/v1/orders",
            Status = 200,
            Microseconds = 900,
            Address = "203.0.113.7",
            UserAgent = "curl",
            RequestId = "good-000001",
            LeftOut = 0,
        });
        await RefuseAsync(key.Id, RefusalReason.Revoked, "bad-000001");
        await RefuseAsync(Refusal.NoKey, RefusalReason.Unknown, "stray-000001");
        return key.Id;
    }

    private Task RefuseAsync(int key, RefusalReason reason, string requestId)
    {
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        return _shop.AddAsync(new Refusal
        {
            Hour = now,
            ApiKeyId = key,
            Reason = reason,
            Permission = string.Empty,
            Address = "203.0.113.7",
            Count = 1,
            FirstAt = now,
            LastAt = now,
            LastRequestId = requestId,
        });
    }
}
