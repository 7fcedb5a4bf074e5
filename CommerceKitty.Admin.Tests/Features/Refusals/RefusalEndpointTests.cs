using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Refusals;

/// <summary>What callers are told and what the ledger knows (R9), through the whole pipeline.</summary>
[Trait("Needs", "Server")]
public sealed class RefusalEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new(("RateLimits:RequestsPerMinute", "0"), ("RateLimits:RefusalsPerMinute", "0"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Refused_EachReason_IsTheSameOutsideAndTrueInside_R9()
    {
        var bot = await _server.Shop.AddUserWithAsync("bot@example.com", Permissions.Orders.ViewAll);
        var gone = await _server.Shop.AddUserWithAsync("gone@example.com", Permissions.Orders.ViewAll);
        var (disabled, disabledValue) = await _server.Shop.AddKeyAsync(bot, "Disabled");
        var (revoked, revokedValue) = await _server.Shop.AddKeyAsync(bot, "Revoked");
        var (expired, expiredValue) = await _server.Shop.AddKeyAsync(bot, "Expired");
        var (leaver, leaverValue) = await _server.Shop.AddKeyAsync(gone, "Leaver");
        var (replaced, newValue) = await _server.Shop.AddKeyAsync(bot, "Replaced");
        var oldValue = ApiKeyToken.Create();
        await using (var acting = _server.Shop.AsCommandLine())
        {
            (await acting.ApiKeys.DisableAsync(disabled.Id)).Error.Should().BeNull();
            (await acting.ApiKeys.RevokeAsync(revoked.Id)).Error.Should().BeNull();
            (await acting.Users.DisableAsync(gone.Id)).Error.Should().BeNull();
        }

        await using (var db = _server.Shop.OpenDatabase())
        {
            (await db.ApiKeys.SingleAsync(k => k.Id == expired.Id)).ExpiresAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var rotated = await db.ApiKeys.SingleAsync(k => k.Id == replaced.Id);
            (rotated.PreviousHash, rotated.PreviousUntil) =
                (ApiKeyToken.Hash(oldValue), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            await db.SaveChangesAsync();
        }

        string[] values =
            [disabledValue, revokedValue, expiredValue, leaverValue, oldValue, ApiKeyToken.Create(), "kitty_mistyped", "garbage"];
        var answers = new List<string>();
        foreach (var value in values)
            answers.Add(await AnswerAsync(value));
        answers.Distinct().Should().ContainSingle("whatever the reason, callers learn the same (R9)").Which.Should().StartWith("401");
        (await AnswerAsync(newValue)).Should().StartWith("200");
        (await AnswerAsync(null)).Should().StartWith("401");
        (await AnswerAsync(newValue, path: "/api/v1/users")).Should().StartWith("403");
        (await AnswerAsync(newValue, path: "/api/v1/orders?access_token=1")).Should().StartWith("400");

        var rows = await RowsAsync();
        rows.Select(r => (r.ApiKeyId, r.Reason, r.Permission, r.Count)).Should().BeEquivalentTo(new[]
        {
            (disabled.Id, RefusalReason.Disabled, "orders.view-all", 1L),
            (revoked.Id, RefusalReason.Revoked, "orders.view-all", 1L),
            (expired.Id, RefusalReason.Expired, "orders.view-all", 1L),
            (leaver.Id, RefusalReason.UserDisabled, "orders.view-all", 1L),
            (replaced.Id, RefusalReason.Replaced, "orders.view-all", 1L),
            (replaced.Id, RefusalReason.Forbidden, "users.view-all", 1L),
            (Refusal.NoKey, RefusalReason.Unknown, string.Empty, 1L),
            (Refusal.NoKey, RefusalReason.Malformed, string.Empty, 2L),
            (Refusal.NoKey, RefusalReason.NoCredentials, string.Empty, 1L),
            (Refusal.NoKey, RefusalReason.TwoCredentials, string.Empty, 1L),
        });
        rows.Should().OnlyContain(r => r.LastRequestId.StartsWith("ask-", StringComparison.Ordinal));
        rows.Select(r => JsonSerializer.Serialize(r)).Should().OnlyContain(
            r => !r.Contains("garbage", StringComparison.Ordinal) && ApiKeyToken.IndexIn(r) < 0, "nothing that was sent is kept (R5)");
    }

    [Fact]
    public async Task Refused_ByTheLimit_IsCountedOnce_R9()
    {
        await using var server = new ShopServer(("RateLimits:Burst", "1"), ("RateLimits:RequestsPerMinute", "1"));
        var client = await server.ClientAsync(Permissions.Orders.ViewAll);
        (await client.SendAsync("GET", "/orders")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.SendAsync("GET", "/orders")).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);

        var row = (await RowsAsync(server)).Should().ContainSingle().Subject;
        (row.Reason, row.Permission, row.Count).Should().Be((RefusalReason.Limited, "orders.view-all", 1L));
    }

    [Fact]
    public async Task List_FiltersAndCause_AreTheDocumentedShape_R15()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.ViewAll, Permissions.ApiKeys.View);
        var (key, value) = await _server.Shop.AddKeyAsync(await _server.Shop.AddUserWithAsync("bot@example.com"), "Nightly <b>");
        await using (var acting = _server.Shop.AsCommandLine())
            (await acting.ApiKeys.RevokeAsync(key.Id)).Error.Should().BeNull();
        await AnswerAsync(value);
        await AnswerAsync(ApiKeyToken.Create());
        await _server.Services.GetRequiredService<RefusalRecorder>().FlushAsync();

        (await DataAsync(client, "/refusals")).Should().HaveCount(2);
        (await DataAsync(client, "/refusals?keyId=0")).Should().ContainSingle()
            .Which.GetProperty("key").ValueKind.Should().Be(JsonValueKind.Null);
        (await DataAsync(client, "/refusals?reason=unknown")).Should().ContainSingle();
        (await DataAsync(client, "/refusals?reason=revoked&permission=orders.view-all")).Should().ContainSingle();
        (await DataAsync(client, "/refusals?address=203.0.113.7")).Should().BeEmpty();
        (await DataAsync(client, "/refusals?from=2100-01-01")).Should().BeEmpty();
        (await DataAsync(client, "/refusals?to=2020-01-01")).Should().BeEmpty();
        (await DataAsync(client, "/refusals?requestId=ask-1")).Should().HaveCount(2);
        var one = (await DataAsync(client, $"/api-keys/{key.Id}/refusals")).Should().ContainSingle().Subject;
        one.GetProperty("reason").GetString().Should().Be("revoked");
        one.GetProperty("key").GetProperty("name").GetString().Should().Be("Nightly <b>");
        one.GetProperty("cause").GetProperty("action").GetString().Should().Be(AuditActions.ApiKeyRevoked);
        one.GetProperty("cause").GetProperty("by").GetString().Should().Be("Command line (tester)");

        (await (await client.SendAsync("GET", "/api-keys/999/refusals")).OutcomeAsync()).Should().StartWith("404");
        foreach (var (query, field) in new[]
        {
            ("reason=tired", "reason"), ("keyId=x", "keyId"), ("permission=orders.fly", "permission"), ("address=here", "address"),
            ("from=yesterday", "from"), ("to=soon", "to"), ("limit=0", "limit"), ("after=x", "after"), ("sort=count", "sort"),
        })
        {
            var wrong = await client.SendAsync("GET", $"/refusals?{query}");
            wrong.StatusCode.Should().Be(HttpStatusCode.BadRequest, query);
            (await wrong.ProblemAsync()).GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(query);
        }
    }

    [Theory]
    [InlineData("/refusals", Permissions.ApiKeys.ViewAll)]
    [InlineData("/api-keys/1/refusals", Permissions.ApiKeys.View)]
    public async Task Endpoint_WithoutItsPermission_Is403AndNamesIt_R1(string path, string permission)
    {
        var client = await _server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name).Except([permission]));

        var response = await client.SendAsync("GET", path);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().Should().Contain($"scope=\"{permission}\"");
    }

    [Fact]
    public async Task Services_WithoutThePermission_Refuse_R1()
    {
        await using var acting = _server.Shop.As(await _server.Shop.AddUserWithAsync("clerk@example.com", Permissions.Orders.ViewAll));
        var refusals = acting.Get<RefusalService>();

        (await refusals.ListAsync(new RefusalQuery())).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.ViewAll);
        (await refusals.ListAllAsync(new RefusalQuery(), null)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.ViewAll);
        (await refusals.ListOfKeyAsync(1, new RefusalQuery())).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await refusals.FindByRequestIdsAsync(["ask-1"])).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.ViewAll);
    }

    /// <summary>Status, headers and body of an answer, without the request's ID, which alone may differ.</summary>
    private async Task<string> AnswerAsync(string? value, string path = "/api/v1/orders")
    {
        using var client = _server.Client("none");
        client.DefaultRequestHeaders.Authorization = value is null ? null : new AuthenticationHeaderValue("Bearer", value);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Request-Id", "ask-1");
        using var response = await client.SendAsync(request);
        return $"{(int)response.StatusCode}\n{response.Headers}{response.Content.Headers}\n{await response.Content.ReadAsStringAsync()}";
    }

    private static async Task<List<JsonElement>> DataAsync(HttpClient client, string path)
    {
        var response = await client.SendAsync("GET", path);
        response.StatusCode.Should().Be(HttpStatusCode.OK, path);
        return [.. (await response.JsonAsync()).GetProperty("data").EnumerateArray()];
    }

    private Task<List<Refusal>> RowsAsync() => RowsAsync(_server);

    private static async Task<List<Refusal>> RowsAsync(ShopServer server)
    {
        await server.Services.GetRequiredService<RefusalRecorder>().FlushAsync();
        await using var db = server.Shop.OpenDatabase();
        return await db.Refusals.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }
}
