using System.IO.Compression;
using System.Net;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Dossier;

/// <summary><c>GET /api/v1/users/{id}/dossier</c> over HTTP.</summary>
[Trait("Needs", "Server")]
public sealed class DossierEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_Dossier_IsAZipThatIsNotKept()
    {
        var bot = await _server.Shop.AddUserWithAsync("bot@example.com");
        var client = await _server.ClientAsync(Permissions.ApiKeys.View, Permissions.Users.View, Permissions.AuditLog.ViewAll);

        var response = await client.GetAsync($"/api/v1/users/{bot.Id}/dossier");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/zip");
        response.Content.Headers.ContentDisposition!.FileName.Should().MatchRegex($"dossier-user-{bot.Id}-[0-9-]{{10}}\\.zip");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        await using var zip = await ZipArchive.CreateAsync(
            await response.Content.ReadAsStreamAsync(), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null);
        zip.Entries.Select(e => e.FullName).Should().Contain(["manifest.json", "audit-log.csv", "dossier.html"]);
    }

    [Fact]
    public async Task Get_NoSuchUserOrNoPermission_IsAProblem_R1()
    {
        var bot = await _server.Shop.AddUserWithAsync("bot@example.com");
        var client = await _server.ClientAsync(Permissions.ApiKeys.View, Permissions.Users.View);
        using var weak = _server.Client((await _server.Shop.AddKeyAsync(
            await _server.Shop.AddUserWithAsync("weak@example.com", Permissions.ApiKeys.View))).Value);

        (await client.GetAsync("/api/v1/users/404/dossier")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await weak.GetAsync($"/api/v1/users/{bot.Id}/dossier")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
