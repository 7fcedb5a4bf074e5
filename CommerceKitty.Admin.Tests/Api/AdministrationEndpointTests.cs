using System.Globalization;
using System.Net;
using System.Text.Json;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Keys, users, groups and the audit log over HTTP: what a key may read and stop, and what it never may (R7).</summary>
[Trait("Needs", "Server")]
public sealed class AdministrationEndpointTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api-keys", Permissions.ApiKeys.ViewAll)]
    [InlineData("GET", "/api-keys/1", Permissions.ApiKeys.View)]
    [InlineData("PATCH", "/api-keys/1", Permissions.ApiKeys.Edit)]
    [InlineData("DELETE", "/api-keys/1", Permissions.ApiKeys.Delete)]
    [InlineData("GET", "/users", Permissions.Users.ViewAll)]
    [InlineData("GET", "/users/1", Permissions.Users.View)]
    [InlineData("GET", "/user-groups", Permissions.UserGroups.ViewAll)]
    [InlineData("GET", "/user-groups/robot-group", Permissions.UserGroups.View)]
    [InlineData("GET", "/api-keys/1/permissions", Permissions.ApiKeys.View)]
    [InlineData("GET", "/api-keys/1/permissions", Permissions.AuditLog.ViewAll)]
    [InlineData("GET", "/audit-log", Permissions.AuditLog.ViewAll)]
    [InlineData("GET", "/audit-log/1", Permissions.AuditLog.View)]
    public async Task Endpoint_WithoutItsPermission_Is403AndNamesIt_R1(string method, string path, string permission)
    {
        var client = await _server.ClientAsync(Everything.Except([permission]));

        var response = await client.SendAsync(method, path, method == "PATCH" ? """{"name":"x"}""" : null);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().Should().Contain($"scope=\"{permission}\"");
    }

    [Fact]
    public async Task ApiKeys_ListAndGet_AreTheDocumentedShape()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.ViewAll, Permissions.ApiKeys.View);
        var user = await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View);
        var (key, value) = await _server.Shop.AddKeyAsync(user, "Nightly");

        var list = await (await client.SendAsync("GET", $"/api-keys?userId={user.Id}")).JsonAsync();
        var one = await client.SendAsync("GET", $"/api-keys/{key.Id}");

        list.GetProperty("data").GetArrayLength().Should().Be(1);
        var text = await one.Content.ReadAsStringAsync();
        list.GetProperty("data")[0].GetRawText().Should().Be(text);
        one.Headers.ETag!.ToString().Should().StartWith("\"0.");
        var resource = JsonElement.Parse(text);
        resource.GetProperty("name").GetString().Should().Be("Nightly");
        resource.GetProperty("user").GetProperty("email").GetString().Should().Be("sync@example.com");
        resource.GetProperty("status").GetString().Should().Be("active");
        resource.GetProperty("hint").GetString().Should().Be(value[..10]);
        text.Should().NotContain(value[10..], "R5");
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("status=all", 3)]
    [InlineData("status=active", 2)]
    [InlineData("status=revoked", 1)]
    [InlineData("status=user-disabled", 0)]
    [InlineData("q=night", 1)]
    [InlineData("group=robot-group", 1)]
    [InlineData("group=nobody", 0)]
    public async Task ApiKeys_Filters_FindTheirs(string query, int found)
    {
        var client = await _server.ClientAsync(Everything);
        var user = await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View);
        await _server.Shop.AddKeyAsync(user, "Nightly");
        var (revoked, _) = await _server.Shop.AddKeyAsync(user, "Old");
        await using (var acting = _server.Shop.AsCommandLine())
            await acting.ApiKeys.RevokeAsync(revoked.Id);

        (await (await client.SendAsync("GET", $"/api-keys?{query}")).JsonAsync()).GetProperty("data").GetArrayLength().Should().Be(found);
    }

    [Fact]
    public async Task ApiKeys_Patch_RenamesAndDisables_AndTheNextRequestWithItFails_R7()
    {
        var client = await _server.ClientAsync(Everything);
        var user = await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.ViewAll);
        var (key, value) = await _server.Shop.AddKeyAsync(user, "Nightly");
        var audits = (await _server.Shop.AuditAsync()).Count;

        var changed = await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"Stopped","enabled":false}""", "\"0\"");

        changed.StatusCode.Should().Be(HttpStatusCode.OK);
        changed.Headers.ETag!.ToString().Should().StartWith("\"1.");
        var resource = await changed.JsonAsync();
        resource.GetProperty("name").GetString().Should().Be("Stopped");
        resource.GetProperty("status").GetString().Should().Be("disabled");
        (await _server.Shop.AuditAsync()).Skip(audits).Select(a => (a.Action, a.ActorKind)).Should()
            .Equal((AuditActions.ApiKeyRenamed, ActorKind.ApiKey), (AuditActions.ApiKeyDisabled, ActorKind.ApiKey));
        using var stopped = _server.Client(value);
        (await (await stopped.SendAsync("GET", "/orders")).OutcomeAsync()).Should().Be("401 invalid-token");
    }

    [Theory]
    [InlineData("""{"enabled":true}""", "403 key-cannot-grant")]
    [InlineData("""{"enabled":true,"name":"x"}""", "403 key-cannot-grant")]
    [InlineData("""{"enabled":null}""", "400 validation-failed")]
    [InlineData("""{"name":null}""", "400 validation-failed")]
    [InlineData("""{"name":"\n"}""", "400 validation-failed")]
    [InlineData("""{"userId":1}""", "400 malformed-json")]
    [InlineData("""{"enabled":"no"}""", "400 malformed-json")]
    [InlineData("{}", "200")]
    public async Task ApiKeys_Patch_NeverMintsPowerNorChangesMore_R7(string body, string outcome)
    {
        var client = await _server.ClientAsync(Everything);
        var (key, _) = await _server.Shop.AddKeyAsync(
            await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View),
            "Nightly");
        foreach (var enabled in new[] { true, false })
        {
            if (!enabled)
            {
                await using var acting = _server.Shop.AsCommandLine();
                await acting.ApiKeys.DisableAsync(key.Id);
            }

            (await (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", body)).OutcomeAsync()).Should().Be(outcome);
            var after = await (await client.SendAsync("GET", $"/api-keys/{key.Id}")).JsonAsync();
            after.GetProperty("name").GetString().Should().Be("Nightly");
            after.GetProperty("enabled").GetBoolean().Should().Be(enabled);
        }
    }

    [Fact]
    public async Task ApiKeys_Patch_NameOfTheOwnersKey_IsTheOwnersAlone_R6()
    {
        var client = await _server.ClientAsync(Everything);
        var owner = await _server.Shop.AddOwnerAsync();
        var (key, value) = await _server.Shop.AddKeyAsync(owner, "Accounting");
        using var own = _server.Client(value);

        (await (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"old, revoke me"}""")).OutcomeAsync())
            .Should()
            .Be("403 only-owner");
        (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"Accounting"}"""))
            .StatusCode.Should()
            .Be(HttpStatusCode.OK, "nothing changes");
        (await own.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"Books"}""")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"enabled":false}"""))
            .StatusCode.Should()
            .Be(HttpStatusCode.OK, "a caller who may edit keys may disable one");
    }

    [Fact]
    public async Task ApiKeys_Patch_WithoutView_AnswersNothing_R1()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.Edit);
        var (key, _) = await _server.Shop.AddKeyAsync(await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View));

        (await (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"enabled":false}""")).OutcomeAsync())
            .Should()
            .Be("403 permission-missing");
    }

    [Fact]
    public async Task ApiKeys_Delete_RevokesOnceAndHonoursIfMatch()
    {
        var client = await _server.ClientAsync(Everything);
        var (key, value) = await _server.Shop.AddKeyAsync(await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View));

        (await (await client.SendAsync("DELETE", $"/api-keys/{key.Id}", ifMatch: "\"7\"")).OutcomeAsync())
            .Should()
            .Be("412 changed-meanwhile");
        (await (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"x"}""", "\"7\"")).OutcomeAsync())
            .Should()
            .Be("412 changed-meanwhile");
        (await client.SendAsync("DELETE", $"/api-keys/{key.Id}", ifMatch: "\"0\"")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.SendAsync("DELETE", $"/api-keys/{key.Id}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await (await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"enabled":false}""")).OutcomeAsync())
            .Should()
            .Be("409 key-revoked");
        (await (await client.SendAsync("DELETE", "/api-keys/4711")).OutcomeAsync()).Should().Be("404 not-found");

        (await _server.Shop.AuditAsync()).Count(a => a.Action == AuditActions.ApiKeyRevoked).Should().Be(1);
        using var revoked = _server.Client(value);
        (await (await revoked.SendAsync("GET", "/me")).OutcomeAsync()).Should().Be("401 invalid-token");
    }

    [Theory]
    [InlineData("POST", "/api-keys")]
    [InlineData("POST", "/users")]
    [InlineData("PATCH", "/users/1")]
    [InlineData("PUT", "/user-groups/robot-group")]
    [InlineData("POST", "/user-groups")]
    [InlineData("DELETE", "/audit-log/1")]
    [InlineData("PATCH", "/audit-log/1")]
    public async Task ByKey_NothingCreatesOrWidens_R7(string method, string path)
    {
        var client = await _server.ClientAsync(Everything);

        (await (await client.SendAsync(method, path, "{}")).OutcomeAsync()).Should().Be("405 method-not-allowed");
    }

    [Fact]
    public async Task Users_ListAndGet_AreTheDocumentedShape()
    {
        var client = await _server.ClientAsync(Permissions.Users.ViewAll, Permissions.Users.View);
        var user = await _server.Shop.AddUserWithAsync("pia@example.com", Permissions.Orders.View);

        var list = await (await client.SendAsync("GET", "/users?q=pia&kind=person&enabled=true&group=pia-group")).JsonAsync();
        var one = await client.SendAsync("GET", $"/users/{user.Id}");

        var text = await one.Content.ReadAsStringAsync();
        list.GetProperty("data").GetArrayLength().Should().Be(1);
        list.GetProperty("data")[0].GetRawText().Should().Be(text);
        one.Headers.ETag.Should().NotBeNull();
        JsonElement.Parse(text).GetProperty("group").GetProperty("code").GetString().Should().Be("pia-group");
        text.Should().NotContainAny("password", "Password", "stamp", "Stamp");
        (await (await client.SendAsync("GET", "/users/4711")).OutcomeAsync()).Should().Be("404 not-found");
        (await (await client.SendAsync("GET", "/users?kind=cat")).OutcomeAsync()).Should().Be("400 validation-failed");
        (await (await client.SendAsync("GET", "/users?enabled=yes")).OutcomeAsync()).Should().Be("400 validation-failed");
    }

    [Fact]
    public async Task UserGroups_ListAndGet_AreTheDocumentedShape()
    {
        var client = await _server.ClientAsync(Permissions.UserGroups.ViewAll, Permissions.UserGroups.View);

        var list = await (await client.SendAsync("GET", "/user-groups")).JsonAsync();
        var one = await client.SendAsync("GET", "/user-groups/robot-group");

        one.Headers.ETag.Should().NotBeNull();
        var text = await one.Content.ReadAsStringAsync();
        list.GetProperty("data").EnumerateArray().Select(g => g.GetRawText()).Should().Contain(text);
        JsonElement.Parse(text).GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).Should()
            .Equal(Permissions.UserGroups.ViewAll, Permissions.UserGroups.View);
        (await (await client.SendAsync("GET", "/user-groups/%F0%9F%90%88")).OutcomeAsync()).Should().Be("404 not-found");
    }

    [Fact]
    public async Task AuditLog_Filters_FindTheirEntries()
    {
        var client = await _server.ClientAsync(Everything);
        var user = await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View);
        var (key, _) = await _server.Shop.AddKeyAsync(user, "Nightly");
        await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"Renamed","enabled":false}""");
        var disabled = (await _server.Shop.AuditAsync())[^1];

        async Task<List<string>> Actions(string query) =>
            [
                .. (await (await client.SendAsync("GET", $"/audit-log?{query}")).JsonAsync())
                    .GetProperty("data")
                    .EnumerateArray()
                    .Select(e => e.GetProperty("action").GetString()!),
            ];

        (await Actions($"targetType=api-keys&targetId={key.Id}")).Should().Equal("api-key.disabled", "api-key.renamed", "api-key.created");
        (await Actions($"keyId={disabled.ActorApiKeyId}")).Should().Equal("api-key.disabled", "api-key.renamed");
        (await Actions($"actorId={disabled.ActorUserId}&sort=at")).Should().Equal("api-key.renamed", "api-key.disabled");
        (await Actions("action=api-key.renamed")).Should().Equal("api-key.renamed");
        (await Actions("actorKind=api-key")).Should().Equal("api-key.disabled", "api-key.renamed");
        (await Actions("address=203.0.113.99")).Should().BeEmpty();
        (await Actions("to=2020-01-01")).Should().BeEmpty();
        (await Actions("from=2020-01-01T00:00:00%2B02:00&action=api-key.disabled")).Should().ContainSingle();
        (await Actions("q=renamed")).Should().Contain("api-key.renamed");
        foreach (
            var odd in new[]
            {
                "from=yesterday",
                "from=2026-11-23T09:00:00+02:00",
                "to=9999-99-99",
                "from=0001-01-01T00:00:00%2B14:00",
                "actorId=x",
                "keyId=-1",
                "actorKind=robot",
                "address=nowhere",
                "address=1",
                "targetId=1",
                "action=%00",
            })
            (await (await client.SendAsync("GET", $"/audit-log?{odd}")).OutcomeAsync()).Should().Be("400 validation-failed", odd);
    }

    [Fact]
    public async Task ApiKeyPermissions_AtATime_SayThroughWhichGroupAndByWhom_R15()
    {
        var client = await _server.ClientAsync(Permissions.ApiKeys.View, Permissions.AuditLog.ViewAll);
        var user = await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View);
        await _server.Shop.BeginHistoryAsync();
        var (key, _) = await _server.Shop.AddKeyAsync(user, "Nightly");
        var at = _server.Shop.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        var past = await (await client.SendAsync("GET", $"/api-keys/{key.Id}/permissions?at={at}")).JsonAsync();

        past.GetProperty("status").GetString().Should().Be("active");
        past.GetProperty("user").GetProperty("group").GetString().Should().Be("sync-group");
        var grant = past.GetProperty("permissions").EnumerateArray().Should().ContainSingle().Subject;
        grant.GetProperty("permission").GetString().Should().Be(Permissions.Orders.View);
        grant.GetProperty("grantedBy").GetString().Should().Be("group:sync-group");
        grant.GetProperty("by").GetString().Should().Be("Command line (tester)");
        foreach (var odd in new[] { "at=yesterday", "at=9998-01-01", "at=2026-02-30" })
        {
            (await (await client.SendAsync("GET", $"/api-keys/{key.Id}/permissions?{odd}")).OutcomeAsync())
                .Should().Be("400 validation-failed", odd);
        }

        (await (await client.SendAsync("GET", "/api-keys/999/permissions")).OutcomeAsync()).Should().StartWith("404");
    }

    [Fact]
    public async Task AuditLog_Get_IsTheEntryWithItsFields()
    {
        var client = await _server.ClientAsync(Everything);
        var (key, _) = await _server.Shop.AddKeyAsync(
            await _server.Shop.AddUserWithAsync("sync@example.com", Permissions.Orders.View),
            "Nightly");
        await client.SendAsync("PATCH", $"/api-keys/{key.Id}", """{"name":"Renamed"}""");
        var entry = (await _server.Shop.AuditAsync())[^1];

        var response = await client.SendAsync("GET", $"/audit-log/{entry.Id}");

        response.Headers.ETag.Should().NotBeNull();
        var resource = await response.JsonAsync();
        resource.GetProperty("action").GetString().Should().Be("api-key.renamed");
        resource.GetProperty("actor").GetProperty("kind").GetString().Should().Be("api-key");
        resource.GetProperty("actor").GetProperty("apiKeyId").GetInt32().Should().Be(entry.ActorApiKeyId);
        resource.GetProperty("target").GetProperty("id").GetInt32().Should().Be(key.Id);
        resource.GetProperty("before").GetProperty("name").GetString().Should().Be("Nightly");
        resource.GetProperty("after").GetProperty("name").GetString().Should().Be("Renamed");
        (await (await client.SendAsync("GET", "/audit-log/9223372036854775807")).OutcomeAsync()).Should().Be("404 not-found");
    }

    [Fact]
    public async Task Movements_OfAStock_AreListedNewestFirst_AndOfNoStockAre404()
    {
        var client = await _server.ClientAsync(Permissions.Inventory.View, Permissions.Inventory.Edit);
        await _server.Shop.AddSourcesAsync();
        await _server.Shop.AddProductAsync("WAND", north: 2);
        await client.SendAsync(
            "POST",
            "/inventory/adjustments",
            """{"source":"north","sku":"WAND","change":3,"reason":"received","note":"Truck"}""");

        var list = (await (await client.SendAsync("GET", "/inventory/NORTH/wand/movements")).JsonAsync()).GetProperty("data");

        list.GetArrayLength().Should().Be(2);
        list[0].GetProperty("onHandChange").GetInt32().Should().Be(3);
        list[0].GetProperty("reason").GetString().Should().Be("received");
        list[0].GetProperty("note").GetString().Should().Be("Truck");
        list[0].GetProperty("apiKeyId").ValueKind.Should().Be(JsonValueKind.Number);
        (await (await client.SendAsync("GET", "/inventory/nowhere/WAND/movements")).OutcomeAsync()).Should().Be("404 not-found");
    }
}
