using System.Net;
using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Calls;

/// <summary>What a key did, through the whole pipeline (R15).</summary>
[Trait("Needs", "Server")]
public sealed class CallEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_CallsOfEachKind_AreTheDocumentedShape_R15()
    {
        var admin = await _server.ClientAsync(Permissions.ApiKeys.View);
        var (key, value) = await _server.Shop.AddKeyAsync(
            await _server.Shop.AddUserWithAsync("bot@example.com", Permissions.Orders.ViewAll, Permissions.Orders.View));
        var bot = _server.Client(value);
        bot.DefaultRequestHeaders.Add("User-Agent", "bot/1");
        await bot.SendAsync("GET", "/orders?q=secret");
        await bot.SendAsync("GET", "/orders/7");
        await bot.SendAsync("GET", "/users");
        await bot.SendAsync("POST", "/orders", "{");
        await bot.SendAsync("GET", "/nowhere");
        await using (var acting = _server.Shop.AsCommandLine())
            (await acting.ApiKeys.RevokeAsync(key.Id)).Error.Should().BeNull();
        await bot.SendAsync("GET", "/me");
        await _server.Client(ApiKeyToken.Create()).SendAsync("GET", "/me");
        await _server.Services.GetRequiredService<CallRecorder>().FlushAsync();

        var calls = await DataAsync(admin, $"/api-keys/{key.Id}/calls");

        calls.Select(c => $"{Text(c, "method")} {Text(c, "route")} {c.GetProperty("status")} {Text(c, "reason")}").Should().Equal(
            "GET /api/v1/me 401 revoked",
            "GET  404 ",
            "POST /api/v1/orders 403 forbidden",
            "GET /api/v1/users 403 forbidden",
            "GET /api/v1/orders/{id} 404 ",
            "GET /api/v1/orders 200 ");
        calls.Should().OnlyContain(c => c.GetProperty("userAgent").GetString() == "bot/1");
        calls.Should().OnlyContain(c => !c.GetRawText().Contains("secret", StringComparison.Ordinal), "queries are not kept");
        var first = calls[^1];
        (await DataAsync(admin, $"/api-keys/{key.Id}/calls?requestId={Uri.EscapeDataString(Text(first, "requestId"))}"))
            .Should().ContainSingle();
        (await DataAsync(admin, $"/api-keys/{key.Id}/calls?status=4xx")).Should().HaveCount(5);
        (await DataAsync(admin, $"/api-keys/{key.Id}/calls?status=403&method=POST")).Should().ContainSingle();
        (await DataAsync(admin, $"/api-keys/{key.Id}/calls?route=/api/v1/users")).Should().ContainSingle();
        (await DataAsync(admin, $"/api-keys/{key.Id}/calls?from=2100-01-01")).Should().BeEmpty();
        (await DataAsync(admin, $"/api-keys/{key.Id}/calls?limit=2")).Should().HaveCount(2);
    }

    [Fact]
    public async Task List_WrongQueryOrKey_IsNamed()
    {
        var admin = await _server.ClientAsync(Permissions.ApiKeys.View);
        (await (await admin.SendAsync("GET", "/api-keys/999/calls")).OutcomeAsync()).Should().StartWith("404");
        foreach (var (query, field) in new[]
        {
            ("status=6xx", "status"), ("status=2", "status"), ("method=FLY", "method"), ("from=x", "from"), ("to=x", "to"),
            ("limit=0", "limit"), ("after=x", "after"), ("sort=status", "sort"),
        })
        {
            var wrong = await admin.SendAsync("GET", $"/api-keys/1/calls?{query}");
            wrong.StatusCode.Should().Be(HttpStatusCode.BadRequest, query);
            (await wrong.ProblemAsync()).GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(query);
        }
    }

    [Fact]
    public async Task List_WithoutItsPermission_Is403AndNamesIt_R1()
    {
        var client = await _server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name).Except([Permissions.ApiKeys.View]));

        var response = await client.SendAsync("GET", "/api-keys/1/calls");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().Should().Contain($"scope=\"{Permissions.ApiKeys.View}\"");
        await using var acting = _server.Shop.As(await _server.Shop.AddUserWithAsync("clerk@example.com", Permissions.ApiKeys.ViewAll));
        var calls = acting.Get<CallService>();
        (await calls.ListAsync(1, new CallQuery())).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await calls.ListRoutesAsync(1)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await calls.FindByRequestIdsAsync(["x"])).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
    }

    private static string Text(JsonElement call, string member) => call.GetProperty(member).GetString() ?? string.Empty;

    private static async Task<List<JsonElement>> DataAsync(HttpClient client, string path)
    {
        var response = await client.SendAsync("GET", path);
        response.StatusCode.Should().Be(HttpStatusCode.OK, path);
        return [.. (await response.JsonAsync()).GetProperty("data").EnumerateArray()];
    }
}
