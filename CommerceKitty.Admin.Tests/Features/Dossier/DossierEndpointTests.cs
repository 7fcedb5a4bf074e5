using System.IO.Compression;
using System.Net;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Dossier;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task Head_Dossier_DownloadsNothingAndIsNotAudited()
    {
        var bot = await _server.Shop.AddUserWithAsync("bot@example.com");
        var client = await _server.ClientAsync(Permissions.ApiKeys.View, Permissions.Users.View);
        using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/users/{bot.Id}/dossier");

        var response = await client.SendAsync(head);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/zip");
        (await _server.Shop.AuditAsync()).Should().NotContain(e => e.Action == AuditActions.UserDossierDownloaded);
    }

    [Fact]
    public async Task Get_WhileTheSameKeyDownloadsOne_Is429WithRetryAfter()
    {
        await using var server = new ShopServer { IsRepeating = false };
        var other = await server.Shop.AddUserWithAsync("other@example.com");
        var client = await server.ClientAsync(Permissions.ApiKeys.View, Permissions.Users.View);
        var slots = server.Services.GetRequiredService<DossierSlots>();
        var taken = Enumerable.Range(1, DossierSlots.Most)
            .Select(i => slots.Take(Actor.Person(Holder(-i), address: null))!).ToList();

        var refused = await client.GetAsync($"/api/v1/users/{other.Id}/dossier");
        taken.ForEach(t => t.Dispose());
        var allowed = await client.GetAsync($"/api/v1/users/{other.Id}/dossier");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        (await refused.ProblemAsync()).GetProperty("code").GetString().Should().Be("too-many-downloads");
        allowed.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void Take_SameActorTwice_IsRefusedUntilTheFirstEnds()
    {
        var slots = new DossierSlots();
        var actor = Actor.Person(Holder(1), address: null);

        var first = slots.Take(actor);
        slots.Take(actor).Should().BeNull();
        first!.Dispose();

        slots.Take(actor).Should().NotBeNull();
    }

    private static UserAccess Holder(int id) =>
        new(id, "a@example.com", "A", false, true, string.Empty, string.Empty, string.Empty, PermissionSet.None);

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
