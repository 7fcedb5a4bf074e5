using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>R11: a database that does not answer is rejected and calls nobody's key bad.</summary>
[Trait("Needs", "Server")]
public sealed class FailClosedTests : IAsyncDisposable
{
    private readonly AppHost _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Request_DatabaseBroken_503WithRetryAfterThenRecovers_R11()
    {
        var user = await _app.Services.AddUserWithAsync("reader@example.com", Permissions.Orders.ViewAll);
        var key = await _app.Services.AddKeyAsync(user);
        using var client = _app.Client(key.Value);
        await using var db = _app.OpenDatabase();

        await db.Database.ExecuteSqlRawAsync("alter table \"ApiKeys\" rename to \"Away\"");
        var refused = await client.GetAsync("/api/v1/orders");
        await db.Database.ExecuteSqlRawAsync("alter table \"Away\" rename to \"ApiKeys\"");
        var recovered = await client.GetAsync("/api/v1/orders");

        refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().Should().Be("unavailable");
        recovered.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_DatabaseBroken_SaysSoAndKeepsTheEmail_R11()
    {
        await _app.Services.AddUserWithAsync("pia@example.com");
        using var browser = Http.Client(_app.Address, new SocketsHttpHandler { AllowAutoRedirect = false });
        await browser.GetStringAsync("/account/sign-in");
        await using var db = _app.OpenDatabase();
        await db.Database.ExecuteSqlRawAsync("alter table \"Users\" rename to \"Away\"");

        var response = await Browsing.SignInAsync(browser, "pia@example.com", ShopSeeding.Password);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Contain("The database does not answer").And.Contain("pia@example.com");
    }
}
