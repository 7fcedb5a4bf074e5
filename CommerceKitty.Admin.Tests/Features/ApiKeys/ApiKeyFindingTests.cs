using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>What needs a look among the keys, and accepting it for a time.</summary>
public sealed class ApiKeyFindingTests : IAsyncDisposable
{
    private static readonly AcceptFindingRequest Month = new(30, "Runs once a year");

    private readonly TestShop _shop = new();

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Count_KeysOfEveryKind_AreFoundAsWhatTheyAre()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var leaver = await _shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        var idle = await AddAsync(bot, "Idle");
        var hardly = await AddAsync(bot, "Hardly used");
        var half = await AddAsync(bot, "Uses half");
        var full = await AddAsync(bot, "Uses all", expiresInDays: 200);
        await AddAsync(leaver, "Of the leaver", expiresInDays: 200);
        await UseAsync(idle, 5, daysAfter: 1, Permissions.Orders.View, HardlyMore);
        await UseAsync(hardly, 5, daysAfter: 1, Permissions.Orders.View, ApiKeyFindings.HardlyUsed);
        _shop.Time.Advance(TimeSpan.FromDays(100));
        await UseAsync(half, 0, daysAfter: -1, Permissions.Orders.View, 50);
        await UseAsync(full, 0, daysAfter: -1, Permissions.Orders.View, 50);
        await UseAsync(full, 0, daysAfter: -2, Permissions.Orders.Edit, 50);
        await AddAsync(bot, "Soon over", expiresInDays: 10);
        await using (var acting = _shop.AsCommandLine())
            (await acting.Users.DisableAsync(leaver.Id)).Error.Should().BeNull();

        var found = await NamesAsync();

