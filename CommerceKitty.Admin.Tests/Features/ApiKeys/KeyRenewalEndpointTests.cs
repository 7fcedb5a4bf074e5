using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>What callers see of a rotation, and a key that ends itself.</summary>
[Trait("Needs", "Server")]
public sealed class KeyRenewalEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    private TestShop Shop => _server.Shop;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Call_WithAReplacedValue_IsToldWhenItEnds_AndCountedApart()
    {
        using var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        var old = client.DefaultRequestHeaders.Authorization!.Parameter!;
        var id = (await (await client.SendAsync("GET", "/me")).JsonAsync()).GetProperty("key").GetProperty("id").GetInt32();
        (await client.SendAsync("GET", "/orders")).Headers.Contains(KeyOverlaps.Header).Should().BeFalse();
        var rotated = await RotateAsync(id, RotationOverlap.OneDay);

        var byOld = await client.SendAsync("GET", "/orders");
        var forbidden = await client.SendAsync("GET", "/users");
        client.DefaultRequestHeaders.Authorization = new("Bearer", rotated.Secret.Reveal());
        var byNew = await client.SendAsync("GET", "/orders");

        byOld.StatusCode.Should().Be(HttpStatusCode.OK);
        var end = $"ends=\"{rotated.PreviousUntil:yyyy-MM-dd'T'HH:mm:ss'Z'}\"";
        byOld.Headers.GetValues(KeyOverlaps.Header).Should().Equal(end);
        forbidden.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        forbidden.Headers.GetValues(KeyOverlaps.Header).Should().Equal(end);
        byNew.Headers.Contains(KeyOverlaps.Header).Should().BeFalse();
        await _server.Services.GetRequiredService<ApiKeyValueRecorder>().FlushAsync();
        await using var db = Shop.OpenDatabase();
        var counts = await db.ApiKeyValueUses.Where(u => u.ApiKeyId == id).ToDictionaryAsync(u => u.Value, u => u.Count);
        counts[ApiKeyValueUse.IdOf(ApiKeyToken.Hash(old))].Should().Be(2);
        counts[ApiKeyValueUse.IdOf(ApiKeyToken.Hash(rotated.Secret.Reveal()))].Should().Be(1);
    }

    [Fact]
    public async Task Rotate_UnderAClientThatCallsTwoNodes_AndTakesTheNewValueLater_FailsNoCall_R12()
    {
        const int Calls = 20;
        await using var other = _server.OtherNode();
        using var one = await _server.ClientAsync(Permissions.Orders.ViewAll);
        var value = one.DefaultRequestHeaders.Authorization!.Parameter!;
        using var two = other.Client(value);
        var id = (await (await one.SendAsync("GET", "/me")).JsonAsync()).GetProperty("key").GetProperty("id").GetInt32();
        var statuses = new List<HttpStatusCode>();
        Task<RotatedApiKey>? rotating = null;
        for (var made = 0; made < 3 * Calls; made++)
        {
            // A third of the calls before the rotation, a third beside and after it with the old value, a third with the new one.
            if (made == Calls)
                rotating = RotateAsync(id, RotationOverlap.OneHour);
            if (made == 2 * Calls)
            {
                var renewed = (await rotating!).Secret.Reveal();
                foreach (var client in (HttpClient[])[one, two])
                    client.DefaultRequestHeaders.Authorization = new("Bearer", renewed);
            }

            statuses.Add((await (made % 2 == 0 ? one : two).SendAsync("GET", "/orders")).StatusCode);
        }

        statuses.Should().HaveCount(3 * Calls).And.OnlyContain(s => s == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Call_WithAnEndedValue_IsRefusedLikeAnyOther_AndIsAFinding_R9()
    {
        using var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        var id = (await (await client.SendAsync("GET", "/me")).JsonAsync()).GetProperty("key").GetProperty("id").GetInt32();
        var rotated = await RotateAsync(id, RotationOverlap.None);

        var refused = await client.SendAsync("GET", "/orders");

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        refused.Headers.Contains(KeyOverlaps.Header).Should().BeFalse("who is refused learns nothing");
        (await refused.JsonAsync()).GetProperty("code").GetString().Should().Be("invalid-token");
        await _server.Services.GetRequiredService<RefusalRecorder>().FlushAsync();
        await using var acting = Shop.AsCommandLine();
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Finding = ApiKeyFinding.OldValueTried })).Value!.Items
            .Should().ContainSingle().Which.Id.Should().Be(id);
        (await acting.Get<KeyValueQueries>().GetAsync(id)).Value!.Tried.Should().ContainSingle().Which.Count.Should().Be(1);
        client.DefaultRequestHeaders.Authorization = new("Bearer", rotated.Secret.Reveal());
        (await client.SendAsync("GET", "/orders")).StatusCode.Should().Be(HttpStatusCode.OK, "the new value lives on");
    }

    [Fact]
    public async Task Rotation_SentAgainAfterItsAnswerWasLost_RotatesNothing_AndSaysWhatToDo()
    {
        using var client = await _server.ClientAsync();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "rotation-1");
        var first = await client.SendAsync("POST", "/me/rotation", "{\"overlapHours\":1}");
        var value = (await first.JsonAsync()).GetProperty("value").GetString()!;

        var again = await client.SendAsync("POST", "/me/rotation", "{\"overlapHours\":1}");

        again.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var problem = await again.JsonAsync();
        problem.GetProperty("code").GetString().Should().Be("value-already-given");
        problem.GetProperty("detail").GetString().Should().Contain("can't be shown again").And.Contain("rotate the key");
        again.Headers.Contains(KeyOverlaps.Header).Should().BeTrue("it says until when the old value works");
        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        (await client.SendAsync("GET", "/me")).StatusCode.Should().Be(HttpStatusCode.OK, "the old value overlaps");
        client.DefaultRequestHeaders.Authorization = new("Bearer", value);
        (await client.SendAsync("GET", "/me")).StatusCode.Should().Be(HttpStatusCode.OK, "the new value was not replaced");
    }

    [Fact]
    public async Task Revocation_OfItself_EndsItsNextRequest_R12()
    {
        using var client = await _server.ClientAsync();

        using (var named = new StringContent("{\"id\":17}", System.Text.Encoding.UTF8, "application/json"))
        using (var refused = await client.PostAsync("/api/v1/me/revocation", named))
            refused.StatusCode.Should().Be(HttpStatusCode.BadRequest, "it would revoke another key than the one that was named");
        (await client.SendAsync("POST", "/me/revocation")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await client.SendAsync("GET", "/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Call_FromAnotherNetwork_IsRefusedLikeAnyOther_AndTheLedgerKnowsWhy_R9()
    {
        using var client = await _server.ClientAsync(Permissions.Orders.ViewAll);
        var id = (await (await client.SendAsync("GET", "/me")).JsonAsync()).GetProperty("key").GetProperty("id").GetInt32();
        await using var acting = Shop.AsCommandLine();
        (await acting.Get<ApiKeyNetworkService>().SetAsync(id, ["203.0.113.0/24"])).Error.Should().BeNull();

        var refused = await client.SendAsync("GET", "/orders");

        (await refused.OutcomeAsync()).Should().Be("401 invalid-token");
        await _server.Services.GetRequiredService<RefusalRecorder>().FlushAsync();
        await using var db = Shop.OpenDatabase();
        var row = await db.Refusals.AsNoTracking().SingleAsync(r => r.ApiKeyId == id);
        row.Reason.Should().Be(RefusalReason.Network);
        row.CauseId.Should().Be((await Shop.AuditAsync())[^1].Id);
    }

    private async Task<RotatedApiKey> RotateAsync(int id, RotationOverlap overlap)
    {
        // The server goes by the real clock.
        Shop.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await using var acting = Shop.AsCommandLine();
        var rotated = await acting.Get<ApiKeyRotationService>().RotateAsync(id, overlap);
        rotated.Error.Should().BeNull();
        return rotated.Value!;
    }
}
