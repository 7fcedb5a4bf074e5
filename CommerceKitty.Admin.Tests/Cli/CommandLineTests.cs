using System.Text.Json;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Cli;

public sealed partial class CommandLineTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();
    private readonly string _elsewhere = Directory.CreateTempSubdirectory("commercekitty-cli-").FullName;

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        Directory.Delete(_elsewhere, recursive: true);
    }

    [Theory]
    [InlineData(true, "keys")]
    [InlineData(true, "users", "list")]
    [InlineData(true, "groups", "list")]
    [InlineData(true, "owner", "reset-password")]
    [InlineData(true, "migrate")]
    [InlineData(true, "--help")]
    [InlineData(true, "-h")]
    [InlineData(true, "--version")]
    [InlineData(true, "kyes", "list")]
    [InlineData(false)]
    [InlineData(false, "--environment=Development")]
    [InlineData(false, "--environment", "keys")]
    [InlineData(false, "--contentRoot=/srv", "--applicationName=CommerceKitty.Admin")]
    [InlineData(false, "--urls", "http://localhost:5000")]
    [InlineData(false, "urls=http://localhost:5000")]
    [InlineData(false, "/urls", "http://localhost:5000")]
    public void Handles_Arguments_TellsCommandsFromSettings(bool expected, params string[] args) =>
        CommandLine.Handles(args).Should().Be(expected);

    [Fact]
    public async Task KeysLimit_Number_OrUsual_IsKept()
    {
        await AddRobotAsync();
        await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "Sync");
        await using var acting = _shop.AsCommandLine();
        var id = (await acting.KeyQueries.ListAsync(new ApiKeyQuery()))
            .Value!.Items.Single()
            .Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        (await RunAsync("keys", "limit", id, "600"))
            .Should()
            .Match<Run>(r => r.Code == CommandLine.Done && r.Output.Contains("Limited API key"));
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery())).Value!.Items.Single().RequestsPerMinute.Should().Be(600);
        JsonDocument
            .Parse((await RunAsync("keys", "limit", id, "usual", "--json")).Output)
            .RootElement.GetProperty("requestsPerMinute")
            .ValueKind.Should()
            .Be(JsonValueKind.Null);
        (await RunAsync("keys", "limit", id, "0")).Code.Should().Be(CommandLine.Refused);
        (await RunAsync("keys", "limit", id, "fast")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("keys", "limit", id)).Code.Should().Be(CommandLine.WrongUsage);
    }

    [Fact]
    public async Task KeysRotate_PrintsTheNewValueAlone_AndTheOldOneWorksAsLongAsWasSaid_R5()
    {
        var (key, old) = await _shop.AddKeyAsync(await AddRobotAsync());
        var verifier = _shop.Services.GetRequiredService<ApiKeyVerifier>();
        var id = key.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var run = await RunAsync("keys", "rotate", id, "--overlap", "1h");

        run.Code.Should().Be(CommandLine.Done);
        var value = run.Output.TrimEnd();
        ApiKeyToken.IsWellFormed(value).Should().BeTrue();
        run.Error.Should().Contain("works until").And.NotContain(value);
        (await verifier.VerifyAsync(value.AsMemory())).Key.Should().NotBeNull();
        (await verifier.VerifyAsync(old.AsMemory())).Key.Should().NotBeNull();
        (await RunAsync("keys", "rotate", id, "--overlap", "none", "--json")).Json().GetProperty("value").GetString()
            .Should().NotBe(value);
        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Replaced);
        (await RunAsync("keys", "rotate", id, "--overlap", "forever")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("keys", "rotate", "404")).Should().Match<Run>(r => r.Code == CommandLine.Refused && r.Output.Length == 0);
    }

    [Fact]
    public async Task KeysDisable_ForATime_PausesTheKey()
    {
        var (key, value) = await _shop.AddKeyAsync(await AddRobotAsync());
        var verifier = _shop.Services.GetRequiredService<ApiKeyVerifier>();
        var id = key.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var run = await RunAsync("keys", "disable", id, "--for", "1h", "--json");

        (await RunAsync("keys", "show", id)).Output.Should().MatchRegex("Status +paused until 20");
        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Disabled);
        _shop.Time.SetUtcNow(run.Json().GetProperty("pausedUntil").GetDateTimeOffset());
        (await verifier.VerifyAsync(value.AsMemory())).Key.Should().NotBeNull();
        (await RunAsync("keys", "disable", id, "--for", "soon")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("keys", "disable", id, "--for", "100000d")).Code.Should().Be(CommandLine.Refused);
    }

    [Fact]
    public async Task KeysNetworks_ListAnywhereOrNowhere_AreKept()
    {
        var (key, _) = await _shop.AddKeyAsync(await AddRobotAsync());
        var id = key.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var run = await RunAsync("keys", "networks", id, "203.0.113.0/24", "!203.0.113.9", "--json");

        run.Json().GetProperty("allowedNetworks").EnumerateArray().Select(e => e.GetString())
            .Should().Equal("203.0.113.0/24", "!203.0.113.9/32");
        (await RunAsync("keys", "show", id)).Output.Should().MatchRegex("Allowed from +203.0.113.0/24, !203.0.113.9/32");
        (await RunAsync("keys", "networks", id, "nowhere", "--json")).Json().GetProperty("allowedNetworks").GetArrayLength().Should().Be(0);
        (await RunAsync("keys", "networks", id, "anywhere", "--json")).Json().GetProperty("allowedNetworks").ValueKind
            .Should().Be(JsonValueKind.Null);
        (await RunAsync("keys", "networks", id, "203.0.113.5/24")).Should()
            .Match<Run>(r => r.Code == CommandLine.Refused && r.Error.Contains("203.0.113.0/24"));
        (await RunAsync("keys", "networks", id)).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("keys", "networks", id, "0.0.0.0/0")).Error.Should().Contain("limits nothing");
    }

    [Fact]
    public async Task KeysAddAndExpire_Ends_AreKept_AndWhatIsNoDateIsRefused_R4()
    {
        await AddRobotAsync();
        string[] add = ["keys", "add", "--user", "robot@example.com", "--name", "Sync"];

        (await RunAsync(add)).Error.Should().Contain("It expires 2027-11-23T09:00:00Z.", "a year is the default");
        (await RunAsync([.. add, "--expires", "2026-12-31T18:00+01:00"])).Error.Should().Contain("It expires 2026-12-31T17:00:00Z.");
        (await RunAsync([.. add, "--expires", "never"])).Error.Should().Contain("Enter why this key never expires.");
        (await RunAsync([.. add, "--expires", "never", "--reason", "A till"])).Error.Should().Contain("It never expires.");
        (await RunAsync([.. add, "--expires", "never", "--expires-in-days", "3"])).Code.Should().Be(CommandLine.WrongUsage);

        (await RunAsync("keys", "expire", "1", "2026-12-01")).Output.Should().Contain("Changed API key 1").And
            .Contain("It expires 2026-12-01T00:00:00Z.");
        (await RunAsync("keys", "expire", "1", "2026-11-22")).Should()
            .Match<Run>(r => r.Code == CommandLine.Refused && r.Error.Contains("in the past"));
        (await RunAsync("keys", "expire", "1", "9999-12-31")).Code.Should().Be(CommandLine.Refused);
        foreach (var text in (string[])["soon", "", "31.12.2026", "2026-02-30", "2026-12-31T18:00", "Never", "2026-12-31Z", "1"])
        {
            (await RunAsync("keys", "expire", "1", text)).Code.Should().Be(CommandLine.WrongUsage, text);
            (await RunAsync([.. add, "--expires", text])).Code.Should().Be(CommandLine.WrongUsage, text);
        }

        await using var acting = _shop.AsCommandLine();
        (await acting.KeyQueries.GetAsync(1)).Value!.ExpiresAt.Should().Be(new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc));
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery())).Value!.Total.Should().Be(3);
    }

    [Fact]
    public async Task SettingsSetAndGet_Values_AreKept_AndAStricterPolicyAsks()
    {
        await AddRobotAsync();
        await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "Sync", "--expires", "never", "--reason", "A till");

        (await RunAsync("settings", "set", "--default-life-days", "30", "--notice-days", "7,1", "--notices-by-mail", "no"))
            .Code.Should().Be(CommandLine.Done);
        var asked = await RunAsync("settings", "set", "--endless-keys", "refused");
        asked.Code.Should().Be(CommandLine.Refused);
        asked.Error.Should().Contain("1 existing key is beyond the new policy.");
        (await RunAsync("settings", "set", "--endless-keys", "refused", "--existing-keys", "end", "--end-in-days", "5"))
            .Output.Should().MatchRegex("endless-keys +refused").And.MatchRegex("notice-days +7,1");
        (await RunAsync("settings", "set", "--endless-keys", "perhaps")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("settings", "set", "--idle-days", "many")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("settings", "set", "--notices-by-mail", "maybe")).Code.Should().Be(CommandLine.WrongUsage);

        var settings = JsonDocument.Parse((await RunAsync("settings", "get", "--json")).Output).RootElement;
        (settings.GetProperty("defaultLifeDays").GetInt32(), settings.GetProperty("endlessKeys").GetString(),
            settings.GetProperty("noticesByMail").GetBoolean()).Should().Be((30, "refused", false));
        await using var acting = _shop.AsCommandLine();
        (await acting.KeyQueries.GetAsync(1)).Value!.ExpiresAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime.AddDays(5));
    }

    [Fact]
    public async Task KeysUsageAndShow_Key_PrintWhatIsCounted()
    {
        await AddRobotAsync();
        await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "Sync");
        var today = _shop.Time.GetUtcNow().UtcDateTime.Date;
        await _shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = 1,
            Hour = today,
            Permission = Permissions.Orders.ViewAll,
            Result = KeyUseResult.Forbidden,
            Node = Guid.Empty,
            Count = 12,
        });

        (await RunAsync("keys", "usage", "1")).Output.Should().MatchRegex($"{today:yyyy-MM-dd} +12 +0 +12");
        JsonDocument.Parse((await RunAsync("keys", "usage", "1", "--days", "30", "--json")).Output).RootElement
            .GetProperty("requests").GetInt64().Should().Be(12);
        (await RunAsync("keys", "show", "1")).Output.Should().MatchRegex("Acts as +robot@example.com").And.MatchRegex("Last used +never");
        JsonDocument.Parse((await RunAsync("keys", "show", "1", "--json")).Output).RootElement
            .GetProperty("name").GetString().Should().Be("Sync");
        (await RunAsync("keys", "usage", "1", "--days", "0")).Code.Should().Be(CommandLine.Refused);
        (await RunAsync("keys", "usage", "404")).Code.Should().Be(CommandLine.Refused);
        (await RunAsync("keys", "show", "x")).Code.Should().Be(CommandLine.WrongUsage);
    }

    [Fact]
    public async Task KeysAdd_Text_PrintsTheValueAloneAndActsAsTheOperator_R5_R8()
    {
        await AddRobotAsync();

        var run = await RunAsync("keys", "add", "--user", "Robot@example.com", "--name", "Nightly sync");

        run.Code.Should().Be(CommandLine.Done);
        run.Output.Should().EndWith(Environment.NewLine);
        var value = run.Output.TrimEnd();
        ApiKeyToken.IsWellFormed(value).Should().BeTrue();
        run.Error.Should().Contain("Nightly sync").And.NotContain(value);
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Key.Should().NotBeNull();
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new
        {
            Action = AuditActions.ApiKeyCreated,
            ActorKind = ActorKind.CommandLine,
            Actor = $"Command line ({Environment.UserName})",
            ActorUserId = (int?)null,
        });
    }

    [Fact]
    public async Task KeysAdd_Json_PrintsTheResourceAndTheValue()
    {
        var robot = await AddRobotAsync();

        var run = await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "@sync 🐱", "--json");

        var key = run.Json();
        ApiKeyToken.IsWellFormed(key.GetProperty("value").GetString()).Should().BeTrue();
        key.GetProperty("name").GetString().Should().Be("@sync 🐱");
        key.GetProperty("status").GetString().Should().Be("active");
        key.GetProperty("user").GetProperty("id").GetInt32().Should().Be(robot.Id);
        key.GetProperty("createdAt").GetString().Should().EndWith("Z");
        key.GetProperty("lastUsedAt").ValueKind.Should().Be(JsonValueKind.Null);
        run.Error.Should().NotContain(key.GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("nobody@example.com", "Name")]
    [InlineData("disabled@example.com", "Name")]
    [InlineData("robot@example.com", " ")]
    [InlineData("robot@example.com", "a\nb")]
    public async Task KeysAdd_Refused_ExitsWith1AndPrintsNothingOnStandardOutput(string user, string name)
    {
        await AddRobotAsync();
        await _shop.AddUserAsync("disabled@example.com", "integration", enabled: false);

        var run = await RunAsync("keys", "add", "--user", user, "--name", name);

        run.Code.Should().Be(CommandLine.Refused);
        run.Output.Should().BeEmpty();
        run.Error.Should().NotBeEmpty();
    }

    [Fact]
    public async Task KeysDisableEnableRevoke_InTurn_GovernTheKeyAndTheList()
    {
        var (key, value) = await _shop.AddKeyAsync(await AddRobotAsync());
        var verifier = _shop.Services.GetRequiredService<ApiKeyVerifier>();
        var id = key.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        (await RunAsync("keys", "disable", id)).Should().BeEquivalentTo(new { Code = 0, Error = "" });
        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Disabled);
        (await RunAsync("keys", "enable", id, "--json")).Json().GetProperty("status").GetString().Should().Be("active");
        (await verifier.VerifyAsync(value.AsMemory())).Key.Should().NotBeNull();
        (await RunAsync("keys", "revoke", id)).Output.Should().Contain("Revoked").And.NotContain(value);
        (await verifier.VerifyAsync(value.AsMemory())).Refusal.Should().Be(KeyRefusal.Revoked);
        (await RunAsync("keys", "enable", id)).Code.Should().Be(CommandLine.Refused);

        (await RunAsync("keys", "list", "--json")).Json().GetArrayLength().Should().Be(0);
        (await RunAsync("--json", "keys", "list", "--all"))
            .Json()
            .GetArrayLength()
            .Should()
            .Be(1, "the option may stand before the command");
        (await RunAsync("keys", "list", "--json", "--all"))
            .Json()
            .EnumerateArray()
            .Single()
            .GetProperty("status")
            .GetString()
            .Should()
            .Be("revoked");
    }

    [Fact]
    public async Task KeysList_OfAUser_AreOnlyItsKeysInAlignedColumns()
    {
        await _shop.AddKeyAsync(await AddRobotAsync(), "Of the robot");
        await _shop.AddKeyAsync(await _shop.AddUserAsync("ann@example.com", "integration"), "Of Ann");

        var run = await RunAsync("keys", "list", "--user", "ann@example.com");

        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        lines[0].Should().MatchRegex("^ID +NAME +KEY +USER +STATUS +CREATED +LAST USED$");
        lines[1].Should().MatchRegex(@"^2 +Of Ann +kitty_\w{4} +ann@example.com +active +20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ +-$");
        lines[1].IndexOf("active", StringComparison.Ordinal).Should().Be(lines[0].IndexOf("STATUS", StringComparison.Ordinal));
        (await RunAsync("keys", "list", "--user", "nobody@example.com")).Code.Should().Be(CommandLine.Refused);
    }

    [Fact]
    public async Task KeysList_MoreThanOnePage_AreAllListed()
    {
        var robot = await AddRobotAsync();
        await using (var db = _shop.OpenDatabase())
        {
            db.ApiKeys.AddRange(Enumerable.Range(0, 450).Select(i => new ApiKey
            {
                Name = "Key",
                UserId = robot.Id,
                Hash = ApiKeyToken.Hash(ApiKeyToken.Create()),
                Hint = "kitty_test",
                CreatedAt = _shop.Time.GetUtcNow().UtcDateTime,
                CreatedBy = "Test",
            }));
            await db.SaveChangesAsync();
        }

        (await RunAsync("keys", "list", "--json")).Json().GetArrayLength().Should().Be(450);
    }

    [Fact]
    public async Task KeysList_TerminalEscapesInAName_AreNeutralised()
    {
        var (key, _) = await _shop.AddKeyAsync(await AddRobotAsync());
        await using (var db = _shop.OpenDatabase())
            await db.ApiKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.Name, "\u001b[2J\u009b31m\u202Eevil\n"));

        (await RunAsync("keys", "list")).Output.Should().Contain("evil").And.NotContainAny("\u001b", "\u009b", "\u202E");
        (await RunAsync("keys", "list", "--json")).Output.Should().NotContainAny("\u001b", "\u009b");
        (await RunAsync("keys", "disable", "1")).Output.Should().NotContain("\u001b");
        key.Id.Should().Be(1);
    }

    [Theory]
    [InlineData("keys", "revoke")]
    [InlineData("users", "list", "extra")]
    [InlineData("keys", "add", "--user", "a@example.com", "--name", "N", "--extra")]
    public async Task AnyCommand_WithAKeyValueWhereItDoesNotBelong_DoesNotRepeatIt_R5(params string[] args)
    {
        var value = ApiKeyToken.Create();

        var run = await RunAsync([.. args, value]);

        run.Code.Should().Be(CommandLine.WrongUsage);
        (run.Output + run.Error).Should().NotContain(value[ApiKeyToken.HintLength..]);
    }

    [Fact]
    public async Task UsersAdd_Person_PrintsAPasswordThatWorks()
    {
        await _shop.AddGroupAsync("office");

        var run = await RunAsync(
            "users",
            "add",
            "--email",
            "ann@example.com",
            "--first-name",
            "Ann",
            "--last-name",
            "",
            "--group",
            "office",
            "--kind",
            "person");

        run.Code.Should().Be(0);
        var password = InitialPassword().Match(run.Output).Groups["password"].Value;
        await using var acting = _shop.AsNobody();
        var users = acting.Get<UserManager<User>>();
        (await users.CheckPasswordAsync((await users.FindByEmailAsync("ann@example.com"))!, password)).Should().BeTrue();
        run.Error.Should().NotContain(password);
        (await _shop.AuditAsync()).Single().After.Should().NotContain(password);
    }

    [Fact]
    public async Task UsersAdd_Json_PrintsTheResourceAndAPersonsPassword()
    {
        await _shop.AddGroupAsync("office");

        var person = (await RunAsync(
            "users",
            "add",
            "--email",
            "ann@example.com",
            "--first-name",
            "Ann",
            "--last-name",
            "Ex",
            "--group",
            "office",
            "--kind",
            "person",
            "--json")).Json();
        var robot = (await RunAsync(
            "users",
            "add",
            "--email",
            "rob@example.com",
            "--first-name",
            "Rob",
            "--group",
            "office",
            "--kind",
            "integration",
            "--json")).Json();

        person.GetProperty("initialPassword").GetString().Should().HaveLength(23);
        person.GetProperty("name").GetString().Should().Be("Ann Ex");
        robot.GetProperty("lastName").GetString().Should().BeEmpty("a last name is optional");
        robot.GetProperty("kind").GetString().Should().Be("integration");
        robot.GetProperty("group").GetProperty("code").GetString().Should().Be("office");
        robot.TryGetProperty("initialPassword", out _).Should().BeFalse();
    }

    [Fact]
    public async Task UsersOffboard_EachOption_ChangesItsKeyAndPrintsOnlyValuesToStandardOutput_R5()
    {
        var robot = await AddRobotAsync();
        var heir = await _shop.AddUserWithAsync("heir@example.com");
        var (revoked, _) = await _shop.AddKeyAsync(robot, "Revoked");
        var (ending, _) = await _shop.AddKeyAsync(robot, "Ending");
        var (reissued, _) = await _shop.AddKeyAsync(robot, "Reissued");

        var run = await RunAsync(
            "users", "offboard", "robot@example.com", "--revoke", $"{revoked.Id}", "--end", $"{ending.Id}=24",
            "--reissue", $"{reissued.Id}=heir@example.com");

        run.Code.Should().Be(CommandLine.Done, run.Error);
        var (id, value) = run.Output.Trim().Split(' ') is [var first, var second] ? (first, second) : (run.Output, string.Empty);
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Key!.User.UserId.Should().Be(heir.Id);
        run.Error.Should().Contain($"Key {revoked.Id}: Revoked").And.Contain($"Key {ending.Id}: Ending").And.NotContain(value);
        int.TryParse(id, out _).Should().BeTrue();
        (await RunAsync("users", "list")).Output.Should().Contain("disabled");
    }

    [Fact]
    public async Task UsersOffboard_JsonAndBadInput_AreToldApart()
    {
        var robot = await AddRobotAsync();
        var (key, _) = await _shop.AddKeyAsync(robot, "Nightly");

        (await RunAsync("users", "offboard", "nobody@example.com")).Code.Should().Be(CommandLine.Refused);
        (await RunAsync("users", "offboard", "robot@example.com", "--end", "soon")).Error.Should().Contain("like 12=24");
        (await RunAsync("users", "offboard", "robot@example.com", "--revoke", "x")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync("users", "list", "--json")).Json()[0].GetProperty("enabled").GetBoolean().Should().BeTrue("nothing was done");

        var run = await RunAsync("users", "offboard", "robot@example.com", "--revoke", $"{key.Id}", "--revoke", "999", "--json");

        run.Code.Should().Be(CommandLine.Refused, "one key was not found");
        run.Json().GetProperty("user").GetProperty("enabled").GetBoolean().Should().BeFalse();
        run.Json().GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("status").GetString())
            .Should().Equal("revoked", "refused");
    }

    [Fact]
    public async Task UsersDisableAndEnable_InTurn_ChangeTheList()
    {
        await AddRobotAsync();

        (await RunAsync("users", "disable", "robot@example.com")).Code.Should().Be(0);
        (await RunAsync("users", "list")).Output.Should().Contain("robot@example.com").And.Contain("disabled");
        (await RunAsync("users", "list", "--json")).Json()[0].GetProperty("enabled").GetBoolean().Should().BeFalse();
        (await RunAsync("users", "enable", "robot@example.com", "--json")).Json().GetProperty("enabled").GetBoolean().Should().BeTrue();
        (await RunAsync("users", "enable", "nobody@example.com")).Code.Should().Be(CommandLine.Refused);
        await _shop.AddOwnerAsync();
        (await RunAsync("users", "disable", "owner@example.com")).Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
    }

    /// <summary>As in the dialogs of pages: it is done, and said.</summary>
    [Fact]
    public async Task Add_NameThatLooksLikeAnother_IsWarnedOf()
    {
        await RunAsync("groups", "add", "--code", "payroll", "--name", "Payroll", "--permissions", "");

        var twin = await RunAsync("groups", "add", "--code", "payroll-2", "--name", "P\u0430yroll", "--permissions", "");
        twin.Code.Should().Be(CommandLine.Done);
        twin.Error.Should().Contain("Warning: P\u0430yroll looks the same as Payroll");
        await RunAsync(
            "users", "add", "--email", "sam@example.com", "--first-name", "Sam", "--last-name", "Cat", "--group", "payroll",
            "--kind", "integration");
        (await RunAsync(
            "users", "add", "--email", "sam-2@example.com", "--first-name", "S\u0430m", "--last-name", "Cat", "--group", "payroll",
            "--kind", "integration")).Error.Should().Contain("looks the same as Sam Cat");
        (await RunAsync("keys", "add", "--user", "sam@example.com", "--name", "Sync")).Error.Should().NotContain("Warning");
        (await RunAsync("keys", "add", "--user", "sam@example.com", "--name", "S\u0443nc")).Error.Should()
            .Contain("looks the same as Sync");
    }

    [Fact]
    public async Task Groups_AddSetList_ShowPermissionsInCatalogueOrder()
    {
        (await RunAsync("groups", "add", "--code", "office", "--name", "Office", "--permissions", "orders.edit, orders.view", "--json"))
            .Json().GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).Should().Equal("orders.view", "orders.edit");
        (await RunAsync("groups", "set", "office", "--permissions", "orders.view")).Output.Should().Contain("1 permissions");
        (await RunAsync("groups", "list")).Output.Should().MatchRegex(@"1 +office +Office +0 +orders\.view");
        (await RunAsync("groups", "set", "office", "--permissions", "")).Code.Should().Be(0);
        (await RunAsync("groups", "list", "--json")).Json()[0].GetProperty("permissions").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Groups_Refused_ExitWith1AndSayWhy()
    {
        await _shop.AddGroupAsync("office");

        (await RunAsync("groups", "add", "--code", "office", "--name", "Other", "--permissions", "")).Code.Should().Be(CommandLine.Refused);
        var unknown = await RunAsync("groups", "set", "office", "--permissions", "a.b,c.d");
        unknown.Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
        unknown.Error.Should().Contain("a.b, c.d");
        (await RunAsync("groups", "set", "nowhere", "--permissions", "")).Error.Should().Contain("groups list");
    }

    [Theory]
    [InlineData("--generate")]
    [InlineData("--generate", "--json")]
    [InlineData]
    public async Task OwnerResetPassword_EachWay_SetsIt(params string[] options)
    {
        await _shop.AddOwnerAsync();

        var run = await RunAsync(["owner", "reset-password", .. options], "four quiet grey kittens\nignored\n");

        run.Code.Should().Be(0);
        var password = options switch
        {
            [] => "four quiet grey kittens",
            [_] => run.Output.TrimEnd(),
            _ => run.Json().GetProperty("password").GetString()!,
        };
        await using var acting = _shop.AsNobody();
        var users = acting.Get<UserManager<User>>();
        (await users.CheckPasswordAsync((await users.FindByEmailAsync("owner@example.com"))!, password)).Should().BeTrue();
        run.Error.Should().NotContain(password);
        if (options.Length == 0)
            run.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task OwnerResetPassword_NothingOrTooWeak_IsRefused()
    {
        await _shop.AddOwnerAsync();

        (await RunAsync(["owner", "reset-password"], "")).Code.Should().Be(CommandLine.WrongUsage);
        (await RunAsync(["owner", "reset-password"], "short\n")).Code.Should().Be(CommandLine.Refused);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys", "add", "--user", "a@example.com")]
    [InlineData("keys", "add", "--name")]
    [InlineData("keys", "revoke")]
    [InlineData("keys", "revoke", "twelve")]
    [InlineData("keys", "revoke", "99999999999")]
    [InlineData("keys", "lst")]
    [InlineData("kyes", "list")]
    [InlineData("users", "add", "--email", "a@example.com", "--first-name", "A", "--last-name", "B", "--group", "c", "--kind", "robot")]
    [InlineData("users", "add", "--email", "a@example.com", "--first-name", "A", "--last-name", "B", "--group", "c")]
    [InlineData("users", "enable")]
    [InlineData("groups", "set", "office")]
    [InlineData("owner")]
    [InlineData("migrate", "now")]
    [InlineData("users", "list", "--unknown")]
    [InlineData("keys", "add", "--user", "a@example.com", "--name", "X", "--expires-in-days", "ninety")]
    [InlineData("keys", "add", "--user", "a@example.com", "--name", "X", "--expires-in-days", "1.5")]
    [InlineData("keys", "limit", "twelve", "5")]
    [InlineData("keys", "limit", "12", "five")]
    [InlineData("users", "offboard", "a@example.com", "--revoke", "twelve")]
    [InlineData("users", "offboard", "a@example.com", "--revoke", "12", "--revoke", "99999999999")]
    public async Task AnyCommand_WrongUsage_ExitsWith2AndPointsToHelp(params string[] args)
    {
        var run = await RunAsync(args);

        run.Should().BeEquivalentTo(new { Code = CommandLine.WrongUsage, Output = "" });
        run.Error.Should().Contain("--help").And.NotContain("System.").And.NotContain("expected type");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("keys", "--help")]
    [InlineData("keys", "add", "--help")]
    [InlineData("--version")]
    public async Task HelpAndVersion_Anywhere_AreAnswersOnStandardOutput(params string[] args)
    {
        var run = await RunAsync(args);

        run.Should().BeEquivalentTo(new { Code = 0, Error = "" });
        run.Output.Should().NotBeEmpty();
    }

    [Fact]
    public async Task AnyCommand_DatabaseOutOfDateInProduction_ExitsWith1UntilMigrated()
    {
        var connectionString = $"Data Source={Path.Combine(_elsewhere, "new.db")};Pooling=False";

        var before = await RunAsync(["users", "list"], connectionString: connectionString);
        var migrated = await RunAsync(["migrate", "--json"], connectionString: connectionString);
        var again = await RunAsync(["migrate"], connectionString: connectionString);
        var after = await RunAsync(["users", "list", "--json"], connectionString: connectionString);

        before.Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
        before.Error.Should().Contain("migrate");
        migrated.Json().GetProperty("applied").GetArrayLength().Should().BePositive();
        again.Output.Should().Contain("up to date");
        (await RunAsync(["groups", "list", "--json"], connectionString: connectionString)).Output.Should().Contain("\"admin\"");
        after.Code.Should().Be(0);
    }

    [Fact]
    public async Task AnyCommand_NewDatabaseInDevelopment_IsMadeReady()
    {
        var run = await RunAsync(
            ["users", "list", "--json"],
            connectionString: $"Data Source={Path.Combine(_elsewhere, "new.db")};Pooling=False",
            environment: "Development");

        run.Code.Should().Be(0, run.Error);
        run.Json().ValueKind.Should().Be(JsonValueKind.Array);
    }

    [Fact]
    public async Task AnyCommand_DatabaseOutOfReach_ExitsWith1()
    {
        foreach (var command in new string[][] { ["users", "list"], ["migrate"] })
        {
            var run = await RunAsync(command, connectionString: $"Data Source={_elsewhere}");
            run.Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
            run.Error.Should().Contain("database");
        }

        var wrong = await RunAsync(["users", "list"], provider: "Oracle");
        wrong.Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
        wrong.Error.Should().Contain("Database:Provider");
    }

    [Fact]
    public async Task Audit_ListAndExport_AreFilteredAndOfOneShape()
    {
        await AddRobotAsync();
        await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "=Sync");
        await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "Other");

        var list = await RunAsync("audit", "list", "--target", "api-keys", "--search", "=sync", "--json");
        list.Json().EnumerateArray().Should().ContainSingle()
            .Which.GetProperty("target").GetProperty("name").GetString().Should().Be("=Sync");
        (await RunAsync("audit", "list", "--count", "1")).Output.Should().Contain("Other").And.NotContain("=Sync");
        var csv = await RunAsync("audit", "export", "--action", "api-key.created", "--actor", "command-line");
        csv.Code.Should().Be(CommandLine.Done);
        csv.Output.TrimEnd().Split("\r\n").Should().HaveCount(3).And.Contain(l => l.Contains(",'=Sync,", StringComparison.Ordinal));
        var events = await RunAsync("audit", "export", "--format", "ndjson", "--key", "0");
        events.Should().BeEquivalentTo(new { Code = CommandLine.Done, Output = "" });
        events = await RunAsync("audit", "export", "--format", "ndjson", "--target", "api-keys");
        events.Output.TrimEnd('\n').Split('\n').Should().HaveCount(2)
            .And.OnlyContain(l => JsonDocument.Parse(l).RootElement.GetProperty("class_uid").GetInt32() == 3004);
        foreach (var wrong in (string[][])
            [["--actor", "robot"], ["--from", "yesterday"], ["--user", "nobody@example.com"], ["--address", "x"]])
        {
            var refused = await RunAsync(["audit", "list", .. wrong]);
            refused.Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
            refused.Error.Should().NotBeEmpty();
        }
    }

    [Fact]
    public async Task AuditVerify_WholeAndForged_HasTheExitCode()
    {
        await AddRobotAsync();
        await RunAsync("keys", "add", "--user", "robot@example.com", "--name", "Sync");

        var whole = await RunAsync("audit", "verify");
        whole.Code.Should().Be(CommandLine.Done);
        whole.Output.Should().MatchRegex("^The audit log is unchanged: 1 entry checked. Head: [0-9a-f]{64}\r?\n$");
        await _shop.AddAsync(new AuditEntry
        {
            At = DateTime.UnixEpoch,
            ActorKind = ActorKind.System,
            Actor = "System",
            Action = AuditActions.ApiKeyRevoked,
            TargetType = "api-keys",
            TargetId = 1,
            Target = "Forged",
        });

        var forged = await RunAsync("audit", "verify");
        forged.Should().BeEquivalentTo(new { Code = CommandLine.Refused, Output = "" });
        forged.Error.Should().Contain("entry 2 wasn't written by Commerce Kitty");
        (await RunAsync("audit", "verify", "--json")).Json().GetProperty("break").GetProperty("kind").GetString()
            .Should().Be("not-chained");
    }

    /// <summary>As beside a server that seeds or migrates.</summary>
    [Theory]
    [Trait("Database", "Sqlite")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Command_WhileAnotherProgramHoldsTheDatabase_WaitsItsTurnAndSaysSo(bool migrating)
    {
        await AddRobotAsync();
        var error = new WaitingWriter();
        var file = new SqliteConnectionStringBuilder(_shop.ConnectionString).DataSource;
        await using var connection = new SqliteConnection(_shop.ConnectionString);
        await connection.OpenAsync();
        var held = migrating ? null : await connection.BeginTransactionAsync();
        var lockFile = migrating
            ? new FileStream(file + ".migration-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            : null;

        var command = Task.Run(() => RunAsync(
            ["keys", "add", "--user", "robot@example.com", "--name", "Sync"], error: error, provider: TestDatabase.Provider));
        await error.SaidThatItWaits;
        command.IsCompleted.Should().BeFalse();
        if (held is not null)
            await held.DisposeAsync();
        if (lockFile is not null)
            await lockFile.DisposeAsync();

        (await command).Code.Should().Be(CommandLine.Done);
    }

    private async Task<User> AddRobotAsync()
    {
        await _shop.AddGroupAsync("integration", Permissions.Orders.View);
        return await _shop.AddUserAsync("robot@example.com", "integration", UserKind.Integration);
    }

    private Task<Run> RunAsync(params string[] args) => RunAsync(args, string.Empty);

    private async Task<Run> RunAsync(
        string[] args, string input = "", string? connectionString = null, string environment = "Production", string provider = "Sqlite",
        StringWriter? error = null)
    {
        using var output = new StringWriter();
        error ??= new StringWriter();
        using var reader = new StringReader(input);
        var code = await CommandLine.RunAsync(args, output, error, reader, builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Provider"] = provider,
                ["ConnectionStrings:CommerceKitty"] = connectionString ?? _shop.ConnectionString,
            });
            // Hashing at full strength proves nothing here.
            builder.Services.PostConfigure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
            builder.Services.AddSingleton<TimeProvider>(_shop.Time);
        });
        return new Run(code, output.ToString(), error.ToString());
    }

    [GeneratedRegex(@"^Initial password: (?<password>\S+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex InitialPassword();

    private sealed class WaitingWriter : StringWriter
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task SaidThatItWaits => _waits.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains("Waiting for it", StringComparison.Ordinal) == true)
                _waits.TrySetResult();
        }
    }

    private sealed record Run(int Code, string Output, string Error)
    {
        public JsonElement Json() => JsonDocument.Parse(Output).RootElement;
    }
}