        found[ApiKeyFinding.NeverExpires].Should().BeEquivalentTo("Idle", "Hardly used", "Uses half");
        found[ApiKeyFinding.Unused].Should().BeEquivalentTo("Idle", "Hardly used");
        found[ApiKeyFinding.SafeToRemove].Should().BeEquivalentTo("Hardly used");
        found[ApiKeyFinding.OverPrivileged].Should().BeEquivalentTo("Uses half");
        found[ApiKeyFinding.Expiring].Should().BeEquivalentTo("Soon over");
        found[ApiKeyFinding.UserDisabled].Should().BeEquivalentTo("Of the leaver");
        found[ApiKeyFinding.NeverUsed].Should().BeEmpty("the leaver's key does not work anyway");
        found[ApiKeyFinding.Failing].Should().BeEmpty();
        (await CountAsync()).Should().BeEquivalentTo(found.ToDictionary(f => f.Key, f => f.Value.Count));
    }

    [Fact]
    public async Task Count_PermissionThatAnEditRequiresToo_IsNotUnused()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var edits = await AddAsync(bot, "Edits only");
        _shop.Time.Advance(TimeSpan.FromDays(100));
        await UseAsync(edits, 0, daysAfter: -1, Permissions.Orders.Edit, 50);

        (await NamesAsync())[ApiKeyFinding.OverPrivileged].Should().BeEmpty("the edit of an order answers the order, and requires it");
    }

    [Fact]
    public async Task Accept_OpenFinding_HidesItUntilItsDateAndIsAudited_R8()
    {
        var id = await AddAsync(await _shop.AddUserWithAsync("bot@example.com"), "Endless");
        await using (var acting = _shop.AsCommandLine())
        {
            (await acting.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.NeverExpires, Month)).Error.Should().BeNull();

            var accepted = (await acting.Get<ApiKeyFindingService>().ListOfKeyAsync(id)).Value!.Single();
            accepted.Finding.Should().Be(ApiKeyFinding.NeverExpires);
            accepted.Acceptance!.Reason.Should().Be("Runs once a year");
        }

        var entry = (await _shop.AuditAsync())[^1];
        entry.Should().BeEquivalentTo(new { Action = AuditActions.ApiKeyFindingAccepted, TargetType = "api-keys", TargetId = id });
        entry.After.Should().Contain("never-expires").And.Contain("Runs once a year");
        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(0);
        (await NamesAsync())[ApiKeyFinding.NeverExpires].Should().BeEmpty();

        _shop.Time.Advance(TimeSpan.FromDays(31));

        (await NamesAsync())[ApiKeyFinding.NeverExpires].Should().Equal("Endless");
        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(1);
    }

    [Fact]
    public async Task Accept_Again_ReplacesTheDateAndSaysWhatItWas()
    {
        var id = await AddAsync(await _shop.AddUserWithAsync("bot@example.com"), "Endless");
        await using var acting = _shop.AsCommandLine();
        await acting.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.NeverExpires, Month);

        await acting.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.NeverExpires, new(365, "As agreed"));

        var entry = (await _shop.AuditAsync())[^1];
        entry.Before.Should().Contain("Runs once a year");
        entry.After.Should().Contain("As agreed");
    }

    [Fact]
    public async Task Reopen_AcceptedFinding_OpensItOnceAndIsAuditedOnce_R8()
    {
        var id = await AddAsync(await _shop.AddUserWithAsync("bot@example.com"), "Endless");
        await using var acting = _shop.AsCommandLine();
        var findings = acting.Get<ApiKeyFindingService>();
        await findings.AcceptAsync(id, ApiKeyFinding.NeverExpires, Month);

        (await findings.ReopenAsync(id, ApiKeyFinding.NeverExpires)).Error.Should().BeNull();
        (await findings.ReopenAsync(id, ApiKeyFinding.NeverExpires)).Error.Should().BeNull();

        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(1);
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.ApiKeyFindingReopened).Should().Be(1);
    }

    [Theory]
    [InlineData(0, "Reason", ApiKeyFinding.Unused, "days")]
    [InlineData(366, "Reason", ApiKeyFinding.Unused, "days")]
    [InlineData(30, " ", ApiKeyFinding.Unused, "reason")]
    [InlineData(30, "two\nlines", ApiKeyFinding.Unused, "reason")]
    [InlineData(30, null, ApiKeyFinding.Unused, "reason")]
    [InlineData(30, "Reason", (ApiKeyFinding)99, "finding")]
    public async Task Accept_WrongInput_IsRefusedByField(int days, string? reason, ApiKeyFinding finding, string field)
    {
        var id = await AddAsync(await _shop.AddUserWithAsync("bot@example.com"), "Endless");
        await using var acting = _shop.AsCommandLine();

        var refusal = (await acting.Get<ApiKeyFindingService>().AcceptAsync(id, finding, new(days, reason))).Error!;

        refusal.Fields.Keys.Should().Equal(field);
    }

    [Fact]
    public async Task Accept_RevokedMissingOrWithoutPermission_IsRefused_R1()
    {
        var id = await AddAsync(await _shop.AddUserWithAsync("bot@example.com"), "Endless");
        await using var viewer = _shop.As(
            await _shop.AddUserWithAsync("viewer@example.com", Permissions.ApiKeys.View, Permissions.ApiKeys.ViewAll));
        await using var acting = _shop.AsCommandLine();
        await acting.ApiKeys.RevokeAsync(id);
        var findings = acting.Get<ApiKeyFindingService>();

        (await findings.AcceptAsync(id, ApiKeyFinding.Unused, Month)).Error!.Code.Should().Be("key-revoked");
        (await findings.AcceptAsync(404, ApiKeyFinding.Unused, Month)).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await viewer.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.Unused, Month))
            .Error!.MissingPermission.Should().Be(Permissions.ApiKeys.Edit);
        (await viewer.Get<ApiKeyFindingService>().ReopenAsync(id, ApiKeyFinding.Unused))
            .Error!.MissingPermission.Should().Be(Permissions.ApiKeys.Edit);
    }

    [Fact]
    public async Task AcceptAndReopen_FindingOfAnOwnersKey_OnlyTheOwnerMay_R6()
    {
        var owner = await _shop.AddOwnerAsync();
        var id = await AddAsync(owner, "Endless");
        await using var editor = _shop.As(await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit));
        await using var acting = _shop.AsCommandLine();

        (await editor.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.NeverExpires, Month))
            .Error.Should().Be(Authority.OnlyOwner);
        (await acting.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.NeverExpires, Month)).Error.Should().BeNull();
        (await editor.Get<ApiKeyFindingService>().ReopenAsync(id, ApiKeyFinding.NeverExpires)).Error.Should().Be(Authority.OnlyOwner);

        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(0);
    }

    [Fact]
    public async Task Accept_FindingThatTheKeyDoesNotHave_IsRefused()
    {
        var id = await AddAsync(await _shop.AddUserWithAsync("bot@example.com"), "Endless");
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<ApiKeyFindingService>().AcceptAsync(id, ApiKeyFinding.Unused, Month)).Error!.Code.Should().Be("finding-gone");
    }

    [Fact]
    public async Task Count_WithinAMinute_IsNotCountedAgain()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com");
        await AddAsync(bot, "One");
        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(1);
        await AddAsync(bot, "Two");

        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(1);
        _shop.Time.Advance(FindingCounts.Lifetime);
        (await CountAsync())[ApiKeyFinding.NeverExpires].Should().Be(2);
    }

    private static long HardlyMore => ApiKeyFindings.HardlyUsed + 1;

    private async Task<int> AddAsync(User user, string name, int? expiresInDays = null) =>
        (await _shop.Services.AddKeyAsync(user, name, expiresInDays)).Id;

    /// <summary>Counts uses, and remembers the last unless it is an earlier one.</summary>
    private async Task UseAsync(int id, int lastUseDaysAfter, int daysAfter, string permission, long count)
    {
        var hour = UsageSpan.Floor(Now, UsageInterval.Hour).AddDays(daysAfter);
        await _shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = id,
            Hour = hour,
            Permission = permission,
            Result = KeyUseResult.Accepted,
            Node = Guid.Empty,
            Count = count,
        });
        await using var db = _shop.OpenDatabase();
        if (await db.ApiKeyLastUses.FindAsync(id) is null)
        {
            await _shop.AddAsync(
                new ApiKeyLastUse { ApiKeyId = id, At = Now.AddDays(lastUseDaysAfter), Address = "198.51.100.7", UserAgent = "curl" });
        }
    }

    private async Task<Dictionary<ApiKeyFinding, int>> CountAsync()
    {
        await using var acting = _shop.AsCommandLine();
        return (await acting.Get<ApiKeyFindingService>().CountAsync()).Value!.ToDictionary(c => c.Finding, c => c.Count);
    }

    private async Task<Dictionary<ApiKeyFinding, List<string>>> NamesAsync()
    {
        await using var acting = _shop.AsCommandLine();
        var names = new Dictionary<ApiKeyFinding, List<string>>();
        foreach (var (_, finding, _) in ApiKeyFindings.All)
        {
            var page = await acting.KeyQueries.ListAsync(new ApiKeyQuery { Finding = finding });
            names[finding] = [.. page.Value!.Items.Select(k => k.Name)];
        }

        return names;
    }
}
