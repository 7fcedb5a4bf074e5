using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Dossier;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Dossier;

/// <summary>The dossier of a user as a ZIP archive.</summary>
public sealed class DossierArchiveTests : IAsyncDisposable
{
    private const string Formula = "=cmd|' /C calc'!A0";
    private const string Markup = "<script>alert(1)</script>";

    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task WriteAsync_UserWithARevokedKey_HasEveryPartAndEachFilesHash_R15()
    {
        var (bot, keyId, value) = await AddBotAsync();
        var files = await DownloadAsync(_shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything)), bot.Id);

        var parts = DossierPart.All.Select(p => p.Name).ToList();
        files.Keys.Should().BeEquivalentTo(
            [.. parts.Select(p => p + ".json"), .. parts.Select(p => p + ".csv"), "dossier.html", "manifest.json"]);
        var manifest = JsonElement.Parse(files["manifest.json"]);
        var hashed = manifest.GetProperty("files").EnumerateArray().ToList();
        hashed.Select(f => f.GetProperty("name").GetString()).Should().BeEquivalentTo(files.Keys.Except(["manifest.json"]));
        foreach (var file in hashed)
        {
            var bytes = files[file.GetProperty("name").GetString()!];
            file.GetProperty("sha256").GetString().Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            file.GetProperty("bytes").GetInt64().Should().Be(bytes.Length);
        }

        manifest.GetProperty("leftOut").GetArrayLength().Should().Be(0);
        var key = Rows("api-keys").Single(k => k.GetProperty("id").GetInt32() == keyId);
        key.GetProperty("status").GetString().Should().Be("revoked");
        key.GetProperty("revokedBy").GetString().Should().StartWith("Command line");
        Rows("usage").Should().ContainSingle().Which.GetProperty("requests").GetInt64().Should().Be(7, "the hours of a day are added up");
        Rows("calls").Should().ContainSingle().Which.GetProperty("route").GetString().Should().Be("/api/v1/orders");
        Rows("refusals").Should().ContainSingle().Which.GetProperty("reason").GetString().Should().Be("revoked");
        Rows("sessions").Should().ContainSingle().Which.GetProperty("address").GetString().Should().Be("203.0.113.7");
        Rows("audit-log").Select(e => e.GetProperty("action").GetString()).Should().Contain(
            [AuditActions.ApiKeyCreated, AuditActions.ApiKeyRevoked, AuditActions.UserMoved, AuditActions.UserDossierDownloaded]);
        var history = Rows("permissions");
        history[0].GetProperty("group").GetString().Should().Be("after-group");
        history[0].GetProperty("lost").GetString().Should().Be("orders.view");
        history[0].GetProperty("by").GetString().Should().StartWith("Command line");
        Rows("audit-verification").Single().GetProperty("unchanged").GetBoolean().Should().BeTrue();
        await NoSecretsAsync(files, bot, keyId, value);

        List<JsonElement> Rows(string part) => [.. JsonElement.Parse(files[part + ".json"]).EnumerateArray()];
    }

    [Fact]
    public async Task WriteAsync_ManyLongRows_AreAllThere()
    {
        var (bot, _, _) = await AddBotAsync();
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        await _shop.AddAsync(Enumerable.Range(0, 999).Select(i => new UserSession
        {
            UserId = bot.Id,
            StartedAt = now.AddSeconds(i),
            LastSeenAt = now,
            Address = "203.0.113.7",
            UserAgent = new string('é', ApiKeyLastUse.UserAgentLength),
        }));

        var files = await DownloadAsync(_shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything)), bot.Id);

        JsonElement.Parse(files["sessions.json"]).GetArrayLength().Should().Be(1_000);
        Encoding.UTF8.GetString(files["sessions.csv"]).Split("\r\n").Should().HaveCount(1 + 1_000 + 1);
        Encoding.UTF8.GetString(files["dossier.html"]).Should()
            .Contain("The newest 500 of 1,000 rows. All of them are in sessions.csv and sessions.json.");
    }

    /// <summary>A caller that reads slowly keeps its request for long: the key that began it may have ended since.</summary>
    [Theory]
    [InlineData("revoked")]
    [InlineData("user disabled")]
    [InlineData("replaced")]
    [InlineData("permission taken")]
    public async Task ReadAsync_KeyLosesItsPowerBetweenTwoParts_IsRefused_R3(string how)
    {
        var reader = await _shop.AddUserWithAsync(
            "reader@example.com", Permissions.ApiKeys.View, Permissions.ApiKeys.ViewAll, Permissions.Users.View);
        var (key, value) = await _shop.AddKeyAsync(reader);
        await using var byKey = await _shop.ByKeyAsync(value);
        await using var acting = _shop.AsCommandLine();
        var dossier = byKey.Get<DossierService>();
        (await dossier.ReadAsync(reader.Id, DossierPart.Keys)).Error.Should().BeNull();

        var error = how switch
        {
            "revoked" => (await acting.ApiKeys.RevokeAsync(key.Id)).Error,
            "user disabled" => (await acting.Users.DisableAsync(reader.Id)).Error,
            "replaced" => await ReplaceAsync(value),
            _ => (await acting.UserGroups.SetPermissionsAsync("reader-group", [])).Error,
        };

        error.Should().BeNull();
        (await dossier.ReadAsync(reader.Id, DossierPart.Keys)).Error!.Kind.Should()
            .Be(how == "permission taken" ? ErrorKind.Forbidden : ErrorKind.Unauthenticated);
    }

    private async Task<Error?> ReplaceAsync(string value)
    {
        await using var owner = await _shop.ByKeyAsync(value);
        return (await owner.Get<ApiKeyRotationService>().RotateOwnAsync(new() { OverlapHours = 0 })).Error;
    }

    [Fact]
    public async Task WriteAsync_HostileNames_AreDataInEveryFile()
    {
        var (bot, _, _) = await AddBotAsync();

        var files = await DownloadAsync(_shop.As(await _shop.AddUserWithAsync("admin@example.com", Everything)), bot.Id);

        var csv = Encoding.UTF8.GetString(files["api-keys.csv"]);
        csv.Should().Contain($",'{Formula},").And.NotContain($",{Formula}");
        var html = Encoding.UTF8.GetString(files["dossier.html"]);
        html.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.NotContain("<script");
        html.Should().Contain("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
            .And.NotContain("src=").And.NotContain("href=");
        JsonElement.Parse(files["sessions.json"])[0].GetProperty("browser").GetString().Should().Be(Markup);
    }

    [Fact]
    public async Task WriteAsync_ActorWithoutSomePermissions_LeavesTheirPartsOutAndSaysSo_R1()
    {
        var (bot, _, _) = await AddBotAsync();
        var support = await _shop.AddUserWithAsync("support@example.com", Permissions.Users.View, Permissions.ApiKeys.View);

        var files = await DownloadAsync(_shop.As(support), bot.Id);

        files.Keys.Should().BeEquivalentTo(
            "user.json", "user.csv", "sessions.json", "sessions.csv", "dossier.html", "manifest.json");
        var leftOut = JsonElement.Parse(files["manifest.json"]).GetProperty("leftOut").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("missingPermission").GetString());
        leftOut.Should().HaveCount(7);
        leftOut["api-keys"].Should().Be(Permissions.ApiKeys.ViewAll);
        leftOut["audit-log"].Should().Be(Permissions.AuditLog.ViewAll);
        Encoding.UTF8.GetString(files["dossier.html"]).Should().Contain("Left out: Audit log. It needs the permission audit-log.view-all.");
    }

    [Fact]
    public async Task BeginDownloadAsync_EachDownload_IsAuditedOnceAndSeeingThePageIsNot_R8()
    {
        var (bot, _, _) = await AddBotAsync();
        var support = await _shop.AddUserWithAsync("support@example.com", Permissions.Users.View, Permissions.ApiKeys.View);
        await using var acting = _shop.As(support);
        var before = (await _shop.AuditAsync()).Count;

        await acting.Get<DossierService>().GetAsync(bot.Id);
        (await acting.Get<DossierService>().BeginDownloadAsync(bot.Id)).Error.Should().BeNull();

        var entry = (await _shop.AuditAsync()).Skip(before).Should().ContainSingle().Subject;
        (entry.Action, entry.ActorUserId, entry.TargetId).Should().Be((AuditActions.UserDossierDownloaded, support.Id, bot.Id));
        entry.After.Should().StartWith("""{"parts":["user","sessions"],"leftOut":["api-keys",""");
    }

    [Fact]
    public async Task EachOperation_WithoutItsPermission_IsRefused_R1()
    {
        var (bot, _, _) = await AddBotAsync();
        await using var blind = _shop.As(await _shop.AddUserWithAsync("blind@example.com", Everything.Except([Permissions.ApiKeys.View])));
        await using var deaf = _shop.As(await _shop.AddUserWithAsync("deaf@example.com", Everything.Except([Permissions.Users.View])));
        await using var keyless = _shop.As(
            await _shop.AddUserWithAsync("keyless@example.com", Everything.Except([Permissions.ApiKeys.ViewAll])));
        await using var logless = _shop.As(
            await _shop.AddUserWithAsync("logless@example.com", Everything.Except([Permissions.AuditLog.ViewAll])));
        var before = (await _shop.AuditAsync()).Count;

        (await blind.Get<DossierService>().BeginDownloadAsync(bot.Id)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await deaf.Get<DossierService>().GetAsync(bot.Id)).Error!.MissingPermission.Should().Be(Permissions.Users.View);
        foreach (var part in DossierPart.All)
        {
            var expected = part.Permission;
            (await keyless.Get<DossierService>().ReadAsync(bot.Id, part)).Error?.MissingPermission
                .Should().Be(expected == Permissions.ApiKeys.ViewAll ? expected : null);
            (await logless.Get<DossierService>().ReadAsync(bot.Id, part)).Error?.MissingPermission
                .Should().Be(expected == Permissions.AuditLog.ViewAll ? expected : null);
        }

        (await logless.Get<DossierService>().BeginDownloadAsync(404)).Error!.Code.Should().Be("not-found");
        (await _shop.AuditAsync()).Should().HaveCount(before);
    }

    [Fact]
    public async Task ReadAsync_MoreThanTheBound_GivesTheNewestAndSaysWhatIsLeftOut()
    {
        var (bot, _, _) = await AddBotAsync();
        await using var acting = _shop.AsCommandLine();

        var table = (await acting.Get<DossierService>().ReadAsync(bot.Id, DossierPart.Audit, most: 2)).Value!;

        (table.Rows.Count, table.IsCut).Should().Be((2, true));
        table.Note.Should().Be("Only the newest 10,000 rows are here; older ones are left out.");
        table.Rows[0][6].Should().Be(AuditActions.UserMoved);
    }

    [Fact]
    public async Task WriteAsync_PermissionTakenAwayMeanwhile_EndsWithTheRefusal_R3()
    {
        var (bot, _, _) = await AddBotAsync();
        var admin = await _shop.AddUserWithAsync("admin@example.com", Everything);
        await _shop.AddUserWithAsync("other@example.com", Everything);
        await using var acting = _shop.As(admin);
        var cover = (await acting.Get<DossierService>().BeginDownloadAsync(bot.Id)).Value!;
        await _shop.SetPermissionsAsync("admin-group", Permissions.Users.View, Permissions.ApiKeys.View);

        var refusal = await acting.Get<DossierArchive>().WriteAsync(cover, new MemoryStream(), CancellationToken.None);

        refusal!.MissingPermission.Should().Be(Permissions.ApiKeys.ViewAll);
    }

    /// <summary>A user with a revoked key that was used and refused, a session, and a move to another group.</summary>
    private async Task<(User Bot, int KeyId, string Value)> AddBotAsync()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        await _shop.BeginHistoryAsync();
        var (key, value) = await _shop.AddKeyAsync(bot, Formula);
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        foreach (var hour in new[] { 1, 2 })
        {
            await _shop.AddAsync(new ApiKeyUsage
            {
                ApiKeyId = key.Id,
                Hour = now.Date.AddDays(-3).AddHours(hour),
                Permission = Permissions.Orders.View,
                Result = KeyUseResult.Accepted,
                Node = Guid.Empty,
                Count = 2 + hour,
            });
        }

        await _shop.AddAsync(
            new ApiKeyCall
            {
                ApiKeyId = key.Id,
                At = now,
                Method = "GET",
                Route = "/api/v1/orders",
                Status = 200,
                Microseconds = 900,
                Address = "203.0.113.7",
                UserAgent = Markup,
                RequestId = "request",
                LeftOut = 0,
            },
            new Refusal
            {
                Hour = now,
                ApiKeyId = key.Id,
                Reason = RefusalReason.Revoked,
                Permission = string.Empty,
                Address = string.Empty,
                Count = 3,
                FirstAt = now,
                LastAt = now,
                LastRequestId = "request",
            },
            new UserSession { UserId = bot.Id, StartedAt = now, LastSeenAt = now, Address = "203.0.113.7", UserAgent = Markup });
        await using var acting = _shop.AsCommandLine();
        (await acting.ApiKeys.RevokeAsync(key.Id)).Error.Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest("after-group", "After", []))).Error.Should().BeNull();
        (await acting.UserGroups.DeleteAsync("bot-group", "after-group")).Error.Should().BeNull();
        return (bot, key.Id, value);
    }

    private static async Task<Dictionary<string, byte[]>> DownloadAsync(Acting acting, int userId)
    {
        await using (acting)
        {
            var cover = (await acting.Get<DossierService>().BeginDownloadAsync(userId)).Value!;
            var bytes = new MemoryStream();
            (await acting.Get<DossierArchive>().WriteAsync(cover, bytes, CancellationToken.None)).Should().BeNull();
            return Unzip(bytes);
        }
    }

    private static Dictionary<string, byte[]> Unzip(Stream bytes)
    {
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var opened = entry.Open())
                opened.CopyTo(content);
            files.Add(entry.FullName, content.ToArray());
        }

        return files;
    }

    private async Task NoSecretsAsync(Dictionary<string, byte[]> files, User bot, int keyId, string value)
    {
        await using var db = _shop.OpenDatabase();
        var hash = (await db.ApiKeys.SingleAsync(k => k.Id == keyId)).Hash;
        var user = await db.Users.SingleAsync(u => u.Id == bot.Id);
        var text = string.Concat(files.Values.Select(Encoding.UTF8.GetString));
        foreach (var secret in new[]
        {
            value, value[10..], Convert.ToHexString(hash), Convert.ToHexStringLower(hash), Convert.ToBase64String(hash), user.PasswordHash!,
            user.SecurityStamp!,
        })
            text.Should().NotContain(secret);
    }
}
