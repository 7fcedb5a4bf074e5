using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary><c>GET /api/v1/api-keys/{id}/usage</c> over HTTP.</summary>
[Trait("Needs", "Server")]
public sealed class ApiKeyUsageEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_Usage_IsAddedUpByHour()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.View);
        var (id, _) = await _server.Shop.Services.AddKeyAsync(await _server.Shop.AddUserWithAsync("bot@example.com"));
        var hour = _server.Shop.Time.GetUtcNow().UtcDateTime.Date.AddDays(-1).AddHours(2);
        await _server.Shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = id,
            Hour = hour,
            Permission = Permissions.Orders.ViewAll,
            Result = KeyUseResult.UserDisabled,
            Node = Guid.Empty,
            Count = 7,
        });

        var usage = await client.GetFromJsonAsync<JsonElement>($"/api/v1/api-keys/{id}/usage?by=hour");

        usage.GetProperty("requests").GetInt64().Should().Be(7);
        var interval = usage.GetProperty("data")[0];
        interval.GetProperty("start").GetString().Should().Be($"{hour:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        interval.GetProperty("counts")[0].GetProperty("result").GetString().Should().Be("user-disabled");
    }

    [Theory]
    [InlineData("from=soon", "from")]
    [InlineData("from=2020-01-01", "from")]
    [InlineData("to=2026-02-30", "to")]
    [InlineData("by=Day", "by")]
    [InlineData("by=0", "by")]
    [InlineData("by=day&by=hour", "by")]
    [InlineData("days=3", "days")]
    public async Task Get_WrongQuery_IsRefusedByName(string query, string field)
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.View);
        var (id, _) = await _server.Shop.Services.AddKeyAsync(await _server.Shop.AddUserWithAsync("bot@example.com"));

        var response = await client.GetAsync($"/api/v1/api-keys/{id}/usage?{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ProblemAsync()).GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal(field);
    }

    [Fact]
    public async Task Get_KeyThatDoesNotExist_IsNotFound()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.View);

        (await client.GetAsync("/api/v1/api-keys/404/usage")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_WithoutPermission_IsForbidden_R1()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.ViewAll);

        (await client.GetAsync("/api/v1/api-keys/1/usage")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
