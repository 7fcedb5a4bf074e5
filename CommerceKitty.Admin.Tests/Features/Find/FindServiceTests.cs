using System.Security.Cryptography;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Find;

public sealed class FindServiceTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task FindAsync_WithoutAListsPermission_FindsNothingOfThatKind_R1()
    {
        await FillAsync();
        foreach (var (permission, kind) in new[]
        {
            (Permissions.Orders.ViewAll, "Orders"), (Permissions.ApiKeys.ViewAll, "API keys"), (Permissions.Users.ViewAll, "Users"),
            (Permissions.UserGroups.ViewAll, "User groups"),
        })
        {
            await using var all = _shop.As(await _shop.AddUserWithAsync($"all-{permission}@example.com", Everything));
            await using var lacking = _shop.As(
                await _shop.AddUserWithAsync($"not-{permission}@example.com", Everything.Where(p => p != permission)));

            (await all.Get<FindService>().FindAsync("mittens")).Items.Should().Contain(f => f.Kind == kind);
            (await lacking.Get<FindService>().FindAsync("mittens")).Items.Should().NotContain(f => f.Kind == kind).And.NotBeEmpty();
        }

        await using var nobody = _shop.AsNobody();
        (await nobody.Get<FindService>().FindAsync("mittens")).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task FindAsync_HintNameCodeAndEmail_FindEach()
    {
        var key = await FillAsync();
        await using var acting = _shop.AsCommandLine();
        var find = acting.Get<FindService>();

        (await find.FindAsync(key[..10])).Items.Should().ContainSingle().Which.Title.Should().Be("Sync of mittens");
        (await find.FindAsync(key)).Items.Should().ContainSingle("of a pasted key only the hint counts").Which.Kind.Should().Be("API keys");
        (await find.FindAsync("  MITTENS-bot@ ")).Items.Should().Contain(f => f.Kind == "Users");
        (await find.FindAsync("mittens-bot-gr")).Items.Should().Contain(f => f.Address == "/configuration/user-groups/mittens-bot-group");
    }

    [Fact]
    public async Task FindAsync_LettersInTwoParts_FindsThem()
    {
        await using var acting = _shop.AsCommandLine();
        await acting.UserGroups.CreateAsync(new CommerceKitty.Admin.Features.UserGroups.CreateUserGroupRequest("office", "B\u00FCro", []));
        var user = await _shop.AddUserWithAsync("someone@example.com");
        await _shop.AddKeyAsync(user, "B\u00FCro");

        var found = await acting.Get<FindService>().FindAsync("bu\u0308ro");

        found.Items.Select(f => f.Kind).Should().BeEquivalentTo("API keys", "User groups");
    }

    /// <summary>Shops send such names; the status behind it must stay there.</summary>
    [Fact]
    public async Task FindAsync_CustomerWithMarksOfDirection_IsSetApart()
    {
        await _shop.AddAsync(new OrderBuilder().Numbered("BIDI-1").By("\u2067Mittens\u202B", "a@example.com").WithLine(1, 5).Build());
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<FindService>().FindAsync("BIDI-1")).Items.Should().ContainSingle().Which.Detail.Should()
            .Be("\u2068Mittens\u2069, open");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" m ")]
    [InlineData("%")]
    [InlineData("%%")]
    [InlineData("__")]
    [InlineData("nothing of this name")]
    public async Task FindAsync_NothingToFind_FindsNothing(string? text)
    {
        await FillAsync();
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<FindService>().FindAsync(text)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task FindAsync_Many_ShowsAFewOfEachKind()
    {
        for (var i = 0; i < FindService.PerKind + 2; i++)
            await _shop.AddUserWithAsync($"mittens-{i}@example.com");
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<FindService>().FindAsync("mittens"))
            .Items.GroupBy(f => f.Kind)
            .Select(k => k.Count())
            .Should()
            .Equal(FindService.PerKind, FindService.PerKind);
    }

    [Fact]
    public async Task FindKeyAsync_HashOfAKey_NamesItAndItsStateAndIsAudited_R8()
    {
        var value = await FillAsync();
        var support = await _shop.AddUserWithAsync("support@example.com", Permissions.ApiKeys.View);
        await using var acting = _shop.As(support);

        var found = (await acting.Get<FindService>().FindKeyAsync(Hash(value))).Value!;

        found
            .Should()
            .Be(
                new Found(
                    "API keys",
                    "Sync of mittens",
                    $"{value[..10]}…, active, acts as mittens-bot Test",
                    "/configuration/api-keys/1"));
        var entry = (await _shop.AuditAsync())[^1];
        entry.Should().BeEquivalentTo(new { Action = AuditActions.ApiKeyLookedUp, ActorUserId = support.Id, Target = "Sync of mittens" });
        (entry.Before + entry.After).Should().BeEmpty();
    }

    [Fact]
    public async Task FindKeyAsync_RevokedDisabledOrOfADisabledUser_SaysSo()
    {
        var bot = await _shop.AddUserWithAsync("bot@example.com");
        var (key, value) = await _shop.AddKeyAsync(bot);
        await using var acting = _shop.AsCommandLine();
        var find = acting.Get<FindService>();

        await _shop.SetEnabledAsync(bot, enabled: false);
        (await find.FindKeyAsync(Hash(value))).Value!.Detail.Should().Contain(", user disabled,");
        await acting.ApiKeys.DisableAsync(key.Id);
        (await find.FindKeyAsync(Hash(value))).Value!.Detail.Should().Contain(", disabled,");
        await acting.ApiKeys.RevokeAsync(key.Id);
        (await find.FindKeyAsync(Hash(value))).Value!.Detail.Should().Contain(", revoked,");
    }

    [Fact]
    public async Task FindKeyAsync_WithoutPermissionOrHash_IsRefusedAndWritesNothing()
    {
        var value = await FillAsync();
        await using var lacking = _shop.As(
            await _shop.AddUserWithAsync("lacking@example.com", Everything.Where(p => p != Permissions.ApiKeys.View)));
        await using var acting = _shop.AsCommandLine();
        var entries = (await _shop.AuditAsync()).Count;

        (await lacking.Get<FindService>().FindKeyAsync(Hash(value))).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        foreach (var bad in new[] { null, "", value, "zz", new string('z', 64), Hash(value) + "00", Hash(value)[..62] + "🐈" })
            (await acting.Get<FindService>().FindKeyAsync(bad)).Error!.Fields.Keys.Should().Equal("hash");
        (await _shop.AuditAsync()).Should().HaveCount(entries);
    }

    [Fact]
    public async Task FindKeyAsync_NoKeyHasTheValue_IsAuditedWithTheHintAtMost_R5_R8()
    {
        var support = await _shop.AddUserWithAsync("support@example.com", Permissions.ApiKeys.View);
        await using var acting = _shop.As(support);
        var value = ApiKeyToken.Create();

        (await acting.Get<FindService>().FindKeyAsync(Hash(value), value[..10])).Error!.Kind.Should().Be(ErrorKind.NotFound);

        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new
        {
            Action = AuditActions.ApiKeyLookedUp,
            ActorUserId = support.Id,
            TargetType = "api-keys",
            TargetId = 0,
            Target = "No API key of this account",
            After = $$"""{"hint":"{{value[..10]}}"}""",
        });
        foreach (var more in new[] { value, value[..11], "kitty_Ab3🐈", "<b>kitty_1", null, "" })
        {
            await acting.Get<FindService>().FindKeyAsync(Hash(value), more);
            (await _shop.AuditAsync())[^1].After.Should().BeNull("this is no hint");
        }
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(value)));

    /// <summary>An order, a key, a user and a group that all are called after mittens.</summary>
    /// <returns>The key's value.</returns>
    private async Task<string> FillAsync()
    {
        var bot = await _shop.AddUserWithAsync("mittens-bot@example.com");
        await _shop.AddAsync(OrderFor("Mittens"));
        return (await _shop.AddKeyAsync(bot, "Sync of mittens")).Value;
    }

    private static object OrderFor(string customer) => new OrderBuilder().By(customer).Build();
}
